"""``match_phrase_prefix``."""

from __future__ import annotations

from typing import ClassVar

from docstore.frozen import frozen
from docstore.query.fulltext.in_field import TextInField
from docstore.query.fulltext.options import Form
from docstore.query.fulltext.wire import COMMON, max_expansions, phrase
from docstore.query.registry import query


@query("match_phrase_prefix")
@frozen
class MatchPhrasePrefix(TextInField):
    """Documents whose field holds the terms of a text in order, the last as the beginning of one (``MatchPhrasePrefixQueryBuilder``)."""

    form: ClassVar = Form.PHRASE_PREFIX
    keys: ClassVar = {**COMMON, **phrase("match_phrase"), "max_expansions": ("max_expansions", max_expansions)}
