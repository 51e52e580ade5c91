"""Writes the C header of a service: its methods, how requests are read and replies are written.

What it emits is straight-line code over wasm/wire.h. A module has no data and no stack in memory,
so there are no tables, and every function is inlined so that structs become locals. For a request
it emits ``decode_``, and ``next_`` for each repeated field; for a reply ``put_``, ``room_`` (a put
whose bytes the caller fills in) and ``fits_``. ``read_`` and ``size_of_`` are their parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from proto.generator.c_replies import sizer, writers
from proto.generator.c_requests import decoder, iterator, reader
from proto.generator.c_types import C_TYPES
from proto.generator.schema import Message, Schema, Service


def header_name(service: Service) -> str:
    """``counter.h`` for polyprim/v1/counter.proto."""
    return PurePosixPath(service.file).stem + ".h"


def c_header(schema: Schema, service: Service) -> str:
    """The text of ``wasm/gen/<name>.h``, not yet formatted."""
    requests = list(schema.reachable([method.request for method in service.methods]))
    responses = list(schema.reachable([method.response for method in service.methods]))
    roots = {schema.message(method.request).name for method in service.methods}
    replies = {schema.message(method.response).name for method in service.methods}
    held = [message for message in responses if message.name not in replies]
    structs = {message.name: message for message in [*requests, *held]}
    parts = [
        f"// Generated from {service.file} by proto/generate.py: do not edit.",
        '#pragma once\n\n#include "../wire.h"',
        *_constants(schema, service),
        *map(_struct, structs.values()),
    ]
    for message in requests:
        parts.append(reader(schema, message, is_root=message.name in roots))
        if message.name in roots:
            parts.append(decoder(message))
            parts += [iterator(schema, message, field) for field in message.repeated]
    parts += map(sizer, held)
    for message in responses:
        if message.name in replies:
            parts += writers(schema, message)
    return "\n\n".join(parts) + "\n"


def _constants(schema: Schema, service: Service) -> Iterator[str]:
    upper = service.name.upper()
    yield f"#define {upper}_KIND {service.kind}u"
    methods = [f"{upper}_{method.snake.upper()} = {i}" for i, method in enumerate(service.methods)]
    methods.append(f"{upper}_METHODS = {len(service.methods)}")
    yield _enum(f"{service.name}_method", methods)
    for name, values in schema.enums(service.file):
        yield _enum(name, [f"{value} = {number}" for value, number in values])


def _enum(name: str, values: Iterable[str]) -> str:
    return f"enum {name} {{\n" + "".join(f"    {value},\n" for value in values) + "};"


def _struct(message: Message) -> str:
    lines = []
    for field in message.fields:
        if field.repeated:
            lines.append(f"    struct items {field.name};\n")
        else:
            has = f"    bool has_{field.name};\n" if field.optional else ""
            lines.append(f"{has}    {C_TYPES[field.type]} {field.name};\n")
    return f"// {message.name}\nstruct {message.c_name} {{\n{''.join(lines)}}};"
