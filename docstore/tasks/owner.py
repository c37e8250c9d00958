"""Which opening of a store works on a task, and whether it still can.

An owner is ``boot/process/opening``: the boot of the machine, the process, and the opening of the store within it.
"""

from __future__ import annotations

from docstore.clock import CLOCK
from docstore.storage import process

_LIVING: set[str] = set()


def enter() -> str:
    """A new owner: this process, for as long as one opening of a store lasts."""
    name = f"{process.boot_id().decode()}/{process.own_name()}/{CLOCK.uuid()}"
    _LIVING.add(name)
    return name


def leave(owner: str) -> None:
    """The opening has ended."""
    _LIVING.discard(owner)


def lives(owner: str) -> bool:
    """Whether the owner can still be at work."""
    if not owner:
        return False
    if owner in _LIVING:
        return True
    boot, its_process, _ = owner.split("/")
    here = its_process == process.own_name()
    return not here and boot == process.boot_id().decode() and process.lives(its_process)
