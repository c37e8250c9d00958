"""Parameters of texts that are objects: which prefixes are indexed, which terms are loaded (``TextFieldMapper``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import integer, refuse_remaining

if TYPE_CHECKING:
    from docstore.analysis.analyzer import Analyzer
    from docstore.mapping.field_type import FieldType

_LONGEST_PREFIX = 20


def prefixes(field: str, value: Any) -> dict[str, int] | None:
    """``index_prefixes``: how long the prefixes are that are indexed (``TextFieldMapper.PrefixConfig``)."""
    if value is None:
        return None
    rest = _object(field, value)
    least, most = integer(field, rest.pop("min_chars", 2)), integer(field, rest.pop("max_chars", 5))
    refuse_remaining(field, rest)
    if least > most:
        raise IllegalArgumentError(f"min_chars [{least}] must be less than max_chars [{most}]")
    if least < 1:
        raise IllegalArgumentError(f"min_chars [{least}] must be greater than zero")
    if most >= _LONGEST_PREFIX:
        raise IllegalArgumentError(f"max_chars [{most}] must be less than {_LONGEST_PREFIX}")
    return {"min_chars": least, "max_chars": most}


ALL_TERMS = {"min": 0.0, "max": float(2**31 - 1), "min_segment_size": 0}
"""The ``fielddata_frequency_filter`` that leaves none out."""


def frequency_filter(field: str, value: Any) -> dict[str, float]:
    """``fielddata_frequency_filter``: which terms are loaded."""
    rest = _object(field, value)
    found = {
        "min": _number(rest.pop("min", ALL_TERMS["min"])),
        "max": _number(rest.pop("max", ALL_TERMS["max"])),
        "min_segment_size": integer(field, rest.pop("min_segment_size", 0)),
    }
    refuse_remaining(field, rest)
    return found


def analyzer(field: FieldType, name: str) -> Analyzer:
    """The analyzer of that name.

    :raises IllegalArgumentError: the index has none.
    """
    found = field.settings.analyzers.analyzer(name)
    if found is None:
        raise IllegalArgumentError(f"analyzer [{name}] has not been configured in mappings")
    return found


def gap(field: str, value: Any) -> int:
    """``position_increment_gap``; -1 is the analyzer's own."""
    number = integer(field, value)
    if number < -1:
        raise MapperParsingError(f"[position_increment_gap] must be positive, got [{number}]")
    return number


def gap_between_values(field: FieldType, analyzer: Analyzer) -> int:
    """How many positions there are between two values of a text."""
    given = field.values.get("position_increment_gap", -1)
    return analyzer.position_increment_gap if given == -1 else int(given)


def _object(field: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MapperParsingError(f"Expected an object for field [{field}] but got [{java_string(value)}]")
    return dict(value)


def _number(value: Any) -> float:
    try:
        return float(java_string(value)) if not isinstance(value, int | float) else float(value)
    except ValueError:
        raise IllegalArgumentError(f'For input string: "{java_string(value)}"') from None
