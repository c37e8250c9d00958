"""Searches against rivals: the same operations over the same documents, each engine in a process of its own."""
