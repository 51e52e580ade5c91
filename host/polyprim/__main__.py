"""``python -m polyprim`` is the command line."""

from polyprim_command import main

main()
