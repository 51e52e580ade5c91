"""Tasks: instances of WASI modules that are started, captured and restored in one way."""
