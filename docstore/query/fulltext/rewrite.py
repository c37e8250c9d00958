"""``rewrite``: what becomes of the terms that a pattern stands for (``QueryParsers.parseRewriteMethod``)."""

from __future__ import annotations

from enum import Enum

from docstore.errors import IllegalArgumentError, NumberFormatError
from docstore.frozen import frozen
from docstore.query.limits import MAX_CLAUSES


class Weighing(Enum):
    """How the terms count."""

    CONSTANT = "constant"
    """All documents are equal."""
    SCORED = "scored"
    """Each term by itself."""
    BOOSTED = "boosted"
    """Only by how near it is."""
    BLENDED = "blended"
    """Each term, but all as rare as the most frequent one."""


_PLAIN = {
    "constant_score": (Weighing.CONSTANT, None),
    "constant_score_blended": (Weighing.CONSTANT, None),
    "constant_score_boolean": (Weighing.CONSTANT, MAX_CLAUSES),
    "scoring_boolean": (Weighing.SCORED, MAX_CLAUSES),
}
_COUNTED = {
    "top_terms_blended_freqs_": Weighing.BLENDED,
    "top_terms_boost_": Weighing.BOOSTED,
    "top_terms_": Weighing.SCORED,
}


@frozen
class Rewrite:
    """``top``: only the nearest count; ``limit``: more of them are refused."""

    weighing: Weighing = Weighing.CONSTANT
    top: int | None = None
    limit: int | None = None

    @classmethod
    def parse(cls, name: str | None, default: Rewrite) -> Rewrite:
        """``constant_score``, ``top_terms_boost_10`` ...

        :raises IllegalArgumentError: there is no such method.
        """
        if name is None:
            return default
        if name in _PLAIN:
            weighing, limit = _PLAIN[name]
            return cls(weighing, limit=limit)
        for prefix, weighing in _COUNTED.items():
            if name.startswith(prefix):
                count = name.removeprefix(prefix)
                if not (count.isascii() and count.isdecimal()):
                    raise NumberFormatError.of(count)
                return cls(weighing, top=min(int(count), MAX_CLAUSES))
        raise IllegalArgumentError(f"Failed to parse rewrite_method [{name}]")


CONSTANT = Rewrite()
