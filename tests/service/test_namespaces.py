"""One server, many segments: the metadata `polyprim-namespace` picks one by its name."""

from __future__ import annotations

import threading

import pytest

from polyprim import Host
from polyprim.runtime import files
from polyprim.service import Server, namespaces
from polyprim_client import Client, InvalidArgumentError, NoSpaceError, NotFoundError

SIZE = 2 << 20


def add(server: Server, namespace: str) -> int:
    with Client(server.address, namespace=namespace) as client:
        return client.counter("hits").add(1)


def test_each_has_its_own_objects(server: Server) -> None:
    with Host("orders", size=SIZE) as orders, Host("returns", size=SIZE):
        assert [add(server, name) for name in ("orders", "returns", "", "orders")] == [1, 1, 1, 2]
        assert orders.counter.open("hits").get() == 2


def test_one_that_does_not_exist_is_not_made(server: Server) -> None:
    with pytest.raises(NotFoundError, match="there is no namespace 'orders'") as caught:
        add(server, "orders")
    assert (caught.value.code, caught.value.reason) == ("NOT_FOUND", "SEGMENT_NOT_FOUND")
    assert not files.named_path("orders").exists()
    Host("orders", size=SIZE).close()
    assert add(server, "orders") == 1


@pytest.mark.parametrize("name", ["../orders", "a/b", "a b", "-", "n" * 65])
def test_what_is_no_name_is_refused(server: Server, name: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        add(server, name)
    assert caught.value.reason == "INVALID_NAME"


def test_there_is_a_bound(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespaces, "NAMESPACES_MAX", 2)
    for name in ("one", "two", "three"):
        Host(name, size=SIZE).close()
    assert [add(server, name) for name in ("one", "two", "one")] == [1, 1, 2]
    with pytest.raises(NoSpaceError, match=r"2 namespaces open.* restart it"):
        add(server, "three")


def test_many_first_calls_at_once_open_it_once(server: Server) -> None:
    Host("orders", size=SIZE).close()
    sums: list[int] = []
    threads = [
        threading.Thread(target=lambda: sums.append(add(server, "orders"))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sums) == list(range(1, 17))


def test_they_are_closed_with_the_server(host: Host) -> None:
    Host("orders", size=SIZE).close()
    with Server(host) as server:
        assert add(server, "orders") == 1
        assert files_open("orders.segment")
    assert not files_open("orders.segment")


def files_open(name: str) -> bool:
    """Whether this process has that file mapped."""
    with open("/proc/self/maps") as lines:
        return any(name in line for line in lines)
