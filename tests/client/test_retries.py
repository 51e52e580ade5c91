"""Which calls are made again, when, and what they send then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

import pytest
from google.protobuf.message import Message

from polyprim import Host
from polyprim.service import Server
from polyprim_client import (
    Client,
    DeadlineError,
    NotFoundError,
    OutcomeUnknownError,
    PolyprimError,
    RequestExpiredError,
    UnavailableError,
    aio,
)
from polyprim_client.gen import counter_pb2, queue_pb2, session_pb2
from polyprim_client.retries import Retries
from polyprim_client.sessions import KEPT_MAX, UNDER_WAY_MAX, Session, Sessions
from tests.client.conftest import Connect, counter, queue, told
from tests.client.proxy import Proxy
from tests.client.recorder import CLOSE, OPEN, WINDOW, Answer, Fault, Recorder, Sent
from tests.runtime.support import eventually

ADD = "/polyprim.v1.CounterService/Add"
GET = "/polyprim.v1.CounterService/Get"
POP = "/polyprim.v1.QueueService/Pop"
RECORD = queue_pb2.QueueServicePopResponse(found=True, payload=b"record")
RECORDS = queue_pb2.QueueServicePopManyResponse(records=[{"payload": b"record"}])
GONE = Fault("UNAVAILABLE")
SESSION_FULL = Fault("RESOURCE_EXHAUSTED", "SESSION_FULL")
UNKNOWN = Fault("ABORTED", "OUTCOME_UNKNOWN")
EXPIRED = Fault("FAILED_PRECONDITION", "REQUEST_ID_EXPIRED")


def unavailable(retry_after: float | None = None) -> PolyprimError:
    return UnavailableError("gone", code="UNAVAILABLE", retry_after=retry_after)


# The policy


def test_pauses_grow_to_five_seconds() -> None:
    longest = Retries(100, draw=lambda: 1.0)
    pauses = [longest.pause(unavailable(), n, 60) for n in range(1, 9)]
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert Retries(100, draw=lambda: 0.0).pause(unavailable(), 50, 60) == 0.0
    drawn = {Retries(6).pause(unavailable(), 5, 60) for _ in range(20)}
    assert all(pause is not None and 0 <= pause <= 1.6 for pause in drawn)
    assert len(drawn) > 1


def test_the_server_may_ask_for_longer() -> None:
    assert Retries(5, draw=lambda: 1.0).pause(unavailable(2.0), 1, 60) == 2.0
    assert Retries(5, draw=lambda: 1.0).pause(unavailable(0.01), 3, 60) == 0.4


def test_not_beyond_the_deadline_nor_for_ever() -> None:
    policy = Retries(3, draw=lambda: 1.0)
    assert policy.pause(unavailable(), 2, 0.2) is None
    assert policy.pause(unavailable(), 2, 0.21) == 0.2
    assert policy.pause(unavailable(), 3, 60) is None


@pytest.mark.parametrize(
    ("code", "retry_after", "helps"),
    [("UNAVAILABLE", None, True), ("ABORTED", 0.1, True), ("ABORTED", None, False),
     ("DATA_LOSS", 0.0, False), ("DEADLINE_EXCEEDED", 0.05, False), ("INTERNAL", None, False)],
)  # fmt: skip
def test_what_another_attempt_helps(code: str, retry_after: float | None, helps: bool) -> None:
    error = PolyprimError("so", code=code, retry_after=retry_after)
    assert (Retries(5).pause(error, 1, 60) is not None) == helps


# What only reads


async def test_what_only_reads_is_made_again(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(GET, GONE, GONE, counter_pb2.CounterServiceGetResponse(value=7))
    client = connect(recorder.address)
    assert await told(counter(client).get()) == 7
    assert len(recorder.sent(GET)) == 3
    assert not recorder.sent(OPEN)
    left = [sent.request.timeout_ms for sent in recorder.sent(GET)]
    assert left == sorted(left, reverse=True)


async def test_as_often_as_it_may(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(GET, *[GONE] * 9)
    with pytest.raises(UnavailableError):
        await told(counter(connect(recorder.address)).get())
    assert len(recorder.sent(GET)) == 5
    with pytest.raises(UnavailableError):
        await told(counter(connect(recorder.address, attempts=1)).get())
    assert len(recorder.sent(GET)) == 6


async def test_an_outcome_that_nobody_knows_is_final(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(POP, UNKNOWN)
    recorder.answer(ADD, UNKNOWN, Fault("ABORTED", "OUTCOME_UNKNOWN", retry_seconds=0.01))
    client = connect(recorder.address, safe_retries=True)
    for call in (queue(client).pop, counter(client).add, counter(client).add):
        with pytest.raises(OutcomeUnknownError) as caught:
            await told(call())
        assert (caught.value.code, caught.value.reason) == ("ABORTED", "OUTCOME_UNKNOWN")
    await told(queue(client).pop())  # with a number of its own
    assert [number for _, number in recorder.pairs(ADD)] == ["2", "3"]
    assert [number for _, number in recorder.pairs(POP)] == ["1", "4"]


async def test_not_where_it_would_come_too_late(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(GET, Fault("UNAVAILABLE", "CLOSED", retry_seconds=60))
    with pytest.raises(UnavailableError) as caught:
        await told(counter(connect(recorder.address)).get())
    assert caught.value.retry_after == 60
    assert len(recorder.sent(GET)) == 1


async def test_other_errors_are_final(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(GET, Fault("NOT_FOUND", "NOT_FOUND"))
    with pytest.raises(NotFoundError):
        await told(counter(connect(recorder.address)).get())
    assert len(recorder.sent(GET)) == 1


async def test_what_changes_something_is_not_made_again(
    connect: Connect, recorder: Recorder
) -> None:
    recorder.answer(ADD, GONE)
    with pytest.raises(UnavailableError):
        await told(counter(connect(recorder.address)).add(1))
    assert len(recorder.sent(ADD)) == 1


# Safe retries


async def test_the_same_number_whenever_it_is_made_again(
    connect: Connect, recorder: Recorder
) -> None:
    recorder.answer(ADD, GONE, Fault("ABORTED", "BUSY", retry_seconds=0.01), b"", b"")
    client = connect(recorder.address, safe_retries=True)
    await told(counter(client).add(1))
    await told(counter(client).add(1))
    await told(counter(client).get())
    assert recorder.pairs(ADD) == [("s1", "1"), ("s1", "1"), ("s1", "1"), ("s1", "2")]
    assert len(recorder.sent(OPEN)) == 1
    assert "polyprim-session" not in recorder.sent(GET)[0].metadata
    await told(client.close())
    assert [sent.request.session for sent in recorder.sent(CLOSE)] == ["s1"]


async def test_no_session_before_it_is_needed(connect: Connect, recorder: Recorder) -> None:
    client = connect(recorder.address, safe_retries=True)
    await told(counter(client).get())
    await told(client.close())
    assert [sent.path for sent in recorder.calls] == [GET]


async def test_a_session_that_expired_is_replaced(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(ADD, b"", EXPIRED, b"", b"")
    client = connect(recorder.address, safe_retries=True)
    for _ in range(3):
        await told(counter(client).add(1))
    assert recorder.pairs(ADD) == [("s1", "1"), ("s1", "2"), ("s2", "1"), ("s2", "2")]


async def test_one_that_was_replaced_is_closed(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(ADD, b"", EXPIRED)
    client = connect(recorder.address, safe_retries=True)
    for _ in range(2):
        await told(counter(client).add(1))
    await asyncio.to_thread(eventually, lambda: len(recorder.sent(CLOSE)) == 1)
    await told(client.close())
    assert [sent.request.session for sent in recorder.sent(CLOSE)] == ["s1", "s2"]


async def test_sessions_are_opened_and_closed_outside_of_them(
    connect: Connect, recorder: Recorder
) -> None:
    client = connect(recorder.address, safe_retries=True)
    await told(counter(client).add(1))
    await told(client.call(session_pb2.SessionServiceOpenRequest()))
    await told(client.call(session_pb2.SessionServiceCloseRequest(session="s2")))
    await told(client.close())
    for path in (OPEN, CLOSE):
        assert len(recorder.sent(path)) == 2
        assert not any("polyprim-session" in sent.metadata for sent in recorder.sent(path))


async def test_but_once(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(ADD, EXPIRED, EXPIRED)
    client = connect(recorder.address, safe_retries=True)
    with pytest.raises(RequestExpiredError):
        await told(counter(client).add(1))
    assert recorder.pairs(ADD) == [("s1", "1"), ("s2", "1")]


async def test_nobody_knows_what_a_second_attempt_too_late_would_do(
    connect: Connect, recorder: Recorder
) -> None:
    recorder.answer(ADD, GONE, EXPIRED)
    client = connect(recorder.address, safe_retries=True)
    with pytest.raises(RequestExpiredError) as caught:
        await told(counter(client).add(1))
    assert caught.value.reason == "REQUEST_ID_EXPIRED"
    assert recorder.pairs(ADD) == [("s1", "1"), ("s1", "1")]


async def test_opening_is_made_again_too(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(OPEN, GONE)
    await told(counter(connect(recorder.address, safe_retries=True)).add(1))
    assert len(recorder.sent(OPEN)) == 2
    assert len(recorder.sent(ADD)) == 1


async def test_a_server_without_sessions(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(OPEN, Fault("UNIMPLEMENTED"))
    client = connect(recorder.address, safe_retries=True)
    with pytest.raises(PolyprimError, match="has no sessions") as caught:
        await told(counter(client).add(1))
    assert caught.value.code == "UNIMPLEMENTED"
    assert not recorder.sent(ADD)


async def test_an_end_without_the_server(connect: Connect) -> None:
    """Whom nobody hears gives nothing up, and ends all the same."""
    with Recorder() as recorder:
        client = connect(recorder.address, safe_retries=True)
        await told(counter(client).add(1))
    await told(client.close())


def test_threads_open_one_session_and_share_no_number(recorder: Recorder) -> None:
    with (
        Client(recorder.address, safe_retries=True) as client,
        ThreadPoolExecutor(16) as threads,
    ):
        list(threads.map(lambda _: counter(client).add(1), range(WINDOW)))
    check_numbers(recorder, WINDOW)


async def test_tasks_open_one_session_and_share_no_number(recorder: Recorder) -> None:
    async with aio.Client(recorder.address, safe_retries=True) as client:
        await asyncio.gather(*(counter(client).add(1) for _ in range(WINDOW)))
    check_numbers(recorder, WINDOW)


def check_numbers(recorder: Recorder, calls: int) -> None:
    assert len(recorder.sent(OPEN)) == 1
    assert {session for session, _ in recorder.pairs(ADD)} == {"s1"}
    assert sorted(int(number) for _, number in recorder.pairs(ADD)) == list(range(1, calls + 1))


# Pops whose answer is missing


async def test_the_next_pop_gets_what_the_last_one_missed(
    connect: Connect, recorder: Recorder
) -> None:
    """The server has popped for number 1; whoever pops again asks for that first."""
    recorder.answer(POP, *[GONE] * 2, b"", RECORD)
    client = connect(recorder.address, safe_retries=True, attempts=2)
    with pytest.raises(UnavailableError):
        await told(queue(client).pop())
    await told(counter(client).add(1))
    assert await told(queue(client, "others").pop()) is None
    assert await told(queue(client).pop()) == b"record"
    assert await told(queue(client).pop()) is None
    assert [number for _, number in recorder.pairs(ADD)] == ["2"]
    assert [(sent.request.name, sent.pair[1]) for sent in recorder.sent(POP)] == [
        ("jobs", "1"), ("jobs", "1"), ("others", "3"), ("jobs", "1"), ("jobs", "4")
    ]  # fmt: skip


class Popped:
    """Pops of a kind, three of which were cancelled before their answers came, as 1, 2 and 3."""

    def __init__(self, client: aio.Client, recorder: Recorder, method: str) -> None:
        self._jobs: Final = aio.Queue(client, "jobs")
        self._recorder: Final = recorder
        self._is_many: Final = method == "PopMany"
        self._path: Final = f"/polyprim.v1.QueueService/{method}"
        self.record: Final[Message] = RECORDS if self._is_many else RECORD

    async def miss(self) -> None:
        release = threading.Event()
        self._recorder.answer(self._path, *[lambda: b"" if release.wait(20) else GONE] * 3)
        pops = [asyncio.create_task(self.pop(timeout=60)) for _ in range(3)]
        await asyncio.to_thread(eventually, lambda: len(self.sent) == 3)
        for pop in pops:
            pop.cancel()
        await asyncio.gather(*pops, return_exceptions=True)
        release.set()

    async def pop(self, timeout: float = 0) -> bool:
        """Whether there is a record."""
        if self._is_many:
            return await self._jobs.pop_many(timeout=timeout) == [b"record"]
        return await self._jobs.pop(timeout) == b"record"

    def answer(self, *answers: Answer) -> None:
        self._recorder.answer(self._path, *answers)

    @property
    def sent(self) -> list[Sent]:
        return self._recorder.sent(self._path)

    @property
    def numbers(self) -> list[str]:
        """Those of the pops since."""
        return [sent.pair[1] for sent in self.sent[3:]]


@pytest.fixture(params=["Pop", "PopMany"])
async def popped(request: pytest.FixtureRequest, recorder: Recorder) -> AsyncIterator[Popped]:
    async with aio.Client(recorder.address, safe_retries=True) as client:
        made = Popped(client, recorder, request.param)
        await made.miss()
        yield made


async def test_a_pop_asks_for_all_that_was_missed(popped: Popped) -> None:
    """Number 1 has taken nothing, 2 has a record, 3 nothing: then a pop of its own, which waits."""
    popped.answer(b"", popped.record)
    assert await popped.pop(timeout=2)
    assert popped.numbers == ["1", "2"]
    assert not await popped.pop(timeout=2)
    assert not await popped.pop()
    assert popped.numbers == ["1", "2", "3", "4", "5"]
    waits = [sent.request.wait_ms for sent in popped.sent[3:]]
    assert waits[:3] == [0, 0, 0]
    assert 0 < waits[3] <= 2000


async def test_what_is_asked_for_in_vain_is_asked_for_again(popped: Popped) -> None:
    """In the same order."""
    popped.answer(Fault("DEADLINE_EXCEEDED"), popped.record, popped.record)
    with pytest.raises(DeadlineError):
        await popped.pop()
    assert await popped.pop()
    assert await popped.pop()
    assert popped.numbers == ["1", "1", "2"]


async def test_what_the_server_forgot_is_told_once(popped: Popped) -> None:
    """And what it did not forget is still there."""
    popped.answer(EXPIRED, EXPIRED, popped.record)
    with pytest.raises(OutcomeUnknownError, match="took from 'jobs' may be lost") as caught:
        await popped.pop()
    assert (caught.value.code, caught.value.reason) == ("ABORTED", "OUTCOME_UNKNOWN")
    assert await popped.pop()
    assert not await popped.pop()
    assert popped.numbers == ["1", "2", "3", "4"]


async def test_what_the_server_forgot_is_told_after_a_new_session_too(
    connect: Connect, recorder: Recorder
) -> None:
    recorder.answer(POP, GONE, EXPIRED, RECORD)
    recorder.answer(ADD, EXPIRED)
    client = connect(recorder.address, safe_retries=True, attempts=1)
    with pytest.raises(UnavailableError):
        await told(queue(client).pop())
    await told(counter(client).add(1))
    with pytest.raises(OutcomeUnknownError):
        await told(queue(client).pop())
    assert await told(queue(client).pop()) == b"record"
    assert recorder.pairs(POP) == [("s1", "1"), ("s1", "1"), ("s2", "2")]


async def test_a_wait_is_not_made_longer(connect: Connect, recorder: Recorder) -> None:
    empty = queue_pb2.QueueServicePopResponse()
    recorder.answer(POP, Fault("UNAVAILABLE", "CLOSED", retry_seconds=0.05), empty)
    client = connect(recorder.address, safe_retries=True)
    assert await told(queue(client).pop(timeout=2)) is None
    first, second = (sent.request for sent in recorder.sent(POP))
    assert first.wait_ms == 2000
    assert second.wait_ms <= 1950
    assert second.timeout_ms <= first.timeout_ms - 50


# Numbers under way


def numbers_of(sessions: Sessions, count: int) -> list[int]:
    """What so many short calls get; fewer if there is no place for more."""
    numbers = []
    for _ in range(count):
        ticket = sessions.ticket()
        if ticket is not None:
            numbers.append(ticket.number)
            sessions.end(ticket)
    return numbers


def test_numbers_stay_within_the_window_of_the_oldest() -> None:
    sessions = Sessions()
    assert sessions.ticket() is None
    first = Session("first", window=4)
    waiting = sessions.add(first, "jobs")
    assert numbers_of(sessions, 9) == [2, 3, 4]
    second = sessions.add(Session("second", window=4), None)
    assert numbers_of(sessions, 9) == [2, 3, 4]
    sessions.end(second)
    assert numbers_of(sessions, 3) == [5, 6, 7]
    sessions.end(waiting)
    assert numbers_of(sessions, 3) == [5, 6, 7]
    assert (waiting.session, first.is_idle) == (first, True)


def test_a_number_that_is_kept_is_under_way() -> None:
    sessions = Sessions()
    kept = sessions.add(Session("first", window=4), "jobs")
    sessions.keep(kept)
    assert numbers_of(sessions, 9) == [2, 3, 4]
    assert (sessions.kept("others"), sessions.kept(None)) == (None, None)
    assert sessions.kept("jobs") is kept
    assert sessions.kept("jobs") is None
    sessions.end(kept)
    assert numbers_of(sessions, 3) == [5, 6, 7]


def test_the_latest_that_are_kept_stay_under_way() -> None:
    sessions = Sessions()
    tickets = [sessions.add(Session(f"s{n}", window=1), n) for n in range(UNDER_WAY_MAX + 2)]
    for ticket in tickets:
        sessions.keep(ticket)
    ended = [ticket.session.is_idle for ticket in tickets]
    assert ended == [True] * 2 + [False] * UNDER_WAY_MAX
    assert sessions.kept(0) is tickets[0]


def test_but_not_without_end() -> None:
    sessions = Sessions()
    session = Session("first", window=2 * KEPT_MAX)
    tickets = [sessions.add(session, n) for n in range(KEPT_MAX + 1)]
    for ticket in tickets:
        sessions.keep(ticket)
    assert sessions.kept(0) is None
    assert sessions.kept(1) is tickets[1]


def test_what_is_kept_is_the_oldest_first_and_stays_so() -> None:
    sessions = Sessions()
    session = Session("first", window=4)
    first, second, third = (sessions.add(session, "jobs") for _ in range(3))
    sessions.keep(first)
    sessions.keep(second)
    assert sessions.kept("jobs") is first
    sessions.keep(third)
    sessions.keep(first)
    assert [sessions.kept("jobs") for _ in range(4)] == [first, second, third, None]


def test_a_session_that_was_replaced_is_spent_when_it_is_idle() -> None:
    sessions = Sessions()
    session = Session("first", window=4)
    waiting, other = sessions.add(session, "jobs"), sessions.ticket("others")
    assert other is not None
    sessions.replace(session)
    assert sessions.ticket("jobs") is None
    sessions.end(other)
    sessions.keep(waiting)
    assert sessions.spent() == []
    assert sessions.kept("jobs") is waiting
    sessions.end(waiting)
    assert [sessions.spent(), sessions.spent(), sessions.pop()] == [[session], [], None]


@asynccontextmanager
async def waiting(client: aio.Client, recorder: Recorder) -> AsyncIterator[None]:
    """Meanwhile a pop waits."""
    release = threading.Event()
    recorder.answer(POP, lambda: b"" if release.wait(20) else GONE)
    pop = asyncio.create_task(aio.Queue(client, "jobs").pop(timeout=60))
    await asyncio.to_thread(eventually, lambda: len(recorder.sent(POP)) == 1)
    try:
        yield
    finally:
        release.set()
    assert await pop is None


async def test_another_session_beside_a_pop_that_waits(recorder: Recorder) -> None:
    async with aio.Client(recorder.address, safe_retries=True) as client:
        async with waiting(client, recorder):
            for _ in range(300):
                await counter(client).add(1)
        await counter(client).add(1)
    assert recorder.pairs(POP) == [("s1", "1")]
    beside = [("s1", str(number)) for number in range(2, WINDOW + 1)]
    others = [("s2", str(number)) for number in range(1, 302 - WINDOW)]
    assert recorder.pairs(ADD) == [*beside, *others, ("s1", str(WINDOW + 1))]
    assert {sent.request.session for sent in recorder.sent(CLOSE)} == {"s1", "s2"}


async def test_another_session_if_there_is_no_room_beside_a_pop_that_waits(
    recorder: Recorder,
) -> None:
    async with aio.Client(recorder.address, safe_retries=True) as client:
        async with waiting(client, recorder):
            recorder.answer(ADD, b"", b"", SESSION_FULL)
            for _ in range(4):
                await counter(client).add(1)
        recorder.answer(ADD, SESSION_FULL)
        await counter(client).add(1)
    numbers = [("s1", "2"), ("s1", "3"), ("s1", "4"), ("s2", "1"), ("s2", "2")]
    assert recorder.pairs(ADD) == [*numbers, ("s1", "5"), ("s1", "6")]
    oldest = [sent.metadata["polyprim-oldest"] for sent in recorder.sent(ADD)]
    assert oldest == ["1", "1", "1", "1", "2", "5", "6"]


async def test_each_session_that_expired_is_replaced(recorder: Recorder) -> None:
    """A server that was started anew knows none of them."""
    async with aio.Client(recorder.address, safe_retries=True) as client:
        async with waiting(client, recorder):
            for _ in range(WINDOW):
                await counter(client).add(1)
        recorder.answer(ADD, EXPIRED, EXPIRED)
        await counter(client).add(1)
    assert [session for session, _ in recorder.pairs(ADD)[-3:]] == ["s1", "s2", "s3"]


# A real server behind a connection that breaks


async def test_a_call_that_was_carried_out_and_cut_off(
    connect: Connect, host: Host, server: Server
) -> None:
    """It is not made again, since nobody could know: its error says so, and the count is 1."""
    hits = host.counter("hits")
    with Proxy(server.address) as proxy:
        client = connect(proxy.address)
        remote = counter(client)
        assert await told(remote.get()) == 0
        proxy.silence()

        def cut_when_done() -> None:
            eventually(lambda: hits.get() == 1)
            proxy.cut()

        cutting = threading.Thread(target=cut_when_done)
        cutting.start()
        with pytest.raises(UnavailableError):
            await told(remote.add(1))
        cutting.join()
        assert await told(remote.get()) == 1  # by another connection


async def test_reading_outlives_a_cut(connect: Connect, host: Host, server: Server) -> None:
    host.counter("hits").add(5)
    with Proxy(server.address) as proxy:
        remote = counter(connect(proxy.address))
        assert await told(remote.get()) == 5
        for _ in range(3):
            proxy.cut()
            assert await told(remote.get()) == 5


async def test_a_server_that_falls_silent(connect: Connect, host: Host, server: Server) -> None:
    host.counter("hits")
    with Proxy(server.address) as proxy:
        client = connect(proxy.address, timeout=30)
        remote = counter(client)
        assert await told(remote.get()) == 0
        proxy.silence()
        get = counter_pb2.CounterServiceGetRequest(name="hits")
        with pytest.raises(DeadlineError):
            await told(client.call(get, timeout=0.3))
        proxy.cut()
        assert await told(remote.get()) == 0
