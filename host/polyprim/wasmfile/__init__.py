"""Core wasm binaries as data: parse, modify, encode. Imports nothing else of this project."""

from . import opcodes
from .binary import WasmFormatError
from .instructions import Instruction, Value, decode, encode
from .module import Module
from .reading import parse
from .rewrite import add_function_imports, function_names, map_code
from .types import (
    EXTERNREF,
    F32,
    F64,
    FUNCREF,
    I32,
    I64,
    PAGE,
    V128,
    Custom,
    Data,
    Element,
    Export,
    Function,
    FunctionType,
    Global,
    GlobalType,
    Import,
    Kind,
    Limits,
    Mode,
    TableType,
)

__all__ = [
    "EXTERNREF",
    "F32",
    "F64",
    "FUNCREF",
    "I32",
    "I64",
    "PAGE",
    "V128",
    "Custom",
    "Data",
    "Element",
    "Export",
    "Function",
    "FunctionType",
    "Global",
    "GlobalType",
    "Import",
    "Instruction",
    "Kind",
    "Limits",
    "Mode",
    "Module",
    "TableType",
    "Value",
    "WasmFormatError",
    "add_function_imports",
    "decode",
    "encode",
    "function_names",
    "map_code",
    "opcodes",
    "parse",
]
