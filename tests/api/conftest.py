"""A node over a temporary store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docstore.api.node import Node
from docstore.clock import CLOCK
from docstore.storage.opening import open_environment
from docstore.tasks.searches import Searches


@pytest.fixture
def node() -> Iterator[Node]:
    environment = open_environment(None)
    yield Node(environment, CLOCK, tasks=None, searches=Searches(CLOCK), id="aaaaaaaaaaaaaaaaaaaaaa")  # type: ignore[arg-type]
    environment.close()
