"""Expressions against a resolver that looks at every index for every part, and against a catalog that was changed step by step."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docstore.catalog.aliases.alias import Alias
from docstore.catalog.catalog import Catalog
from docstore.catalog.definition import Definition
from docstore.catalog.index import Index
from docstore.catalog.names.lookup import Lookup
from docstore.catalog.names.options import Expand, IndicesOptions
from docstore.catalog.settings.settings import Settings
from docstore.errors import ApiError, IndexNotFoundError
from tests.examples import TIMES

NAMES = ("a", "ab", "abc", "b", "ba", ".a", ".ab", "logs-1", "logs-2")
ALIASES = ("al", "bl", ".al")


@dataclass(frozen=True)
class Kind:
    """What the naive resolver knows of an index."""

    name: str
    hidden: bool
    closed: bool
    aliases: tuple[str, ...]

    def index(self) -> Index:
        flat = {"index.hidden": "true"} if self.hidden else {}
        aliases = {name: Alias(name) for name in self.aliases}
        return Index(self.name, self.name, 1, 0, Settings(flat), Definition(b"\x80"), aliases, self.closed)


kinds = st.builds(
    Kind, st.sampled_from(NAMES), st.booleans(), st.booleans(), st.lists(st.sampled_from(ALIASES), unique=True, max_size=2).map(tuple)
)
catalogs = st.lists(kinds, unique_by=lambda kind: kind.name, max_size=6)
patterns = st.sampled_from(("*", "a*", "*b", "*a*", ".*", ".a*", "b*", "l*1", "logs-*", "z*", "al*"))
parts = st.builds(lambda minus, name: minus + name, st.sampled_from(("", "", "-")), patterns | st.sampled_from((*NAMES, *ALIASES, "gone")))
options = st.builds(
    IndicesOptions,
    expand=st.sampled_from((Expand.OPEN, Expand.CLOSED, Expand.OPEN | Expand.CLOSED, Expand.ALL, Expand.OPEN | Expand.HIDDEN)),
    ignore_unavailable=st.booleans(),
    allow_no_indices=st.booleans(),
    forbid_closed=st.booleans(),
    aliases=st.booleans(),
)


def naive(present: list[Kind], expression: list[str], how: IndicesOptions) -> set[str]:
    """The names of the indices; raises ``LookupError`` where the resolver must refuse."""
    reached: set[str] = set()
    seen = False
    for part in expression:
        minus = seen and part.startswith("-")
        name = part[1:] if minus else part
        if "*" in name:
            seen = True
            matched = {kind.name for kind in present if _matches(kind, name, present, how)}
            if not matched and not how.allow_no_indices:
                raise LookupError(name)
        elif minus or _there(name, present, how):
            matched = {name}
        else:
            matched = set()
        reached = reached - matched if minus else reached | matched
    found = {kind for kind in present if kind.name in reached or (reached & set(kind.aliases))}
    if how.forbid_closed and not how.ignore_unavailable and any(kind.closed for kind in found):
        raise LookupError("closed")
    names = {kind.name for kind in found if not (how.forbid_closed and kind.closed)}
    if not names and not how.allow_no_indices:
        raise LookupError("nothing")
    return names


def _matches(kind: Kind, pattern: str, present: list[Kind], how: IndicesOptions) -> bool:
    if not how.expand & (Expand.CLOSED if kind.closed else Expand.OPEN):
        return False
    named = [(kind.name, kind.hidden), *((alias, False) for alias in kind.aliases if how.aliases)]
    return any(
        fnmatchcase(name, pattern)
        and (not hidden or bool(how.expand & Expand.HIDDEN) or (name.startswith(".") and pattern.startswith(".")))
        for name, hidden in named
    )


def _there(name: str, present: list[Kind], how: IndicesOptions) -> bool:
    alias = any(name in kind.aliases for kind in present)
    if any(kind.name == name for kind in present) or (alias and how.aliases):
        return True
    if how.ignore_unavailable:
        return False
    raise LookupError(name)


def catalog_of(present: list[Kind]) -> Catalog:
    catalog = Catalog({}, {}, Lookup.of((), {}))
    for kind in present:
        catalog = catalog.replaced(kind.name, kind.index(), b"")
    return catalog


@settings(max_examples=300 * TIMES, deadline=None)
@given(catalogs, st.lists(parts, min_size=1, max_size=4), options)
def test_the_same_as_looking_at_every_index(present: list[Kind], expression: list[str], how: IndicesOptions) -> None:
    catalog = catalog_of(present)
    try:
        expected = naive(present, expression, how)
    except LookupError:
        with pytest.raises(ApiError):
            catalog.resolve(expression, how)
    else:
        assert {index.name for index in catalog.resolve(expression, how)} == expected


@settings(max_examples=100 * TIMES, deadline=None)
@given(st.lists(st.tuples(st.booleans(), kinds), max_size=12))
def test_names_changed_step_by_step_are_those_of_the_indices(steps: list[tuple[bool, Kind]]) -> None:
    catalog, model = catalog_of([]), dict[str, Kind]()
    for keep, kind in steps:
        catalog = catalog.replaced(kind.name, kind.index() if keep else None, b"" if keep else None)
        model.pop(kind.name, None)
        if keep:
            model[kind.name] = kind
    fresh = Lookup.of((kind.index() for kind in model.values()), {})
    assert (list(catalog.lookup.indices), list(catalog.lookup.names)) == (list(fresh.indices), list(fresh.names))
    assert dict(catalog.lookup.of_alias) == fresh.of_alias


def test_ten_thousand_indices() -> None:
    """A pattern touches what it can match: among 10,000 indices it costs what it costs among ten."""
    many = [Kind(f"logs-{number:05}", hidden=False, closed=False, aliases=()) for number in range(10_000)]
    indices = {kind.name: kind.index() for kind in many}
    catalog = Catalog(indices, dict.fromkeys(indices, b""), Lookup.of(indices.values(), {}))
    touched = catalog.lookup.matching("logs-0123*")
    assert len(list(touched)) == 10
    with_one = catalog.replaced("other", Kind("other", hidden=False, closed=False, aliases=("al",)).index(), b"")
    assert [index.name for index in with_one.resolve("al,logs-0000*,-logs-00001", IndicesOptions())][:3] == [
        "other",
        "logs-00000",
        "logs-00002",
    ]
    with pytest.raises(IndexNotFoundError):
        catalog.resolve("al", IndicesOptions())
