"""``match_phrase``."""

from __future__ import annotations

from typing import ClassVar

from docstore.frozen import frozen
from docstore.query.fulltext.in_field import TextInField
from docstore.query.fulltext.options import Form
from docstore.query.fulltext.wire import COMMON, phrase
from docstore.query.registry import query


@query("match_phrase")
@frozen
class MatchPhrase(TextInField):
    """Documents whose field holds the terms of a text in order (``MatchPhraseQueryBuilder``)."""

    form: ClassVar = Form.PHRASE
    keys: ClassVar = {**COMMON, **phrase("match_phrase")}
