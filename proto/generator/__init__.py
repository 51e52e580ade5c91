"""Turns the contract in proto/polyprim into the code that the modules, the host and clients use."""
