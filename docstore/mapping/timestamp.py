"""``@timestamp`` of a data stream: mapped as a date, and in every document once (``DataStreamTimestampFieldMapper``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docstore.errors import IllegalArgumentError

if TYPE_CHECKING:
    from docstore.mapping.field_type import FieldType

TIMESTAMP = "@timestamp"
_DATES = ("date", "date_nanos")
_ALLOWED = ("type", "meta", "format", "locale", "ignore_malformed")
"""What of the mapping of the field may be said; a false ``ignore_malformed`` may stand against that of the index."""


def check_timestamp(fields: Mapping[str, FieldType]) -> None:
    """:raises IllegalArgumentError: the mapping of a data stream has no ``@timestamp`` that can order its documents."""
    field = fields.get(TIMESTAMP)
    said = f"data stream timestamp field [{TIMESTAMP}]"
    if field is None:
        raise IllegalArgumentError(f"{said} does not exist")
    if field.type_name not in _DATES:
        raise IllegalArgumentError(f"{said} is of type [{field.type_name}], but [{','.join(_DATES)}] is expected")
    if not field.get("index"):
        raise IllegalArgumentError(f"{said} is not indexed")
    if not field.get("doc_values"):
        raise IllegalArgumentError(f"{said} doesn't have doc values")
    if field.get("null_value") is not None:
        raise IllegalArgumentError(f"{said} has disallowed [null_value] attribute specified")
    if field.values.get("ignore_malformed"):
        raise IllegalArgumentError(f"{said} has disallowed [ignore_malformed] attribute specified")
    if others := [name for name in field.to_body() if name not in _ALLOWED]:
        raise IllegalArgumentError(f"{said} has disallowed attributes: [{', '.join(others)}]")


def timestamp_problem(source: Mapping[str, Any], field: FieldType) -> str | None:
    """What is wrong with the timestamp of a document; a malformed one that the field ignores is none."""
    value = source.get(TIMESTAMP)
    values = [item for item in (value if isinstance(value, list) else [value]) if field.column_value(item) is not None]
    if not values:
        return f"data stream timestamp field [{TIMESTAMP}] is missing"
    return f"data stream timestamp field [{TIMESTAMP}] encountered multiple values" if len(values) > 1 else None
