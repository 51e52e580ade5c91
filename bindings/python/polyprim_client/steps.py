"""What a method does, told once for callers that block and callers that await.

A method's body is a generator. It yields *actions*, functions of no arguments; whoever runs it
calls each of them (a coroutine awaits what that answers) and sends the answer back, or throws in
what was raised. What the body returns is the method's result. So nothing in a body waits, and one
description makes the methods of both kinds of callers, with exact types:

    class CounterMethods(Remote):
        @Method
        def get(self) -> Steps[int]: ...

    class Counter(CounterMethods, Blocking): ...  # counter.get() is an int
    class Counter(CounterMethods, Awaited): ...  # await counter.get() is
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeAlias, TypeVar, overload

Result = TypeVar("Result")
Owner = TypeVar("Owner")
Arguments = ParamSpec("Arguments")

Action: TypeAlias = Callable[[], Any]
Steps: TypeAlias = Generator[Action, Any, Result]


@dataclass(frozen=True, slots=True)
class Item(Generic[Result]):
    """What the body of a stream yields for its caller."""

    value: Result


Items: TypeAlias = Generator[Action | Item[Result], Any, None]


class Blocking:
    """The methods of this class block the thread that calls them."""


class Awaited:
    """The methods of this class are coroutines."""


def run(steps: Steps[Result]) -> Result:
    """Takes all the steps, and answers their result."""
    reply, error = None, None
    try:
        while True:
            action = steps.send(reply) if error is None else steps.throw(error)
            reply, error = _outcome(action)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        error = None  # whose traceback has this frame, a cycle


async def run_async(steps: Steps[Result]) -> Result:
    """The same for a coroutine."""
    reply, error = None, None
    try:
        while True:
            action = steps.send(reply) if error is None else steps.throw(error)
            reply, error = await _outcome_async(action)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        error = None


class Method(Generic[Owner, Arguments, Result]):
    """A method that is described by its steps."""

    def __init__(self, steps: Callable[Concatenate[Owner, Arguments], Steps[Result]]) -> None:
        def blocking(*args: Any, **kwargs: Any) -> Any:
            return run(steps(*args, **kwargs))

        async def awaited(*args: Any, **kwargs: Any) -> Any:
            return await run_async(steps(*args, **kwargs))

        self._functions: Final = _told_by(steps, blocking), _told_by(steps, awaited)

    @overload
    def __get__(self, it: None, owner: type) -> Callable[Concatenate[Any, Arguments], Any]: ...

    @overload
    def __get__(self, it: Blocking, owner: type) -> Callable[Arguments, Result]: ...

    @overload
    def __get__(
        self, it: Awaited, owner: type
    ) -> Callable[Arguments, Coroutine[Any, Any, Result]]: ...

    def __get__(self, it: Any, owner: type) -> Any:
        return self._functions[issubclass(owner, Awaited)].__get__(it, owner)


class Stream(Generic[Owner, Arguments, Result]):
    """A method that is described by its steps and answers an iterator."""

    def __init__(self, steps: Callable[Concatenate[Owner, Arguments], Items[Result]]) -> None:
        def blocking(*args: Any, **kwargs: Any) -> Generator[Result, None, None]:
            with closing(steps(*args, **kwargs)) as items:
                while (item := run(_next_item(items))) is not None:
                    yield item.value

        async def awaited(*args: Any, **kwargs: Any) -> AsyncGenerator[Result, None]:
            with closing(steps(*args, **kwargs)) as items:
                while (item := await run_async(_next_item(items))) is not None:
                    yield item.value

        self._functions: Final = (
            _told_by(steps, blocking, "Iterator[{}]"),
            _told_by(steps, awaited, "AsyncIterator[{}]"),
        )

    @overload
    def __get__(self, it: None, owner: type) -> Callable[Concatenate[Any, Arguments], Any]: ...

    @overload
    def __get__(
        self, it: Blocking, owner: type
    ) -> Callable[Arguments, Generator[Result, None, None]]: ...

    @overload
    def __get__(
        self, it: Awaited, owner: type
    ) -> Callable[Arguments, AsyncGenerator[Result, None]]: ...

    def __get__(self, it: Any, owner: type) -> Any:
        return self._functions[issubclass(owner, Awaited)].__get__(it, owner)


def _next_item(items: Items[Result]) -> Steps[Item[Result] | None]:
    """The steps of a stream to its next item; None at its end."""
    try:
        action = next(items)
        while not isinstance(action, Item):
            try:
                reply = yield action
            except BaseException as error:
                action = items.throw(error)
            else:
                action = items.send(reply)
    except StopIteration:
        return None
    return action


def _outcome(action: Action) -> tuple[Any, BaseException | None]:
    try:
        return action(), None
    except BaseException as error:
        return None, error


async def _outcome_async(action: Action) -> tuple[Any, BaseException | None]:
    try:
        return await action(), None
    except BaseException as error:
        return None, error


def _told_by(steps: Callable[..., Any], function: Callable[..., Any], answer: str = "{}") -> Any:
    """Gives a function the name, the docstring and the signature of the steps that it takes; what
    is within the brackets of Steps[] or Items[] is what it answers."""
    told: Any = wraps(steps)(function)
    signed = signature(steps)
    inside = str(signed.return_annotation).partition("[")[2].removesuffix("]")
    told.__signature__ = signed.replace(return_annotation=answer.format(inside))
    told.__annotations__ = {**steps.__annotations__, "return": answer.format(inside)}
    return told
