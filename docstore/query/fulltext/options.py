"""How a text is read: what the queries of texts can be told."""

from __future__ import annotations

from enum import Enum

from docstore.frozen import frozen
from docstore.query.fulltext.fuzziness import Fuzziness
from docstore.query.query import Json


class Form(Enum):
    """What is made of several terms."""

    BOOLEAN = "boolean"
    PHRASE = "phrase"
    PHRASE_PREFIX = "phrase_prefix"
    BOOLEAN_PREFIX = "boolean_prefix"

    __hash__ = object.__hash__  # that of ``Enum`` is written in Python


@frozen
class Options:
    """How a text is read; the defaults are those of ``match``."""

    form: Form = Form.BOOLEAN
    all_terms: bool = False
    minimum_should_match: str | None = None
    fuzziness: Fuzziness | None = None
    prefix_length: int = 0
    max_expansions: int = 50
    transpositions: bool = True
    analyzer: str | None = None
    slop: int = 0
    zero_terms_all: bool = False
    zero_terms_null: bool = False
    lenient: bool = False
    synonyms_phrase: bool = True
    fuzzy_rewrite: str | None = None
    holes: bool = True
    """Whether words that the analyzer takes out leave a place in a phrase (``enable_position_increments``)."""


_NAMES = frozenset(Options.__dataclass_fields__)
_DEFAULTS = {form: Options(form) for form in Form}


def gathered(found: Json, form: Form = Form.BOOLEAN) -> Json:
    """The attributes of a query, those that say how its text is read put together as ``options``. What is given is used up."""
    if _NAMES.isdisjoint(found):
        found["options"] = _DEFAULTS[form]
        return found
    own = {name: value for name, value in found.items() if name not in _NAMES}
    return {**own, "options": Options(form, **{name: value for name, value in found.items() if name in _NAMES})}
