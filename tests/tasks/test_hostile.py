"""Tasks that mean harm: they end within their limits, and disturb nobody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from polyprim import ModuleError, NoSpaceError, TaskDeadlineError, TaskError, TrapError
from polyprim.tasks import Limits, Snapshots, State
from tests.tasks.support import FAR, Loader, resident_bytes

MIB = 1 << 20
MANY = 200
"""Values: far more than the host has room for where it expects one."""


def test_neighbours_of_hostile_tasks_notice_nothing(load: Loader) -> None:
    """While some loop, grow, flood and recurse, others have right answers."""
    limits = Limits(memory_bytes=8 * MIB, output_bytes=MIB)
    stop = threading.Event()

    def attack(name: str, export: str, values: tuple[int, ...]) -> None:
        while not stop.is_set():
            with load(name).start(limits=limits) as task, pytest.raises(TaskError):
                task.call(export, *values, timeout=0.05)

    def work() -> int:
        with load("messages").start() as task:
            return sum(task.send(b"%d" % n).replies == [b"%d" % n] * 2 for n in range(1, 401))

    attacks: list[tuple[str, str, tuple[int, ...]]] = [
        ("spin", "_start", ()),
        ("recurse", "on_engine", (-1,)),
        ("flood", "_start", ()),
    ]
    for name, _, _ in attacks:
        load(name)
    with ThreadPoolExecutor(5) as pool:
        attackers = [pool.submit(attack, *each) for each in attacks]
        try:
            assert [each.result(FAR) for each in [pool.submit(work) for _ in range(2)]] == [400] * 2
        finally:
            stop.set()
        for each in attackers:
            each.result(FAR)


def suspending(**changed: str) -> str:
    """A module that parks, some of whose functions for that are other ones."""
    lines = {
        "asyncify_start_unwind": "(param i32)",
        "asyncify_stop_unwind": "",
        "asyncify_start_rewind": "(param i32)",
        "asyncify_stop_rewind": "",
        "polyprim_stack": "(result i32) (i32.const 0)",
    } | changed
    functions = "".join(f'(func (export "{name}") {code})' for name, code in lines.items())
    return f"""
        (module
          (import "polyprim" "park" (func $park (result i32)))
          (memory (export "memory") 1)
          (global $depth (mut i32) (i32.const 0))
          (func (export "work") (drop (call $park)))
          {functions})
    """


NAMES = [
    "asyncify_start_unwind",
    "asyncify_stop_unwind",
    "asyncify_start_rewind",
    "asyncify_stop_rewind",
    "polyprim_stack",
]


@pytest.mark.parametrize("name", NAMES)
def test_functions_of_other_types_are_not_called(load: Loader, name: str) -> None:
    """They would take and leave what the host has no room for."""
    taken, left = "(param" + " i64" * MANY + ")", "(result" + " i64" * MANY + ")"
    for code in (
        f"{taken} {left} {'(i64.const -1)' * MANY}",
        f"{left} {'(i64.const -1)' * MANY}",
        f"{taken}",
    ):
        module = load.text(suspending(**{name: code}))
        assert not module.interface.can_park
        with pytest.raises(TrapError, match="not built to be suspended"):
            module.start().call("work")


@pytest.mark.parametrize("name", NAMES)
def test_functions_that_never_return(load: Loader, name: str) -> None:
    result = "(result i32)" if name == "polyprim_stack" else ""
    param = "(param i32)" if "_start_" in name else ""
    module = load.text(suspending(**{name: f"{param} {result} (loop $a (br $a)) unreachable"}))
    task = module.start()

    def park_and_wake() -> None:
        task.call("work", timeout=0.05)
        task.send(b"", timeout=0.05)

    with pytest.raises(TaskDeadlineError):
        park_and_wake()


@pytest.mark.parametrize("name", NAMES)
def test_functions_that_park_themselves(load: Loader, name: str) -> None:
    """Which calls them again: that ends where the stack does."""
    answer = "(result i32) (call $park)" if name == "polyprim_stack" else "(drop (call $park))"
    param = "(param i32)" if "_start_" in name else ""
    module = load.text(suspending(**{name: f"{param} {answer}"}))
    task = module.start()
    try:
        task.call("work", timeout=FAR)
        task.send(b"", timeout=FAR)
    except TaskError:
        assert task.state is State.ENDED
    assert load("no_memory").start().call("count").values == (1,)


def test_functions_that_trap(load: Loader) -> None:
    for name in NAMES:
        result = "(result i32)" if name == "polyprim_stack" else ""
        param = "(param i32)" if "_start_" in name else ""
        task = load.text(suspending(**{name: f"{param} {result} unreachable"})).start()

        def park_and_wake() -> None:
            task.call("work")  # noqa: B023
            task.send(b"")  # noqa: B023

        with pytest.raises(TrapError):
            park_and_wake()


@pytest.mark.parametrize("where", [0, 65_528, 65_532, 65_535, 2**31, 2**32 - 8, 2**32 - 1], ids=hex)
def test_a_stack_that_is_anywhere(load: Loader, where: int) -> None:
    task = load.text(suspending(polyprim_stack=f"(result i32) (i32.const {where})")).start()
    assert task.call("work").state is State.PARKED
    assert task.send(b"").state is State.READY, "it never unwound"


POLYPRIM = {
    "read": "(param i32 i32) (result i32)",
    "reply": "(param i32 i32)",
    "call": "(param i32 i32 i32 i32 i32 i32) (result i32)",
}


def reckless(memory: str) -> str:
    """A module that passes on whatever it is told."""
    imports = "".join(
        f'(import "polyprim" "{name}" (func ${name} {kind}))' for name, kind in POLYPRIM.items()
    )
    return f"""
        (module {imports} {memory}
          (export "read" (func $read)) (export "reply" (func $reply)) (export "call" (func $call)))
    """


@pytest.mark.parametrize("memory", ["", "(memory 0)", "(memory 1)"])
def test_offsets_and_lengths_that_are_not_in_memory(load: Loader, memory: str) -> None:
    end = 65_536 if memory == "(memory 1)" else 0
    module = load.text(reckless(memory))
    for offset, length in [
        (end, 1),
        (end + 1, 0),
        (0, end + 1),
        (2**32 - 1, 1),
        (2**32 - 1, 2**32 - 1),
        (1, 2**32 - 1),
    ]:
        for export, values in [
            ("read", (offset, length)),
            ("reply", (offset, length)),
            ("call", (offset, length, 0, 0, 0, 0)),
            ("call", (0, 0, offset, length, 0, 0)),
            ("call", (0, 0, 0, 0, offset, length)),
        ]:
            with pytest.raises(TrapError, match="out of bounds"):
                module.start().call(export, *values)
    task = module.start()
    assert task.call("read", end, 0).values == (0,)
    assert task.call("reply", end, 0).replies == [b""]
    unimplemented = -12
    assert task.call("call", end, 0, end, 0, end, 0).values == (unimplemented,)


def test_names_of_methods_that_are_none(load: Loader) -> None:
    module = load.text("""
        (module
          (import "polyprim" "call" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
          (memory 1)
          (data (i32.const 0) "\\ff\\fe")
          (data (i32.const 16) "polyprim.v1.QueueService/Pop")
          (func (export "call") (param i32 i32 i32 i32) (result i32)
            (call $call (local.get 0) (local.get 1) (local.get 2) (local.get 3)
              (i32.const 1024) (i32.const 0))))
    """)
    task = module.start()
    invalid_argument, unimplemented = -3, -12
    assert task.call("call", 0, 2, 0, 0).values == (invalid_argument,)
    assert task.call("call", 16, 27, 0, 0).values == (unimplemented,)
    assert task.call("call", 16, 28, 0, 0).values == (invalid_argument,), "no name"
    assert task.call("call", 16, 28, 0, 2).values == (invalid_argument,), "no protobuf"
    assert task.call("call", 0, 65_536, 0, 65_536).values == (invalid_argument,)


def test_recursion_through_the_host_ends(load: Loader) -> None:
    """A call of a primitive from as deep as a guest can be: the host has stack left for Python."""
    module = load.text("""
        (module
          (import "polyprim" "call" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
          (memory 1)
          (func $dig (export "dig") (result i32)
            (drop (call $call (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 4)
              (i32.const 0) (i32.const 4)))
            (i32.add (call $dig) (i32.const 1))))
    """)
    task = module.start()
    with pytest.raises(TrapError, match="call stack exhausted"):
        task.call("dig", timeout=FAR)


@pytest.mark.parametrize(
    "text",
    [
        '(module (import "polyprim" "park" (func (param i32) (result i32))))',
        '(module (import "polyprim" "fork" (func)))',
        '(module (import "wasi_snapshot_preview1" "fd_write" (func)))',
        '(module (import "wasi_unstable" "fd_write" (func)))',
        '(module (import "env" "memory" (memory 1)))',
        '(module (import "env" "table" (table 1 funcref)))',
        '(module (import "env" "global" (global i32)))',
        '(module (func (export "polyprim:start")))',
        '(module (func) (start 0) (export "polyprim:set_globals" (func 0)))',
        "(module (memory 1) (memory 1))",
        '(module (memory 1) (data (i32.const 65535) "ab"))',
        '(module (memory 1) (data (i32.const -1) "a"))',
        "(module (memory i64 1))",
        "(module (table 1 externref))",
        "(module (func (result i32)))",
        "(module (func (param externref)))",
    ],
)
def test_modules_that_are_refused(load: Loader, text: str) -> None:
    with pytest.raises(ModuleError):
        load.text(text)


def test_modules_are_no_files_of_other_kinds(load: Loader) -> None:
    for binary in (b"", b"\0asm", b"\0asm\x0d\0\1\0", b"(module)", b"\x7fELF" + bytes(100)):
        with pytest.raises(ModuleError):
            load.binary(binary)


def test_a_chain_of_globals_is_followed_without_a_stack(load: Loader) -> None:
    """And once, however many segments ask where its end is."""
    chain = "".join(f"(global i32 (global.get {index}))" for index in range(20_000))
    data = '(data (global.get 20000) "x")' * 500
    module = load.text(f"(module (global i32 (i32.const 7)) {chain} (memory 1) {data})")
    assert module.start().state is State.READY


def test_sparse_memory_costs_nothing(load: Loader) -> None:
    """A byte at the end of 256 MiB, in a memory of 4 GiB: no more than is touched."""
    before = resident_bytes()
    module = load.text("""
        (module (memory (export "memory") 65536)
          (data (i32.const 0) "a") (data (i32.const 0x0FFFFFFF) "z")
          (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
    """)
    with pytest.raises(NoSpaceError):
        module.start()
    with module.start(limits=Limits(memory_bytes=4 << 30)) as task:
        assert [task.call("load", at).values[0] for at in (0, 1, 0x0FFFFFFF, -1)] == [97, 0, 122, 0]
    assert resident_bytes() < before + 64 * MIB


def test_data_that_is_too_far_away(load: Loader) -> None:
    with pytest.raises(ModuleError, match="beyond 1024 MiB"):
        load.text('(module (memory 65536) (data (i32.const 0x40000000) "x"))')
    load.text('(module (memory 65536) (data (i32.const 0x40000000) ""))')


def test_hostile_names(load: Loader, snapshots: Snapshots) -> None:
    """Of modules and of exports: what is shown to people has no control characters."""
    module = load.binary(SMALL, name="../../etc/\x1b[31m\n\ud800" + "ü" * 1000)
    assert module.name.startswith("../../etc/?[31m??üü")
    with module.start() as task:
        kept = snapshots.create(task)
        with snapshots.restore(kept.id) as copy:
            assert copy.call("f").values == ()


SMALL = bytes.fromhex("0061736d0100000001040160000003020100070501016600000a040102000b")
