"""The command line: serve a segment, use what is in one, and look after its file.

One file a group of commands; `verbs` makes those of the primitives from the contract.
"""

from polyprim.cli.app import main

__all__ = ["main"]
