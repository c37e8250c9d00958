"""``match_bool_prefix``."""

from __future__ import annotations

from typing import ClassVar

from docstore.frozen import frozen
from docstore.query.fulltext.in_field import TextInField
from docstore.query.fulltext.options import Form
from docstore.query.fulltext.wire import BOOLEAN, COMMON, fuzzy
from docstore.query.registry import query


@query("match_bool_prefix")
@frozen
class MatchBoolPrefix(TextInField):
    """Documents whose field holds terms of a text, the last as the beginning of one (``MatchBoolPrefixQueryBuilder``)."""

    form: ClassVar = Form.BOOLEAN_PREFIX
    keys: ClassVar = {**COMMON, **fuzzy("match_bool_prefix"), **BOOLEAN}
