"""What a hit shows of its fields: as the document has them (``fields``), or as they are kept (``docvalue_fields``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.search.reference.aggregations.dates import iso
from tests.search.reference.corpus import Document
from tests.search.reference.schema import Json
from tests.search.reference.values import DATES, FLOATING, WHOLE, read, shown_address

SETS = ("keyword", "ip", "wildcard", "version", "flattened")
"""Of these a document keeps equal values only once."""


def shown_value(value: Any, field: Json) -> Any:
    """A value as JSON has it."""
    kind = field["type"]
    if kind in DATES:
        if "format" in field:
            return iso(value)[:10].replace("-", "/")
        return iso(value) if kind == "date" else nano_text(value)
    if kind == "ip":
        return shown_address(value)
    if kind in ("float", "half_float"):
        return float(str(np.float32(value)))
    return float(value) if kind in FLOATING else int(value) if kind in WHOLE else value if kind == "boolean" else str(value)


def nano_text(value: int) -> str:
    """A date with as many digits behind the second as it needs, by threes."""
    rest = value % 1_000_000_000
    digits = 3 if rest % 1_000_000 == 0 else 6 if rest % 1000 == 0 else 9
    return iso(value // 1_000_000)[:19] + f".{rest:09d}"[: digits + 1] + "Z"


def of_source(document: Document, path: str) -> list[Any]:
    """The values in the order of the document."""
    mapped = document.schema.field(path)
    if mapped is None:
        return []
    if mapped["type"] == "constant_keyword":
        return [mapped["value"]]
    found = []
    for raw in document.raw(path):
        given = mapped.get("null_value") if raw is None else raw
        value = None if given is None else read(given, mapped)
        if value is not None:
            found.append(shown_value(value, mapped))
    return found


def of_columns(document: Document, path: str) -> list[Any]:
    """The values in their own order."""
    mapped = document.schema.field(path)
    if mapped is None:
        return []
    found = document.distinct(path) if mapped["type"] in SETS else document.values(path)
    return [shown_value(value, mapped) for value in found]


def fields(document: Document, names: list[str], *, kept: bool = False) -> Json:
    """Those that have a value."""
    values = {name: (of_columns if kept else of_source)(document, name) for name in names}
    return {name: found for name, found in values.items() if found}
