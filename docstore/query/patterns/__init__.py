"""Patterns over the terms of a field: wildcards and regular expressions as automata, run over a dictionary."""
