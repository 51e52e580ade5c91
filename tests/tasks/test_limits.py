"""What a task may use at most, whatever it does."""

from __future__ import annotations

import pytest

from polyprim import Host, InvalidArgumentError, NoSpaceError, TaskLimitError, TrapError
from polyprim.tasks import Limits, State
from tests.tasks.support import FAR, Loader, resident_bytes, wasm

MIB = 1 << 20
GROWING = """
    (module (memory (export "memory") 0)
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
      (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
"""


@pytest.mark.parametrize("megabytes", [2, 16, 64])
def test_memory_grows_up_to_its_limit(load: Loader, megabytes: int) -> None:
    with load("grow").start(limits=Limits(memory_bytes=megabytes * MIB)) as task:
        assert task.call("grow", 3, timeout=FAR).values[0] in range(
            megabytes * 16 - 3, megabytes * 16 + 1
        )
        assert task.call("grow", 1, timeout=FAR).values == (megabytes * 16,)


def test_what_a_guest_takes_is_given_back(load: Loader) -> None:
    load("grow").start().close()
    before = resident_bytes()
    for _ in range(8):
        with load("grow").start(limits=Limits(memory_bytes=64 * MIB)) as task:
            task.call("grow", 16, timeout=FAR)
            assert resident_bytes() > before + 50 * MIB
    assert resident_bytes() < before + 32 * MIB


def test_a_module_that_begins_with_more_than_the_limit_is_refused(load: Loader) -> None:
    with pytest.raises(NoSpaceError, match="memory"):
        load("fill").start(limits=Limits(memory_bytes=MIB))
    load("fill").start(limits=Limits(memory_bytes=256 * MIB)).close()


def test_a_table_grows_up_to_its_limit(load: Loader) -> None:
    task = load("table_growth").start(limits=Limits(table_elements=200_000))
    (size,) = task.call("grow").values
    assert isinstance(size, int)
    assert 100_000 < size <= 200_000


def test_a_giant_table_is_refused(load: Loader) -> None:
    with pytest.raises(NoSpaceError, match="table"):
        load("giant_table").start()


@pytest.mark.parametrize("stream", [1, 2])
def test_output_is_kept_up_to_its_limit(load: Loader, stream: int) -> None:
    task = load("flood").start(
        arguments=["flood", str(stream)], limits=Limits(output_bytes=100_000)
    )
    with pytest.raises(TaskLimitError, match="more output") as caught:
        task.run()
    written = (caught.value.output, caught.value.errors)
    assert written[stream - 1] == b"x" * 100_000
    assert written[2 - stream] == b""
    assert task.state is State.ENDED


def test_output_may_reach_its_limit(load: Loader) -> None:
    length = len(b"argument hello\n")
    assert load("hello").start(limits=Limits(output_bytes=20)).run().exit_code == 0
    with pytest.raises(TaskLimitError):
        load("hello").start(limits=Limits(output_bytes=length)).run()


def test_replies_have_a_limit(load: Loader) -> None:
    task = load("messages").start(limits=Limits(output_bytes=10 * 65_540))
    assert len(task.call("flood", 10).replies) == 10
    assert len(task.call("flood", 10).replies) == 10
    with pytest.raises(TaskLimitError):
        task.call("flood", 11)


def test_deep_recursion_is_a_trap(load: Loader) -> None:
    task = load("recurse").start()
    assert task.call("on_engine", 1000).values == (1000,)
    with pytest.raises(TrapError, match="call stack exhausted"):
        task.call("on_engine", -1)
    with pytest.raises(TrapError, match="out of bounds"):
        load("recurse").start().call("in_memory", -1)


def test_no_limit_of_one_task_is_another_s(load: Loader) -> None:
    small = load("grow").start(limits=Limits(memory_bytes=2 * MIB))
    large = load("grow").start(limits=Limits(memory_bytes=8 * MIB))
    small.call("grow", 1)
    assert large.call("grow", 1).values == (128,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory_bytes", -1),
        ("memory_bytes", (4 << 30) + 1),
        ("table_elements", -1),
        ("output_bytes", 1 << 40),
        ("descriptors", 2),
        ("descriptors", 65_537),
    ],
)
def test_limits_that_cannot_be(name: str, value: int) -> None:
    with pytest.raises(InvalidArgumentError, match=name):
        Limits(**{name: value})
    for wrong in (True, 1.5, "1"):
        with pytest.raises(TypeError, match=name):
            Limits(**{name: wrong})  # type: ignore[arg-type]


def test_a_message_has_a_limit(load: Loader) -> None:
    task = load("messages").start()
    with pytest.raises(InvalidArgumentError, match="at most"):
        task.send(bytes((64 << 20) + 1))
    assert task.send(bytes(64 << 20)).replies[1] == bytes(4096)


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("limit", [0, 1, 65_535, 65_536, 131_071])
def test_a_memory_without_pages(host: Host, compact: bool, limit: int) -> None:
    """It grows as far as its limit has whole pages, and ends exactly there."""
    module = host.tasks.load(wasm(GROWING), compact=compact)
    task = module.start(limits=Limits(memory_bytes=limit))
    pages = limit // 65_536
    assert task.call("grow", pages + 1).values == (-1,)
    assert task.call("grow", pages).values == (0,)
    if pages:
        assert task.call("load", 65_532).values == (0,)
    with pytest.raises(TrapError, match="out of bounds"):
        task.call("load", pages * 65_536 - 3 if pages else 0)
    for far in (0x7FFF_FFFF, -4, -1):
        with module.start(limits=Limits(memory_bytes=limit)) as other, pytest.raises(TrapError):
            other.call("load", far)


def test_tables_have_their_limit_together(load: Loader) -> None:
    tables = "(table 500000 funcref)" * 4
    module = load.text(f'(module {tables} (func (export "f")))')
    with pytest.raises(NoSpaceError, match="table"):
        module.start(limits=Limits(table_elements=1_000_000))
    module.start(limits=Limits(table_elements=2_000_000)).close()
