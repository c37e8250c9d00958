"""Elasticsearch's YAML REST tests as they lie in files: found, read, and cut into cases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).parents[2]
_SECTIONS = ("setup", "teardown", "requires")

Step = dict[str, Any]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as the tests mean it: a date is text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a file, with the steps that the whole file has around it."""

    file: str
    name: str
    steps: tuple[Step, ...]
    teardown: tuple[Step, ...]

    @property
    def id(self) -> str:
        """``bulk/10_basic.yml: Array of objects``."""
        return f"{self.file}: {self.name}"


def directory() -> Path | None:
    """Where the tests are: ``DOCSTORE_YAML_TESTS``, or what lies beside the repository; ``None`` where there are none.

    The variable may name several directories or files, separated by colons; this is the first.
    """
    found = places()
    return found[0] if found else None


def places() -> list[Path]:
    """All directories and files that hold tests."""
    named = os.environ.get("DOCSTORE_YAML_TESTS")
    if named is not None:
        return [Path(each) for each in named.split(":") if each]
    beside = _ROOT.parent / "shared" / "conformance" / "client-tests"
    return [beside] if beside.is_dir() else []


def cases() -> Iterator[Case]:
    """All cases of all files, in order."""
    for place in places():
        files = sorted(place.rglob("*.y*ml")) if place.is_dir() else [place]
        for file in files:
            name = str(file.relative_to(place)) if place.is_dir() and place.name != file.parent.name else f"{file.parent.name}/{file.name}"
            yield from _read(file, name)


def _read(file: Path, name: str) -> Iterator[Case]:
    sections: list[tuple[str, Any]] = []
    with file.open(encoding="utf-8") as stream:
        for document in yaml.load_all(stream, Loader=_Loader):
            sections += list(document.items()) if isinstance(document, dict) else []
    setup = [step for section, steps in sections if section == "setup" for step in steps or ()]
    teardown = [step for section, steps in sections if section == "teardown" for step in steps or ()]
    for section, steps in sections:
        if section not in _SECTIONS:
            yield Case(name, str(section), (*setup, *(steps or ())), tuple(teardown))
