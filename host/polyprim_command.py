"""Starts the command: outside of the package, so that Ctrl-C is silent while that is imported."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """The command ``polyprim``; exit code 130 if it is interrupted and has no answer to that."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:  # not where it is ignored
        # A KeyboardInterrupt inside of an import may come out as any other error, or not at all.
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from polyprim.cli import main as command

    try:
        signal.signal(signal.SIGINT, usual)
        command()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
