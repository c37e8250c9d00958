"""What ``with environment.read()`` and ``with environment.write()`` enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.storage.transaction import Transaction

if TYPE_CHECKING:
    from docstore.storage.environment import Environment


class Reading:
    """A block that reads. A class of its own, for a generator would cost half as much as a whole ``get``."""

    __slots__ = ("_environment", "_own", "_txn")

    def __init__(self, environment: Environment, current: Transaction | None) -> None:
        self._environment = environment
        self._txn = current
        self._own = current is None

    def __enter__(self) -> Transaction:
        if self._txn is None:
            self._txn = self._environment.snapshot()
        return self._txn

    def __exit__(self, *_: object) -> None:
        if self._own and self._txn is not None:
            self._txn.end()


class Writing:
    """A block that writes; a class as ``Reading`` is."""

    __slots__ = ("_environment", "_txn")

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __enter__(self) -> Transaction:
        self._txn = self._environment.begin_write()
        return self._txn

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._environment.end_write(self._txn, error)
