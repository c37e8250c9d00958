"""One engine, one file."""
