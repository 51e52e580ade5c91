"""Generated from proto/polyprim by proto/generate.py: do not edit."""
