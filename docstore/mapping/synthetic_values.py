"""The values of one field as Elasticsearch rebuilds them from what it has indexed (``SourceLoader.SyntheticFieldLoader``).

Doc values have an order of their own and forget how a value was written; types without them keep what the document had.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any

import numpy as np

from docstore.errors import ApiError
from docstore.mapping.dates.printing import Moment, printer_of
from docstore.mapping.field_type import ColumnValue, FieldType, LocatedCause
from docstore.mapping.java_text import json_text
from docstore.mapping.types.flattened import FlattenedField
from docstore.mapping.types.geo_point import GeoPointField
from docstore.mapping.types.histogram import HistogramField
from docstore.mapping.types.range import RangeField

Rebuild = Callable[[FieldType, list[Any]], list[Any]]
"""(field, its values in a document, arrays opened where the field does not take them whole) -> what ``_source`` shows of them, in order."""


def synthetic_values(field: FieldType, raw: list[Any]) -> Any:
    """What ``_source`` shows of a field.

    :param raw: what stands at the field's places in the document, at least one thing.
    :return: a value, a list of several, or None for nothing.
    """
    keyword = keyword_of(field)
    rebuild = _SORTED.get(field.type_name) if keyword is None else _SORTED["keyword"]
    if rebuild is None or not (keyword or field).has_any("doc_values", "store"):
        return as_it_was(raw)
    found = rebuild(keyword or field, raw if field.takes_arrays else list(_opened(raw)))
    return (found[0] if len(found) == 1 else found) if found else None


def as_it_was(raw: list[Any]) -> Any:
    """The value of the document; the values of several places in one array."""
    if len(raw) == 1:
        return raw[0]
    return [item for one in raw for item in (one if isinstance(one, list) else [one])]


def keyword_of(field: FieldType) -> FieldType | None:
    """The keyword among the multi-fields of a text that has no values of its own to show."""
    if field.type_name != "text" or field.has("store"):
        return None
    plain = (sub for sub in field.multi_fields.values() if sub.type_name == "keyword" and sub.get("normalizer") is None)
    return next((sub for sub in plain if sub.has_any("doc_values", "store")), None)


def _opened(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _opened(item)
    else:
        yield value


def _column_value(field: FieldType, value: Any) -> ColumnValue | None:
    try:
        return field.column_value(value)
    except (ApiError, LocatedCause):
        return None


def _bytes(value: Any) -> Any:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _in_order(field: FieldType, values: list[Any], *, once: bool, show: Callable[[Any], Any]) -> list[Any]:
    found: list[Any] = [got for value in values if (got := _column_value(field, value)) is not None]
    ordered = sorted(set(found) if once else found, key=_bytes)
    ignored = [value for value in values if value is not None and field.ignores(value)]
    return [*map(show, ordered), *ignored]


def _numbers(field: FieldType, values: list[Any]) -> list[Any]:
    return _in_order(field, values, once=False, show=field.from_column)


def _doubles(field: FieldType, values: list[Any]) -> list[Any]:
    return _in_order(field, values, once=False, show=float)


def _floats(field: FieldType, values: list[Any]) -> list[Any]:
    return _in_order(field, values, once=False, show=lambda number: float(str(np.float32(number))))


def _terms(field: FieldType, values: list[Any]) -> list[Any]:
    return _in_order(field, values, once=True, show=field.from_column)


def _booleans(field: FieldType, values: list[Any]) -> list[Any]:
    return _in_order(field, values, once=False, show=bool)


def _counted(field: FieldType, values: list[Any]) -> list[Any]:
    return sorted((one for value in values for one in field.column_values(value)), key=_bytes)


def _points(field: FieldType, values: list[Any]) -> list[Any]:
    assert isinstance(field, GeoPointField)
    if field.get("ignore_malformed"):
        return values
    found = [(field.quantized(1, y), field.quantized(0, x)) for value in values for x, y in field.points(value)]
    return [{"lat": latitude, "lon": longitude} for latitude, longitude in sorted(found, key=lambda one: (one[0], one[1] < 0, one[1]))]


def _binaries(field: FieldType, values: list[Any]) -> list[Any]:
    return [b64encode(one).decode() for one in sorted({b64decode(value) for value in values if isinstance(value, str)})]


def _histograms(field: FieldType, values: list[Any]) -> list[Any]:
    assert isinstance(field, HistogramField)
    shown = []
    for value in values:
        if value is not None and field.is_present(value):
            numbers, counts = (list(field.numbers(value, part)) for part in ("values", "counts"))
            shown.append({"values": numbers, "counts": list(map(int, counts))})
        elif value is not None:
            shown.append(value)
    return shown


def _dates(field: FieldType, values: list[Any]) -> list[Any]:
    scale = 1 if field.type_name == "date_nanos" else 1_000_000
    printer = printer_of(field.get("format"))
    return _in_order(field, values, once=False, show=lambda at: printer(Moment.of(int(at) * scale, UTC)))


def _texts(field: FieldType, values: list[Any]) -> list[Any]:
    return [json_text(value) for value in values if value is not None]


def _ranges(field: FieldType, values: list[Any]) -> list[Any]:
    assert isinstance(field, RangeField)
    found = {ends for value in values if (ends := field.ends(value)) is not None}
    return [{"gte": _end(field, low, field.least), "lte": _end(field, high, field.most)} for low, high in sorted(found)]


def _end(field: RangeField, bound: Any, open_end: Any) -> Any:
    if bound == open_end:
        return None
    if field.type_name == "date_range":
        return printer_of(field.get("format"))(Moment.of(bound * 1_000_000, UTC))
    return field.text(bound).removeprefix("/") if field.type_name == "ip_range" else bound


def _flattened(field: FieldType, values: list[Any]) -> list[Any]:
    assert isinstance(field, FlattenedField)
    terms = sorted({term for value in values for term in field.terms(value)})
    terms += [term for value in values for term in field.too_long(value)]
    together: dict[str, list[str]] = {}
    for key, text in terms:
        together.setdefault(key, []).append(text)
    shown: dict[str, Any] = {}
    for key, texts in together.items():
        _enter(shown, key, texts[0] if len(texts) == 1 else texts)
    return [shown] if shown else []


def _enter(shown: dict[str, Any], key: str, value: Any) -> None:
    """A key with dots as objects, as far as no value stands in the way."""
    head, _, rest = key.partition(".")
    inner = shown.setdefault(head, {}) if rest else None
    if isinstance(inner, dict):
        _enter(inner, rest, value)
    else:
        shown[key] = value


def _metrics(field: FieldType, values: list[Any]) -> list[Any]:
    shown = []
    for value in values:
        if isinstance(value, dict):
            shown.append({name: int(one) if name == "value_count" else float(one) for name, one in value.items()})
        elif value is not None:
            shown.append(value)
    return shown


_SORTED: dict[str, Rebuild] = {
    **dict.fromkeys(("long", "integer", "short", "byte", "unsigned_long"), _numbers),
    **dict.fromkeys(("double", "scaled_float"), _doubles),
    **dict.fromkeys(("float", "half_float"), _floats),
    **dict.fromkeys(("keyword", "ip", "version", "wildcard", "constant_keyword"), _terms),
    **dict.fromkeys(("date", "date_nanos"), _dates),
    **dict.fromkeys(("text", "match_only_text"), _texts),
    **dict.fromkeys(("integer_range", "long_range", "float_range", "double_range", "date_range", "ip_range"), _ranges),
    "boolean": _booleans,
    "counted_keyword": _counted,
    "binary": _binaries,
    "geo_point": _points,
    "histogram": _histograms,
    "flattened": _flattened,
    "aggregate_metric_double": _metrics,
}
"""The types whose values are rebuilt; all others come back as they were."""
