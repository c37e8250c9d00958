"""How a case ends when it does not simply pass."""

from __future__ import annotations


class Skipped(Exception):
    """The case says that it is not for a node like this one."""


class Failed(Exception):
    """A step found something else than it wants."""


class NoSuchApi(Exception):
    """docstore does not have an API that the case calls."""
