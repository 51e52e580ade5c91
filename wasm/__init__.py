"""The C modules, and what compiles and checks them."""
