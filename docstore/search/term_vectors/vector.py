"""The terms of one field of a document, as an index keeps them or as they are made of its texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.token import Token
from docstore.analysis.utf16 import units_of
from docstore.columns.fields import Field
from docstore.columns.tokens import analyzer_of
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.text_options import gap_between_values


class Place(NamedTuple):
    """Where a term stands; offsets are in UTF-16 units."""

    position: int
    start: int
    end: int
    payload: bytes | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a vector knows of its terms' places."""

    positions: bool
    offsets: bool
    payloads: bool

    @property
    def anything(self) -> bool:
        """Whether places are known at all."""
        return self.positions or self.offsets or self.payloads

    def only(self, *, positions: bool, offsets: bool, payloads: bool) -> Kept:
        """Of it what is asked for."""
        return Kept(self.positions and positions, self.offsets and offsets, self.payloads and payloads)


def kept_by(field: Field) -> Kept | None:
    """What the index keeps of a field (``term_vector``); None for nothing."""
    option = str(field.type.values.get("term_vector", "no"))
    return None if option == "no" else Kept("positions" in option, "offsets" in option, "payloads" in option)


@dataclass(frozen=True, slots=True)
class Vector:
    """``places`` of each term, in the order of the terms."""

    places: dict[str, list[Place]]
    kept: Kept

    @classmethod
    def of(cls, field: Field, texts: Sequence[str], analyzer: Analyzer | None, kept: Kept) -> Vector:
        """From the texts of a field; ``analyzer`` instead of the field's own."""
        found: dict[str, list[Place]] = {}
        position = offset = 0
        cut = _cut(field, analyzer)
        gap = _gap(field, analyzer)
        for text in texts:
            units, last = units_of(text), -1
            for token in cut(text):
                last = max(last, token.position)
                place = Place(position + token.position, offset + units(token.start), offset + units(token.end), token.payload)
                found.setdefault(token.term, []).append(place)
            position += last + 1 + gap
            offset += units(len(text)) + 1
        payloads = kept.payloads and any(place.payload is not None for places in found.values() for place in places)
        return cls({term: found[term] for term in sorted(found)}, Kept(kept.positions, kept.offsets, payloads))


def _cut(field: Field, analyzer: Analyzer | None) -> Callable[[str], list[Token]]:
    if analyzer is not None:
        return analyzer.tokens
    if field.type.column is ColumnKind.TEXT:
        return analyzer_of(field.type).tokens
    return lambda text: [Token(text, 0, len(text), 0)]


def _gap(field: Field, analyzer: Analyzer | None) -> int:
    if field.type.column is ColumnKind.TEXT:
        return gap_between_values(field.type, analyzer or analyzer_of(field.type))
    return 0 if analyzer is None else analyzer.position_increment_gap
