"""The page docs/coverage.md."""

from __future__ import annotations

from docstore.api.compared import apis, search, settings
from docstore.api.compared.row import STATES, Row, Section
from docstore.mapping.coverage import mapping_coverage

_HEAD = """\
# Coverage

Written by `make docs` from the registries of docstore, against lists of what Elasticsearch 9 has; do not edit.

| | yes | partly | no |
|---|---|---|---|
"""
_MAPPING_KINDS = {
    "field type": "Field types",
    "mapping parameter": "Mapping parameters",
    "metadata field": "Metadata fields",
    "root option": "Options of a mapping",
}


def page() -> str:
    """The page."""
    every = [apis.section(), *settings.sections(), *_mapping(), *search.sections()]
    counts = [f"| [{each.title}](#{_anchor(each)}) | {' | '.join(str(each.counts[state]) for state in STATES)} |" for each in every]
    text = "".join([_HEAD, "\n".join(counts), "\n", *map(str, every)])
    return text.rstrip("\n") + "\n"


def _mapping() -> list[Section]:
    found = mapping_coverage()
    return [
        Section(title, "", (kind,), (("", [Row(row.name, row.state, row.note) for row in found if row.kind == kind]),))
        for kind, title in _MAPPING_KINDS.items()
    ]


def _anchor(section: Section) -> str:
    """The fragment that a Markdown page gives the heading."""
    return section.title.lower().replace(" ", "-")
