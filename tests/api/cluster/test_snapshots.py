"""Snapshots: there are no repositories, which a program that cleans up must be able to find out."""

from __future__ import annotations

import pytest

import docstore
from docstore.errors import RepositoryMissingError


@pytest.mark.parametrize("named", [None, "_all", "*", ["a*", "_all"]])
def test_there_is_no_repository(store: docstore.Store, named: str | list[str] | None) -> None:
    assert store.snapshot.get_repository(repository=named) == {}


def test_one_that_is_named_is_missing(store: docstore.Store) -> None:
    with pytest.raises(RepositoryMissingError, match=r"\[backups\] missing"):
        store.snapshot.get_repository(repository="backups")
