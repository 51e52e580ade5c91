"""What a task is given, and what comes of running it."""

from __future__ import annotations

import math
import struct
from dataclasses import replace

import pytest

from polyprim import ExportNotFoundError, InvalidArgumentError, TaskEndedError, TrapError
from polyprim.tasks import State
from tests.tasks.support import Loader

TYPES = """
    (module
      (func (export "i32") (param i32) (result i32) (local.get 0))
      (func (export "i64") (param i64) (result i64) (local.get 0))
      (func (export "f32") (param f32) (result f32) (local.get 0))
      (func (export "f64") (param f64) (result f64) (local.get 0))
      (func (export "v128") (param v128) (result v128) (local.get 0))
      (func (export "turned") (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)
        (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))
      (func (export "nothing"))
      (func (export "takes_reference") (param funcref))
      (func (export "answers_reference") (param i32) (result funcref) (ref.null func)))
"""


def test_a_command_gets_what_it_is_given(load: Loader) -> None:
    task = load("hello").start(
        arguments=["hello", "wörld", "", "7"],
        environment={"HOME": "/", "EMPTY": "", "EQUALS": "a=b"},
        input=b"from the input\n",
    )
    outcome = task.run()
    assert outcome.output.decode().splitlines() == [
        "argument hello",
        "argument wörld",
        "argument ",
        "argument 7",
        "variable HOME=/",
        "variable EMPTY=",
        "variable EQUALS=a=b",
        "from the input",
    ]
    assert outcome.errors == b"to the other stream\n"
    assert (outcome.exit_code, outcome.state, outcome.values) == (7, State.ENDED, ())
    assert (task.state, task.exit_code) == (State.ENDED, 7)


def test_a_command_that_is_given_nothing_sees_nothing(
    load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "of the host")
    assert load("hello").start().run().output == b"argument hello\n"
    assert load("hello").start(arguments=[]).run().output == b""


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 3_000_001])
def test_input_is_read_to_its_end(load: Loader, size: int) -> None:
    outcome = load("read_input").start(input=bytes(size)).run()
    assert outcome.output == b"%d bytes\n" % size


def test_a_command_runs_once(load: Loader) -> None:
    task = load("hello").start()
    task.run()
    with pytest.raises(TaskEndedError, match="has exited with 0"):
        task.run()
    with pytest.raises(TaskEndedError, match="has exited with 0"):
        task.send(b"")


@pytest.mark.parametrize("code", [0, 1, 255, 2**31 - 1])
def test_exit_codes(load: Loader, code: int) -> None:
    assert load("hello").start(arguments=["hello", str(code)]).run().exit_code == code


def test_a_trap_tells_where(load: Loader) -> None:
    task = load("trap").start()
    assert task.call("outermost", -1).values == ()
    with pytest.raises(TrapError) as caught:
        task.call("outermost", 1)
    text = str(caught.value)
    assert "unreachable" in text
    assert text.index("innermost") < text.index("middle") < text.index("outermost")
    with pytest.raises(TaskEndedError, match="has ended"):
        task.call("outermost", -1)
    assert task.state is State.ENDED


def test_what_was_written_before_a_trap_is_not_lost(load: Loader) -> None:
    module = load.text("""
        (module
          (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")
          (data (i32.const 16) "words")
          (func (export "say") (param i32)
            (drop (call $write (local.get 0) (i32.const 0) (i32.const 1) (i32.const 8)))
            unreachable))
    """)
    for stream, expected in ((1, (b"words", b"")), (2, (b"", b"words"))):
        with pytest.raises(TrapError) as caught:
            module.start().call("say", stream)
        assert (caught.value.output, caught.value.errors) == expected


def test_each_run_has_its_own_output(load: Loader) -> None:
    task = load("messages").start()
    for number in (1, 2, 3):
        assert task.send(b"x" * number).replies == [b"%d" % number, b"x" * number]
    assert task.call("restored").replies == []


@pytest.mark.parametrize(
    ("export", "values"),
    [
        ("i32", [0, -1, 2**31 - 1, -(2**31)]),
        ("i64", [0, -1, 2**63 - 1, -(2**63)]),
        ("f32", [0.0, -0.5, math.inf, 3]),
        ("f64", [0.1, -math.inf, 5e-324, 2]),
        ("v128", [bytes(range(16))]),
    ],
)
def test_values_come_back_as_they_were(load: Loader, export: str, values: list[float]) -> None:
    task = load.text(TYPES).start()
    for value in values:
        assert task.call(export, value).values == (value,)


