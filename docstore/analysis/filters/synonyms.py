"""synonym, synonym_graph: other words for the same (``SynonymTokenFilterFactory``, Lucene's ``SynonymFilter`` and ``SynonymGraphFilter``).

Rules are in Solr's format (``a, b => c`` and ``a, b, c``) or WordNet's; they pass through what stands before the filter in its analyzer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from docstore.analysis.component import Chain, TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import SYNONYM, Token
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError

Phrase = tuple[str, ...]


@dataclass(slots=True)
class _Entry:
    outputs: list[Phrase] = field(default_factory=list)
    keeps: bool = False


class SynonymGraph(TokenFilter):
    """The longest phrase that matches is replaced, or joined, by its synonyms, each a path of its own through the positions."""

    def __init__(self, entries: dict[Phrase, _Entry]) -> None:
        self._entries = entries
        self._longest = max(map(len, entries), default=0)
        self._first = frozenset(phrase[0] for phrase in entries)
        self.alone = all(len(phrase) == 1 for key, entry in entries.items() for phrase in (key, *entry.outputs))

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made: list[Token] = []
        at, shift = 0, 0
        while at < len(tokens):
            token = tokens[at]
            size = self._match(tokens, at) if token.term in self._first else 0
            if not size:
                made.append(token.with_(token.term, position=token.position + shift))
                at += 1
                continue
            entry = self._entries[tuple(one.term for one in tokens[at : at + size])]
            matched = tokens[at : at + size]
            width = self._emit(entry, matched, matched[0].position + shift, made)
            shift += width - (matched[-1].position - matched[0].position + 1)
            at += size
        return made

    def _match(self, tokens: list[Token], at: int) -> int:
        for size in range(min(self._longest, len(tokens) - at), 0, -1):
            following = tokens[at : at + size]
            straight = all(b.position - a.position == 1 for a, b in pairwise(following))
            if straight and tuple(token.term for token in following) in self._entries:
                return size
        return 0

    def _emit(self, entry: _Entry, matched: list[Token], position: int, made: list[Token]) -> int:
        """Appends the paths; gives how many positions they take."""
        paths: list[tuple[Phrase, bool]] = [(phrase, True) for phrase in entry.outputs]
        if entry.keeps:
            paths.append((tuple(token.term for token in matched), False))
        inner = sum(len(phrase) - 1 for phrase, _ in paths)
        end = position + inner + 1
        following = position + 1
        start, stop = matched[0].start, matched[-1].end
        results: list[tuple[int, int, Token]] = []
        for order, (phrase, is_synonym) in enumerate(paths):
            for number, term in enumerate(phrase):
                at = position if number == 0 else following + number - 1
                to = end if number == len(phrase) - 1 else following + number
                original = matched[number] if not is_synonym else matched[0]
                token = original.with_(term, position=at, length=to - at, type=SYNONYM if is_synonym else original.type)
                if is_synonym:
                    token.start, token.end = start, stop
                results.append((at, order, token))
            following += len(phrase) - 1
        results.sort(key=lambda result: (result[0], result[1]))
        made += [token for _, _, token in results]
        return end - position

    def for_synonyms(self) -> TokenFilter | None:
        """Synonyms of synonyms are not looked for in rules."""
        return None


@dataclass(slots=True)
class _Laid:
    """A word of a synonym on a token of the text; ``end`` is None where it ends as that token does."""

    term: str
    end: int | None
    length: int


class Synonyms(SynonymGraph):
    """Flat, as Lucene's ``SynonymFilter``: the words of a synonym lie on the tokens that follow, so that phrases of several words match
    where they should not, and the other way round.
    """

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        laid, gone = self._laid(tokens)
        made: list[Token] = []
        place = before = -1
        for at in range(max(len(tokens), max(laid, default=-1) + 1)):
            token = tokens[min(at, len(tokens) - 1)]
            steps = token.position - before if at < len(tokens) else 1
            before = token.position
            stays = at < len(tokens) and at not in gone
            if stays or at in laid:
                place += steps
            if stays:
                made.append(token.with_(token.term, position=place, length=1))
            for each in laid.get(at, ()):
                synonym_ = token.with_(each.term, position=place, length=each.length, type=SYNONYM)
                synonym_.end = token.end if each.end is None else each.end
                made.append(synonym_)
        return made

    def _laid(self, tokens: list[Token]) -> tuple[dict[int, list[_Laid]], set[int]]:
        """The words of synonyms by the token that they lie on, and the tokens that are replaced."""
        laid: dict[int, list[_Laid]] = {}
        gone: set[int] = set()
        at = 0
        while at < len(tokens):
            size = self._match(tokens, at) if tokens[at].term in self._first else 0
            if not size:
                at += 1
                continue
            entry = self._entries[tuple(one.term for one in tokens[at : at + size])]
            for phrase in entry.outputs:
                whole = len(phrase) == 1
                for number, term in enumerate(phrase):
                    word = _Laid(term, tokens[at + size - 1].end, size if entry.keeps else 1) if whole else _Laid(term, None, 1)
                    laid.setdefault(at + number, []).append(word)
            if not entry.keeps:
                gone.update(range(at, at + size))
            at += size
        return laid, gone


class Unplaced(TokenFilter):
    """A synonym filter before it knows its analyzer."""

    def __init__(self, rules: list[str], name: str, *, expand: bool, lenient: bool, wordnet: bool, graph: bool) -> None:
        self._rules = rules
        self._name = name
        self._expand = expand
        self._lenient = lenient
        self._wordnet = wordnet
        self._graph = graph

    def apply(self, tokens: list[Token]) -> list[Token]:
        """As after the ``whitespace`` tokenizer."""
        from docstore.analysis.tokenizers.letters import whitespace

        return self.in_chain(Chain((), whitespace(Definition("whitespace"), None), ())).apply(tokens)  # type: ignore[arg-type]

    def for_synonyms(self) -> TokenFilter | None:
        """Synonyms of synonyms are not looked for in rules."""
        return None

    def in_chain(self, chain: Chain) -> TokenFilter:
        """The filter with its rules analyzed.

        :raises IllegalArgumentError: a rule that cannot be read, or of which analysis leaves nothing or several words at one place.
        """
        entries: dict[Phrase, _Entry] = {}
        for line, rule in _read(self._rules, wordnet=self._wordnet):
            try:
                self._add(entries, [[_phrase(chain, text) for text in side] for side in rule])
            except IllegalArgumentError as error:
                if not self._lenient:
                    cause = IllegalArgumentError(f"Invalid synonym rule at line {line}", caused_by=error)
                    raise IllegalArgumentError("failed to build synonyms", caused_by=cause) from None
        return SynonymGraph(entries) if self._graph else Synonyms(entries)

    def _add(self, entries: dict[Phrase, _Entry], sides: list[list[Phrase]]) -> None:
        if len(sides) == 2:
            for left in sides[0]:
                for right in sides[1]:
                    _put(entries, left, right)
        elif self._expand:
            for left in sides[0]:
                entries.setdefault(left, _Entry()).keeps = True
                for right in sides[0]:
                    if right != left:
                        _put(entries, left, right)
        else:
            for left in sides[0]:
                _put(entries, left, sides[0][0])


def _put(entries: dict[Phrase, _Entry], left: Phrase, right: Phrase) -> None:
    entry = entries.setdefault(left, _Entry())
    if right not in entry.outputs:
        entry.outputs.append(right)


def _phrase(chain: Chain, text: str) -> Phrase:
    tokens = chain.terms_of(text)
    if not tokens:
        raise IllegalArgumentError(f"term: {text} was completely eliminated by analyzer")
    for before, token in zip([None, *tokens], tokens, strict=False):
        step = token.position + 1 if before is None else token.position - before.position
        if step != 1:
            raise IllegalArgumentError(f"term: {text} analyzed to a token ({token.term}) with position increment != 1 (got: {step})")
    return tuple(token.term for token in tokens)


_WORDNET = re.compile(r"s\((\d+),\d+,'((?:[^']|'')*)'")


def _read(rules: list[str], *, wordnet: bool) -> list[tuple[int, list[list[str]]]]:
    """(line, sides) of each rule; one side means that all its phrases are equal."""
    if not wordnet:
        numbered = [(number, rule.strip()) for number, rule in enumerate(rules, 1)]
        return [(number, _solr(rule, number)) for number, rule in numbered if rule and not rule.startswith("#")]
    sets: dict[str, list[str]] = {}
    for rule in rules:
        found = _WORDNET.match(rule)
        if found is not None:
            sets.setdefault(found[1], []).append(found[2].replace("''", "'"))
    return [(number, [phrases]) for number, phrases in enumerate(sets.values(), 1)]


def _solr(rule: str, line: int) -> list[list[str]]:
    sides = re.split(r"(?<!\\)=>", rule)
    if len(sides) > 2:
        cause = IllegalArgumentError("more than one explicit mapping specified on the same line")
        outer = IllegalArgumentError(f"Invalid synonym rule at line {line}", caused_by=cause)
        raise IllegalArgumentError("failed to build synonyms", caused_by=outer)
    return [[_unescaped(part) for part in re.split(r"(?<!\\),", side)] for side in sides]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.strip())


def _unplaced(definition: Definition, *, graph: bool) -> Unplaced:
    if "synonyms_set" in definition:
        raise NotImplementedByDocstoreError("docstore does not support [synonyms_set]: give the rules in [synonyms]")
    rules = definition.words("synonyms")
    if rules is None:
        raise IllegalArgumentError("synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured")
    updateable = definition.flag("updateable", False)
    return Unplaced(
        rules,
        definition.name,
        expand=definition.flag("expand", True),
        lenient=definition.flag("lenient", updateable),
        wordnet=(definition.text("format", "") or "").lower() == "wordnet",
        graph=graph,
    )


@token_filter("synonym", configured=True)
def synonym(definition: Definition, scope: Scope) -> Unplaced:
    """``synonyms``, ``expand`` (true), ``lenient`` (false), ``format`` (solr; wordnet).

    :raises IllegalArgumentError: no rules.
    """
    return _unplaced(definition, graph=False)


@token_filter("synonym_graph", configured=True)
def synonym_graph(definition: Definition, scope: Scope) -> Unplaced:
    """As ``synonym``, with all paths kept apart: for search analyzers."""
    return _unplaced(definition, graph=True)
