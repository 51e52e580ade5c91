"""Holds every server and client of Polyprim to the language-neutral cases of tests/cases."""
