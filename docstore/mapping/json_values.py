"""Python values as the official client's JSON serializer would send them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from docstore.errors import IllegalArgumentError
from docstore.exact import Exact, exact

_PLAIN = (str, int, float, bool, type(None), Exact)


def normalise(source: Mapping[str, Any]) -> dict[str, Any]:
    """A document with JSON types only: dates become ISO strings, decimals floats, UUIDs strings, tuples lists.

    >>> normalise({"at": date(2020, 1, 2), "n": Decimal("1.5"), 3: (1, 2)})
    {'at': '2020-01-02', 'n': 1.5, '3': [1, 2]}
    """
    return _object(source, "")


def _object(source: Mapping[Any, Any], path: str) -> dict[str, Any]:
    result = {}
    for key, value in source.items():
        name = _key(key, path)
        result[name] = _value(value, f"{path}.{name}" if path else name)
    return result


def _key(key: Any, path: str) -> str:
    if isinstance(key, str):
        return str(key)
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, (int, float)):
        return repr(key)
    raise IllegalArgumentError(
        f"a key of [{path or 'the document'}] is of type [{type(key).__name__}], which JSON has not"
    )


def _value(value: Any, path: str) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Mapping):
        return _object(value, path)
    if isinstance(value, (list, tuple)):
        return [_value(item, path) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return _foreign(value, path)


def _decimal(value: Decimal) -> float:
    """The double that it is; one that no double is keeps its digits."""
    found = float(value)
    return exact(str(value)) if isfinite(found) else found


def _foreign(value: Any, path: str) -> Any:
    """numpy and pandas, known by what they offer and not imported."""
    module = type(value).__module__.partition(".")[0]
    if module == "numpy":
        if hasattr(value, "tolist"):
            return _value(value.tolist(), path)
    elif module == "pandas":
        if type(value).__name__ in ("NAType", "NaTType"):
            return None
        if hasattr(value, "tolist"):
            return _value(value.tolist(), path)
    raise IllegalArgumentError(f"the value of field [{path}] is of type [{type(value).__name__}], which JSON has not")
