"""The sources of ``composite``: each gives a part of the key of a bucket (``CompositeValuesSourceBuilder``)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, lacking
from docstore.errors import IllegalArgumentError
from docstore.query.sort import descending_of
from docstore.search.aggregations.bucket.combinations import Coded
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import RAW, TRUTH, Dates, Format
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key, text_key
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

KEYS = {
    **{key: SOURCE_KEYS[key] for key in ("field", "script", "value_type")},
    "missing_bucket": flag_key,
    "missing_order": text_key,
    "order": text_key,
}
"""The keys of every source."""


@dataclass(frozen=True, slots=True)
class Place:
    """How the values of a source are ordered, and where documents without one stand."""

    descending: bool = False
    missing: bool = False
    missing_order: str = "default"

    @classmethod
    def of(cls, found: Json) -> Self:
        """From declared keys.

        :raises IllegalArgumentError: no such order.
        """
        descending, missing = descending_of(str(found.get("order", "asc"))), str(found.get("missing_order", "default")).lower()
        if missing not in ("first", "last", "default"):
            raise IllegalArgumentError(
                f"No enum constant org.elasticsearch.search.aggregations.bucket.missing.MissingOrder.{missing.upper()}"
            )
        return cls(descending, found.get("missing_bucket", False), missing)

    @property
    def missing_last(self) -> bool:
        """Whether what has no value stands behind all others."""
        return self.descending if self.missing_order == "default" else self.missing_order == "last"

    def rank(self, value: Any) -> tuple[Any, ...]:
        """Keys of several indices by this ascend."""
        if value is None:
            return (2 if self.missing_last else 0,)
        if self.descending:
            return (1, _Backwards(value))
        return (1, value)


class _Backwards:
    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and bool(self.value == other.value)


class BoundSource(ABC):
    """A source on one index."""

    place: Place

    def read(self, docs: Ints) -> tuple[Coded, Sequence[Any]]:
        """The values of these ordinals; codes are in the order of the source, and the list says what they stand for."""
        places, codes, keys = self.values(docs)
        if self.place.descending:
            codes, keys = len(keys) - 1 - codes, list(keys)[::-1]
        if self.place.missing:
            without = lacking(len(docs), places)
            code = len(keys) if self.place.missing_last else 0
            if not self.place.missing_last:
                codes = codes + 1
            keys = [*keys, None] if self.place.missing_last else [None, *keys]
            places = np.concatenate([places, without])
            codes = np.concatenate([codes, np.full(len(without), code, dtype=np.int64)])
        return Coded(places, codes, len(keys)), keys

    @abstractmethod
    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        """Place and code of each value; the values by code, ascending."""

    @abstractmethod
    def shown(self, key: Any) -> Any:
        """A value as a key shows it."""

    @abstractmethod
    def parsed(self, shown: Any) -> Any:
        """A value of ``after``.

        :raises IllegalArgumentError: it is none of this source.
        """


@dataclass(frozen=True, slots=True)
class CompositeSource(ABC):
    """A source as it was asked for."""

    kind: ClassVar[str]
    name: str
    source: Source
    place: Place

    @classmethod
    @abstractmethod
    def parse(cls, name: str, body: Json) -> Self:
        """From the JSON below its kind."""

    @abstractmethod
    def bind(self, context: Context) -> BoundSource:
        """On one index."""

    def check(self) -> None:
        """:raises IllegalArgumentError: an order for what is left out."""
        if not self.place.missing and self.place.missing_order != "default":
            raise IllegalArgumentError("missingOrder can only be set if missingBucket is true")


def shown_by(source: Source, values: Values) -> Format:
    """How the keys of a source are shown: dates stay milliseconds unless a format is asked for."""
    return RAW if source.format is None and isinstance(values.format, Dates) else values.format


@dataclass(slots=True)
class BoundNumbers(BoundSource):
    """Of values that are numbers, or texts."""

    place: Place
    of: Values
    format: Format

    def shown(self, key: Any) -> Any:
        """In the format of the source.

        :raises IllegalArgumentError: the format cannot be read back.
        """
        if key is None:
            return None
        if self.format is TRUTH:
            return bool(key)
        if not self.of.is_numeric:
            return self.of.key(key)
        number = self.number(key)
        text = self.format.text(number)
        if text is None:
            return number
        if self.parsed(text) != key:
            raise IllegalArgumentError(
                f"Format [{self.of.source.format}] created output it couldn't parse for value [{number}] of type [class java.lang.Long]."
                f" parsed value: [{self.parsed(text)}(class java.lang.Long)]"
            )
        return text

    def number(self, key: Any) -> Any:
        """A key as the number that it is."""
        return self.of.key(key)

    def parsed(self, shown: Any) -> Any:
        """A value of ``after``, in the format of the source or as a number."""
        if isinstance(shown, bool):
            return int(shown)
        if isinstance(shown, int | float):
            return shown
        try:
            return self.format.parse(shown) if isinstance(shown, str) else float(shown)
        except (TypeError, ValueError):
            raise IllegalArgumentError(f'For input string: "{shown}"') from None
