"""The keys with which a request names the source of an aggregation (``ValuesSourceAggregationBuilder.declareFields``)."""

from __future__ import annotations

from typing import Any

from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.mapping.dates.zone import zone_of
from docstore.query.wire import SCALARS, Declared, boolean, integer, long, number, scalar, text
from docstore.search.aggregations.support import VALUE_TYPES


def _refuse_script(value: Any) -> Any:
    raise NotImplementedByDocstoreError("docstore cannot run a [script] in an aggregation")


STRING = frozenset({"VALUE_STRING"})
NUMBER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})
BOOLEAN = frozenset({"VALUE_BOOLEAN", "VALUE_STRING"})
OBJECT = frozenset({"START_OBJECT"})
ARRAY = frozenset({"START_ARRAY"})


def _zone(value: Any) -> str:
    name = f"{'-' if value < 0 else '+'}{abs(value):02d}:00" if isinstance(value, int) else text(value)
    try:
        zone_of(name)
    except ValueError as error:
        raise IllegalArgumentError(f"Unknown time-zone ID: {name}") from error
    return name


def _value_type(value: Any) -> str:
    name = text(value)
    if name not in VALUE_TYPES:
        raise IllegalArgumentError(f"Unknown value type [{name}]")
    return name


SOURCE_KEYS: dict[str, Declared] = {
    "field": Declared(STRING, text),
    "missing": Declared(SCALARS, scalar),
    "format": Declared(STRING, text),
    "value_type": Declared(STRING, _value_type),
    "script": Declared(STRING | OBJECT, _refuse_script),
}
"""What most aggregations take (``ValuesSourceAggregationBuilder.declareFields``)."""

ZONE_KEY: dict[str, Declared] = {"time_zone": Declared(STRING | frozenset({"VALUE_NUMBER"}), _zone)}


def positive(key: Declared, said: str, name: str) -> Declared:
    """A key of the aggregation of a name whose value is 1 or more; ``said`` is what a refusal calls it."""
    return at_least(key, 1, f"[{said}] must be greater than 0. Found [{{}}] in [{name}]")


def not_negative(key: Declared, said: str, name: str) -> Declared:
    """The same, of 0 or more."""
    return at_least(key, 0, f"[{said}] must be greater than or equal to 0. Found [{{}}] in [{name}]")


def at_least(key: Declared, least: float, reason: str) -> Declared:
    """A key whose value is not smaller; ``{}`` in the reason of a refusal stands for the value."""

    def read(value: Any) -> Any:
        found = key.read(value)
        if found < least:
            raise IllegalArgumentError(reason.format(found))
        return found

    return Declared(key.tokens, read)


flag_key = Declared(BOOLEAN, boolean)
number_key = Declared(NUMBER, number)
int_key = Declared(NUMBER, integer)
long_key = Declared(NUMBER, long)
text_key = Declared(STRING, text)
