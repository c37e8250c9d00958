"""flatten_graph: side paths of several positions fold onto one line, for an index (Lucene's ``FlattenGraphFilter``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token


class FlattenGraph(TokenFilter):
    """Each node of the graph gets the position that the longest way to it, token by token, has."""

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        if all(token.length == 1 for token in tokens):
            return tokens
        places = self._places(tokens)
        for token in tokens:
            start = places[token.position]
            token.length = max(places[token.position + token.length] - start, 1)
            token.position = start
        return sorted(tokens, key=lambda token: token.position)

    def _places(self, tokens: list[Token]) -> dict[int, int]:
        """Nodes on side paths of equal rank share a place: a node's is one more than the least of those that lead to it."""
        nodes = sorted({token.position for token in tokens} | {token.position + token.length for token in tokens})
        arriving: dict[int, list[int]] = {}
        for token in tokens:
            arriving.setdefault(token.position + token.length, []).append(token.position)
        places: dict[int, int] = {}
        for node in nodes:
            before = arriving.get(node)
            if before is None:
                earlier = [other for other in nodes if other < node]
                places[node] = node if not earlier else places[earlier[-1]] + node - earlier[-1]
            else:
                places[node] = max(places[start] + 1 for start in before)
        return places


@token_filter("flatten_graph")
def flatten_graph(definition: Definition, scope: Scope) -> FlattenGraph:
    """No parameters."""
    return FlattenGraph()