def test_unsigned_integers_come_back_signed(load: Loader) -> None:
    task = load.text(TYPES).start()
    assert task.call("i32", 2**32 - 1).values == (-1,)
    assert task.call("i64", 2**63).values == (-(2**63),)
    nan = task.call("f64", math.nan).values[0]
    assert isinstance(nan, float)
    assert math.isnan(nan)
    assert struct.pack("<f", task.call("f32", 0.1).values[0]) == struct.pack("<f", 0.1)


def test_many_values(load: Loader) -> None:
    given = (1, 2, 0.5, 0.25, bytes(range(16)))
    assert load.text(TYPES).start().call("turned", *given).values == given[::-1]


@pytest.mark.parametrize(
    ("export", "values", "error"),
    [
        ("i32", (), TypeError),
        ("i32", (1, 2), TypeError),
        ("i32", (1.0,), TypeError),
        ("i32", (True,), TypeError),
        ("i32", ("1",), TypeError),
        ("i32", (2**32,), InvalidArgumentError),
        ("i32", (-(2**31) - 1,), InvalidArgumentError),
        ("i64", (2**64,), InvalidArgumentError),
        ("f32", ("1",), TypeError),
        ("f32", (1e300,), InvalidArgumentError),
        ("f64", (10**400,), InvalidArgumentError),
        ("i64", (10**5000,), InvalidArgumentError),
        ("v128", (bytes(15),), TypeError),
        ("v128", (1,), TypeError),
        ("takes_reference", (0,), InvalidArgumentError),
        ("answers_reference", (0,), InvalidArgumentError),
        ("none such", (), ExportNotFoundError),
        ("polyprim:get_globals", (), ExportNotFoundError),
    ],
)
def test_what_cannot_be_passed_is_refused(
    load: Loader, export: str, values: tuple[int, ...], error: type[Exception]
) -> None:
    task = load.text(TYPES).start()
    with pytest.raises(error):
        task.call(export, *values)
    assert task.call("i32", 5).values == (5,), "with a refusal nothing was done"


def test_an_export_that_there_is_not_names_those_that_there_are(load: Loader) -> None:
    with pytest.raises(ExportNotFoundError, match="it has: copy, drop"):
        load("passive").start().call("paste")
    with pytest.raises(ExportNotFoundError, match="exports no function '_start'"):
        load("passive").start().run()


@pytest.mark.parametrize(
    "options",
    [
        {"arguments": ["a\0b"]},
        {"environment": {"": "x"}},
        {"environment": {"A=B": "x"}},
        {"environment": {"A": "x\0"}},
        {"arguments": ["x" * (1 << 20)]},
        {"arguments": ["\ud800"]},
        {"folders": {"/data\0": "/tmp"}},
        {"folders": {"/data": "/no/such/folder"}},
        {"folders": {f"/{number}": "/tmp" for number in range(65)}},
        {"timeout": -1},
        {"timeout": math.nan},
    ],
)
def test_surroundings_that_cannot_be(load: Loader, options: dict[str, object]) -> None:
    with pytest.raises(InvalidArgumentError):
        load("chance").start(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"arguments": [b"x"]}, {"environment": {"A": 1}}])
def test_surroundings_of_a_wrong_type(load: Loader, options: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        load("hello").start(**options)  # type: ignore[arg-type]


def test_start_and_initialize_run_in_their_order_and_once(load: Loader) -> None:
    task = load("started").start()
    for times in (1, 2):
        place, length = task.call("hello").values
        assert (place, length) == (16, 7 + times)


def test_two_tasks_of_a_module_share_nothing(load: Loader) -> None:
    one, other = load("no_memory").start(), load("no_memory").start()
    assert [one.call("count").values for _ in range(3)] == [(1,), (2,), (3,)]
    assert other.call("count").values == (1,)


def test_a_module_may_exit_while_it_begins(load: Loader) -> None:
    """Then there is nothing to call, and that is no fault."""
    module = load.text("""
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (func $start (call $exit (i32.const 9)))
          (start $start)
          (func (export "_initialize") unreachable)
          (func (export "work")))
    """)
    task = module.start()
    assert (task.state, task.exit_code) == (State.ENDED, 9)
    with pytest.raises(TaskEndedError):
        task.call("work")


def test_a_thousand_mutable_globals_and_more(load: Loader) -> None:
    """More than one function of wasm can tell: such a module runs, and cannot be captured."""
    for count in (1000, 1001):
        declared = "(global (mut i64) (i64.const 3))" * count
        module = load.text(f'(module {declared} (func (export "f") (result i64) (global.get 0)))')
        assert module.start().call("f").values == (3,)
        assert bool(module.interface.obstacles) == (count > 1000)


def test_an_outcome_is_a_value(load: Loader) -> None:
    outcome = load("no_memory").start().call("count")
    assert outcome == replace(outcome)
