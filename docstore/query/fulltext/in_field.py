"""A query of a text on one field: the part that ``match`` and its kin share."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Rewriting
from docstore.query.fulltext.options import Form, Options, gathered
from docstore.query.fulltext.text import text_query
from docstore.query.fulltext.wire import Read, one_field
from docstore.query.kinds.match_none import no_terms
from docstore.query.query import Json, Query


@frozen
class TextInField(Rewriting):
    """A kind says by ``form`` what is made of the terms, and by ``keys`` what it can be told."""

    form: ClassVar[Form]
    keys: ClassVar[dict[str, tuple[str, Read]]]
    field: str
    value: Any
    options: Options
    boost: float = 1.0
    name: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"f": "a b"}`` and ``{"f": {"query": "a b", ...}}``.

        :raises ParsingError: an unknown key, several fields.
        :raises IllegalArgumentError: no field, no text, a slop below zero.
        """
        found = one_field(cls.kind, body, cls.keys)
        found.setdefault("value", None)
        made = cls(**gathered(found, cls.form))
        if made.value is None:
            raise IllegalArgumentError(f"[{cls.kind}] requires query value")
        if made.options.slop < 0:
            raise IllegalArgumentError("No negative slop allowed.")
        return made

    def rewritten(self, view: IndexView) -> Query:
        """What the terms of the text mean in the field."""
        return text_query(view, self.field, self.value, self.options) or no_terms()
