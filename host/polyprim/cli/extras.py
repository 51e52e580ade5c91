"""What only some commands need, and not everybody installs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from polyprim.errors import InvalidArgumentError


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Around imports of what that extra of the package brings: says so where it is missing.

    Raises InvalidArgumentError then.
    """
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # what it would say, an error of ours says
    try:
        yield
    except ImportError as error:
        raise InvalidArgumentError(
            f"this needs the extra {name} ({error.name} is missing): pip install 'polyprim[{name}]'"
        ) from error
