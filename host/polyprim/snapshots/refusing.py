"""What the operating system refuses, in our words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from polyprim.errors import NoSpaceError, PolyprimError, SnapshotError

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM)


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turns OSError into NoSpaceError or SnapshotError, which say what could not be used."""
    try:
        yield
    except PolyprimError:
        raise  # some are kinds of OSError too
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpaceError(f"there is no room for {what}: {error.strerror}") from error
        raise SnapshotError(f"{what} cannot be used: {error.strerror or error}") from error
