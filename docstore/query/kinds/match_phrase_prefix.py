"""``match_phrase_prefix``."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.frozen import frozen
from docstore.query.fulltext.in_field import TextInField
from docstore.query.fulltext.options import Form
from docstore.query.fulltext.wire import COMMON, at_least, phrase
from docstore.query.registry import query

_none_or_more = at_least(0, "No negative maxExpansions allowed.")


def _expansions(value: Any) -> int:
    found: int = _none_or_more(value)
    return max(found, 1)  # the first term is taken before any is counted (MultiPhrasePrefixQuery)


@query("match_phrase_prefix")
@frozen
class MatchPhrasePrefix(TextInField):
    """Documents whose field holds the terms of a text in order, the last as the beginning of one (``MatchPhrasePrefixQueryBuilder``)."""

    form: ClassVar = Form.PHRASE_PREFIX
    keys: ClassVar = {**COMMON, **phrase("match_phrase_prefix"), "max_expansions": ("max_expansions", _expansions)}
