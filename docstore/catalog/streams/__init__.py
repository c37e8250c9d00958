"""Data streams: what one is, which writes it takes, and how it grows and changes."""
