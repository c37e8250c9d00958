"""multiplexer: several chains of filters side by side (``MultiplexerTokenFilterFactory``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.grams import refuse_synonyms
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError


class Multiplexer(TokenFilter):
    """What each chain makes of a token, at the token's position, each term once."""

    def __init__(self, chains: list[list[TokenFilter]], *, preserve_original: bool) -> None:
        self._chains = [[], *chains] if preserve_original else chains
        self.alone = all(one.alone for chain in chains for one in chain)

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made: list[Token] = []
        for token in tokens:
            seen: set[str] = set()
            for chain in self._chains:
                branch = [token.with_(token.term)]
                for one in chain:
                    branch = one.apply(branch)
                for result in branch:
                    if result.term not in seen:
                        seen.add(result.term)
                        result.position = token.position
                        made.append(result)
        return made

    def for_synonyms(self) -> TokenFilter | None:
        """Rules are not multiplied."""
        return refuse_synonyms("multiplexer")


@token_filter("multiplexer", configured=True)
def multiplexer(definition: Definition, scope: Scope) -> Multiplexer:
    """``filters``: ``["lowercase", "lowercase, porter_stem"]``, ``preserve_original`` (true).

    :raises IllegalArgumentError: a filter that is not known.
    """
    chains = []
    for names in definition.texts("filters"):
        chain = []
        for name in filter(None, (part.strip() for part in names.split(","))):
            found = scope.token_filter(name)
            if found is None:
                raise IllegalArgumentError(f"Multiplexing filter [{definition.name}] refers to undefined tokenfilter [{name}]")
            chain.append(found)
        chains.append(chain)
    return Multiplexer(chains, preserve_original=definition.flag("preserve_original", True))
