"""The part of a model test that all kinds share: objects come, are found and listed, and go."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from polyprim import Host, Kind, NotFoundError, WrongKindError
from polyprim.primitives.base import Primitive

NAMES = st.sampled_from(["a", "ab", "ab.c", "b-1", "b:2/x", "Z" * 64])
PREFIXES = st.sampled_from(["", "a", "ab", "b", "Z" * 64, "none", "é", "Z" * 65])


class Objects(RuleBasedStateMachine):
    """Holds the objects of one kind against a dict of models.

    A kind's own machine says how its objects are made and modelled, what can be done to them, and
    how a live one is compared with its model.
    """

    kind_name: ClassVar[str]
    options: ClassVar[st.SearchStrategy[dict[str, Any]]]

    def __init__(self) -> None:
        super().__init__()
        self.host = Host(size=4 << 20, objects=64)
        self.kind: Kind[Any, Any] = getattr(self.host, self.kind_name)
        self.models: dict[str, Any] = {}
        self.handles: dict[str, Any] = {}
        self.stale: list[Primitive] = []
        other = self.host.queue if self.kind_name == "counter" else self.host.counter
        other("other")

    def model(self, options: dict[str, Any]) -> Any:
        """What is expected of an object made with these options."""
        raise NotImplementedError

    def operations(self, handle: Any) -> list[Any]:
        """Everything that can be done with a handle, as functions without arguments."""
        raise NotImplementedError

    def compare(self, handle: Any, model: Any) -> None:
        """Fails unless the object is what the model says."""
        raise NotImplementedError

    def some(self, data: st.DataObject) -> tuple[Any, Any] | None:
        """One of the live objects and its model."""
        if not self.models:
            return None
        name = data.draw(st.sampled_from(sorted(self.models)))
        return self.handles[name], self.models[name]

    @rule(name=NAMES, data=st.data())
    def call(self, name: str, data: st.DataObject) -> None:
        options = data.draw(self.options)
        handle = self.kind(name, **options)
        if name not in self.models:
            self.models[name] = self.model(options)
        self.handles[name] = handle

    @rule(name=NAMES, data=st.data())
    def create(self, name: str, data: st.DataObject) -> None:
        options = data.draw(self.options)
        handle = self.kind.create(name, **options)
        assert (handle is None) == (name in self.models)
        if handle is not None:
            self.models[name], self.handles[name] = self.model(options), handle

    @rule(name=NAMES)
    def open(self, name: str) -> None:
        if name in self.models:
            self.handles[name] = self.kind.open(name)
        else:
            with pytest.raises(NotFoundError):
                self.kind.open(name)

    @rule(name=NAMES)
    def exists(self, name: str) -> None:
        assert self.kind.exists(name) == (name in self.models)

    @rule(name=NAMES, by_handle=st.booleans())
    def delete(self, name: str, by_handle: bool) -> None:
        if by_handle and name in self.models:
            self.handles[name].delete()
        else:
            assert self.kind.delete(name) == (name in self.models)
        if name in self.models:
            del self.models[name]
            self.stale.append(self.handles.pop(name))

    @rule(prefix=PREFIXES, limit=st.integers(1, 8))
    def list(self, prefix: str, limit: int) -> None:
        found: list[str] = []
        cursor = -1
        while cursor != 0:
            page = self.kind.list(prefix, cursor=max(cursor, 0), limit=limit)
            assert len(page.names) <= limit
            found += page.names
            cursor = page.cursor
        assert sorted(found) == sorted(name for name in self.models if name.startswith(prefix))
        assert sorted(self.kind.names(prefix)) == sorted(found)

    @rule(data=st.data())
    def use_a_stale_handle(self, data: st.DataObject) -> None:
        if self.stale:
            handle = data.draw(st.sampled_from(self.stale))
            for operation in [*self.operations(handle), handle.delete]:
                with pytest.raises(NotFoundError):
                    operation()

    @rule()
    def use_the_name_of_another_kind(self) -> None:
        for function in (self.kind, self.kind.create, self.kind.open):
            with pytest.raises(WrongKindError):
                function("other")

    @invariant()
    def all_is_as_the_models_say(self) -> None:
        for name, model in self.models.items():
            self.compare(self.handles[name], model)
        assert self.host.statistics().objects == len(self.models) + 1

    def teardown(self) -> None:
        self.host.close()
