"""``python -m polyprim`` is the command line."""

from polyprim.cli import main

main()
