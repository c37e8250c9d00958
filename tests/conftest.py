"""Stores for tests: temporary and on disk, and sound when the test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import docstore

settings.register_profile("docstore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("docstore")
"""A machine that is busy with something else makes an example slow, not wrong."""


@pytest.fixture(params=["temporary", "on_disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[docstore.Store]:
    """A new store, once temporary and once in a directory; its ``check()`` finds nothing afterwards."""
    opened = docstore.open() if request.param == "temporary" else docstore.open(tmp_path / "store")
    yield opened
    problems = opened.check()
    opened.close()
    assert problems == []


@pytest.fixture
def open_at(tmp_path: Path) -> Iterator[Callable[..., docstore.Store]]:
    """Opens, and opens again, the store of this test on disk; all are closed, and sound, in the end."""
    opened: list[docstore.Store] = []

    def open_store(name: str = "store", **options: object) -> docstore.Store:
        opened.append(docstore.open(tmp_path / name, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_store
    for each in opened:
        each.close()
    for directory in sorted({each.path for each in opened}):
        with docstore.open(directory, read_only=True) as again:
            assert again.check() == []
