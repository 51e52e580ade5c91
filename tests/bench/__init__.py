"""Benchmarks: one file a claim, its peer in the same file and measured in the same run."""
