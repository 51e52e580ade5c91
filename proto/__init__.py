"""The contract: .proto files, and what is generated from them."""
