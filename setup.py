"""Builds the native part into the wheel; everything else is in pyproject.toml."""

from setuptools import setup

setup(
    cffi_modules=[
        "host/polyprim/native/build.py:bounded",
        "host/polyprim/native/build.py:native",
    ]
)
