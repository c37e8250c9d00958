"""ngram, edge_ngram: pieces of each term, at its position (``NGramTokenFilterFactory``, ``EdgeNGramTokenFilterFactory``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.analysis.tokenizers.ngram import sizes
from docstore.errors import IllegalArgumentError


class Grams(TokenFilter):
    """Pieces of ``shortest`` to ``widest`` characters; a term of another length may be kept too."""

    alone = True

    def __init__(self, shortest: int, widest: int, *, edge: bool, back: bool = False, preserve: bool = False) -> None:
        self._shortest = shortest
        self._widest = widest
        self._edge = edge
        self._back = back
        self._preserve = preserve

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        return [token.with_(piece) for token in tokens for piece in self._pieces(token.term)]

    def _pieces(self, term: str) -> list[str]:
        if self._back:
            term = term[::-1]
        sizes = range(self._shortest, self._widest + 1)
        starts = (0,) if self._edge else range(len(term))
        pieces = [term[at : at + size] for at in starts for size in sizes if at + size <= len(term)]
        if self._preserve and not self._shortest <= len(term) <= self._widest:
            pieces.insert(0, term) if len(term) < self._shortest else pieces.append(term)
        return [piece[::-1] for piece in pieces] if self._back else pieces

    def for_synonyms(self) -> TokenFilter | None:
        """Rules are not cut into pieces."""
        return refuse_synonyms("edge_ngram" if self._edge else "ngram")


def refuse_synonyms(name: str) -> TokenFilter | None:
    """:raises IllegalArgumentError: the rules of a synonym filter cannot pass the filter of that name."""
    raise IllegalArgumentError(f"Token filter [{name}] cannot be used to parse synonyms")


@token_filter("ngram", "nGram")
def ngram(definition: Definition, scope: Scope) -> Grams:
    """``min_gram`` (1), ``max_gram`` (2), ``preserve_original`` (false)."""
    shortest, widest = sizes(definition, scope, (1, 2), "Token Filter")
    return Grams(shortest, widest, edge=False, preserve=definition.flag("preserve_original", False))


@token_filter("edge_ngram", "edgeNGram")
def edge_ngram(definition: Definition, scope: Scope) -> Grams:
    """``min_gram`` (1), ``max_gram`` (2), ``side`` (front), ``preserve_original`` (false).

    :raises IllegalArgumentError: another side.
    """
    side = definition.text("side", "front")
    if side not in ("front", "back"):
        raise IllegalArgumentError(f"invalid side: {side}")
    shortest, widest = sizes(definition, scope, (1, 2), None)
    preserve = definition.flag("preserve_original", False)
    return Grams(shortest, widest, edge=True, back=side == "back", preserve=preserve)
