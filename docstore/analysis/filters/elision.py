"""elision: articles before an apostrophe go (``ElisionTokenFilterFactory``); classic: possessives and the dots of acronyms."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.analysis.word_set import word_set
from docstore.errors import IllegalArgumentError

FRENCH = word_set("l m t qu n s j d c jusqu quoiqu lorsqu puisqu")
ITALIAN = word_set("c l all dall dell nell sull coll pell gl agl dagl degl negl sugl un m t s v d")
CATALAN = word_set("d l m n s t")
IRISH = word_set("d m b")


def elision_of(articles: frozenset[str], *, ignore_case: bool = True) -> Mapped:
    """Without these articles."""

    def without(term: str) -> str:
        for at, char in enumerate(term):
            if char in "'\u2019":
                article = term[:at].lower() if ignore_case else term[:at]
                return term[at + 1 :] if article in articles else term
        return term

    return Mapped(without, normalizes=True)


@token_filter("elision")
def elision(definition: Definition, scope: Scope) -> Mapped:
    """``articles`` (the French), ``articles_case`` (false).

    :raises IllegalArgumentError: parameters without articles.
    """
    articles = definition.words("articles")
    if articles is None:
        if definition.type is not None:
            raise IllegalArgumentError("elision filter requires [articles] or [articles_path] setting")
        return elision_of(FRENCH)
    ignore_case = definition.flag("articles_case", False)
    given = frozenset(article.lower() for article in articles) if ignore_case else frozenset(articles)
    return elision_of(given, ignore_case=ignore_case)


class Classic(TokenFilter):
    """After the ``classic`` tokenizer."""

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        for token in tokens:
            if token.type == "<APOSTROPHE>" and token.term[-2:] in ("'s", "'S"):
                token.term = token.term[:-2]
            elif token.type == "<ACRONYM>":
                token.term = token.term.replace(".", "")
        return tokens


@token_filter("classic")
def classic(definition: Definition, scope: Scope) -> Classic:
    """No parameters."""
    return Classic()
