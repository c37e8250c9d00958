"""``match``."""

from __future__ import annotations

from typing import ClassVar

from docstore.frozen import frozen
from docstore.query.fulltext.in_field import TextInField
from docstore.query.fulltext.options import Form
from docstore.query.fulltext.wire import BOOLEAN, COMMON, LENIENT, fuzzy
from docstore.query.registry import query


@query("match")
@frozen
class Match(TextInField):
    """Documents whose field holds terms of a text (``MatchQueryBuilder``)."""

    form: ClassVar = Form.BOOLEAN
    keys: ClassVar = {**COMMON, **fuzzy("match"), **BOOLEAN, **LENIENT}
