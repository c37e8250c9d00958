"""The names of all modules are exported by the package."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from docstore import errors


def test_every_name_of_every_module_is_exported() -> None:
    seen = {"JsonObject"}
    for module in pkgutil.iter_modules(errors.__path__):
        loaded = import_module(f"docstore.errors.{module.name}")
        public = {name for name, value in vars(loaded).items() if getattr(value, "__module__", "") == loaded.__name__ and name[0] != "_"}
        assert all(getattr(errors, name) is getattr(loaded, name) for name in public - {"of_status"}), module.name
        seen |= public - {"of_status"}
    assert seen == set(errors.__all__)
    assert seen <= set(dir(errors))


def test_a_name_that_is_not_there_says_so() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        errors.Nothing  # type: ignore[attr-defined]  # noqa: B018
