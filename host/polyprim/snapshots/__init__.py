"""Snapshots of tasks: their format, the stores that keep them, the images that tasks begin from.

This knows nothing of modules or of those who run them.
"""
