"""Calls, what they may leave, and whether a sequential model explains a run of them."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from tests.stepper.models import HookModel, Model
from tests.stepper.run import Killed, Run
from tests.stepper.worker import Worker


@dataclass(frozen=True, slots=True)
class Call:
    """A method and its arguments; `parts` are models of what a death may leave besides all or
    nothing, where the contract allows it."""

    method: str
    arguments: tuple[object, ...] = ()

    def on(self, face: object) -> Callable[[Worker], object]:
        method = getattr(face, self.method)
        return lambda worker: method(worker, *self.arguments)

    def applied(self, model: Model) -> object:
        """What the model answers; changes it."""
        return getattr(model, self.method)(*self.arguments)

    def partly(self, model: Model) -> Iterator[Model]:
        """The states that a death in the middle may leave, the first and the last included."""
        if self.method == "add_many":
            (deltas,) = self.arguments
            assert isinstance(deltas, Sequence)
            for length in range(len(deltas) + 1):
                yield after(model, Call("add_many", (deltas[:length],)))
        else:
            yield model
            yield after(model, self)
            if isinstance(model, HookModel) and self.method == "report":
                yield model.without_the_overwritten()

    def __str__(self) -> str:
        return self.method


def call(method: str, *arguments: object) -> Call:
    return Call(method, arguments)


def after(model: Model, *calls: Call) -> Model:
    """A copy of the model, changed."""
    changed = copy.deepcopy(model)
    for each in calls:
        each.applied(changed)
    return changed


def explained(
    model: Model,
    calls: Sequence[Call],
    run: Run,
    results: Sequence[object],
    rest: object,
    last: Collection[int] = (),
    without: Collection[int] = (),
) -> bool:
    """Whether some order of the calls, each at one moment, answers `results` and leaves `rest`.

    A call of which the result is `Killed` has happened or not; calls in `last` came after all, and
    those in `without` never happened.
    """
    dead = [index for index, result in enumerate(results) if result is Killed]
    for order in run.orders():
        if any(index in last for index in order[: len(order) - len(last)]):
            continue
        for done in itertools.product((False, True), repeat=len(dead)):
            left_out = {index for index, happened in zip(dead, done, strict=True) if not happened}
            left_out.update(without)
            if _fits(model, calls, [i for i in order if i not in left_out], results, rest):
                return True
    return False


def _fits(
    model: Model,
    calls: Sequence[Call],
    order: Sequence[int],
    results: Sequence[object],
    rest: object,
) -> bool:
    model = copy.deepcopy(model)
    for index in order:
        outcome = calls[index].applied(model)
        if results[index] is not Killed and results[index] != outcome:
            return False
    return model.rest() == rest
