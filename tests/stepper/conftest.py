"""One world for the tests of a module, as compiling takes longer than most of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stepper.world import World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Workers wait before each atomic instruction."""
    with World() as made:
        yield made


@pytest.fixture(scope="module")
def fine_world() -> Iterator[World]:
    """And behind it, before the plain code that follows."""
    with World(between=True) as made:
        yield made
