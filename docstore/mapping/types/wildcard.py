"""wildcard: a keyword made for patterns within long values (``WildcardFieldMapper``)."""

from __future__ import annotations

from typing import ClassVar

from docstore.mapping import parameter as p
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.keyword import KeywordField


@field_type("wildcard")
class WildcardField(KeywordField):
    """Values of any length; its column is a keyword's."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("ignore_above", p.positive("ignore_above"), p.NO_LIMIT, updatable=True, setting="ignore_above"),
        Parameter("null_value", p.nullable_string, None, accepts_null=True),
        p.META,
    )

    def _indexed(self) -> bool:
        return False  # there is no term of which Lucene would bound the length
