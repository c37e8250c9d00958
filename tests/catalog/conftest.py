"""A temporary store, and the catalog as one transaction sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from docstore.catalog import changes
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.clock import CLOCK
from docstore.storage.environment import Environment
from docstore.storage.opening import open_environment


@pytest.fixture
def environment() -> Iterator[Environment]:
    opened = open_environment(None)
    yield opened
    opened.close()


@pytest.fixture
def make(environment: Environment) -> Callable[..., Index]:
    """Create an index in a transaction of its own; ``closed=True`` closes it."""

    def made(name: str, *, closed: bool = False, **body: Any) -> Index:
        with environment.write() as txn:
            index = changes.create_index(txn, name, clock=CLOCK, **body)
            if closed:
                changes.put_index(txn, index.with_closed(closed))
        return index

    return made


@pytest.fixture
def catalog(environment: Environment) -> Callable[[], Catalog]:
    """The catalog at this moment."""

    def seen() -> Catalog:
        with environment.read() as txn:
            return current(txn)

    return seen
