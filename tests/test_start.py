"""A program loads what it uses, and no more: what a small one does not is told here, by name of package."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

_BEGIN = "import docstore, json, sys\nstore = docstore.open()\n"
_END = "\nprint(json.dumps(sorted(name for name in sys.modules if name.startswith('docstore.'))))\nstore.close()"

_SEARCH = """
store.index(index="books", id="1", document={"title": "Walden", "pages": 352})
assert store.search(index="books", query={"match": {"title": "walden"}})["hits"]["total"]["value"] == 1
"""

_ASIDE = ("check", "cli", "pytest_plugin", "reindex", "rest", "scripting", "transport")
_NOT_SEARCHED = (
    "analysis.filters.synonyms",
    "api.cat",
    "api.cluster.state",
    "api.indices.create",
    "mapping.geo",
    "mapping.synthetic",
    "mapping.types.date",
    "mapping.types.geo_point",
    "query.distance_sort",
    "query.kinds.range",
    "query.query_strings",
    "search.aggregations.registry",
    "search.highlight.phase",
    "store.indices",
)


def loaded(program: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", _BEGIN + program + _END], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


_MAPPED = 'store.indices.create(index="books", mappings={"properties": {"at": {"type": "date"}}})'


@pytest.mark.parametrize(
    ("program", "aside"),
    [
        ("", ("api.document.writing", "api.document.reading", "api.search.search", "query.kinds.match")),
        (_SEARCH, _NOT_SEARCHED),
        (_MAPPED, ("api.cat", "store.cat", "api.indices.aliases", "mapping.types.geo_shape")),
        (_SEARCH + 'store.search(index="books", aggs={"a": {"avg": {"field": "pages"}}})', ("search.aggregations.bucket.terms",)),
    ],
    ids=["open", "search", "mapping", "aggregation"],
)
def test_what_is_not_used_is_not_loaded(program: str, aside: tuple[str, ...]) -> None:
    names = loaded(program)
    found = [name for name in names for package in (*_ASIDE, *aside) if f"{name}.".startswith(f"docstore.{package}.")]
    assert found == []


@pytest.mark.parametrize(
    ("program", "module"),
    [
        ("store.rest", "rest.rest"),
        ("store.check()", "check"),
        ("store.tasks.list()", "reindex.engine"),
        ("store.cat.health()", "api.cat.cluster"),
        (_MAPPED, "mapping.types.date"),
    ],
)
def test_what_is_used_is(program: str, module: str) -> None:
    assert f"docstore.{module}" in loaded(program)


def test_the_store_tells_all_that_it_has() -> None:
    """``help()`` and ``dir()`` know the methods before they are loaded."""
    program = (
        "import docstore, pydoc; text = pydoc.plain(pydoc.render_doc(docstore.Store));"
        "assert 'Copy documents' in text or 'reindex' in text; assert 'Indices, their settings' in text"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
