"""The primitives as Python objects, one class a file; what they mean is in wasm/."""
