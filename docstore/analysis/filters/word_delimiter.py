"""word_delimiter_graph, word_delimiter: terms cut at case changes, digits and other characters (``WordDelimiterGraphFilter``)."""

from __future__ import annotations

from dataclasses import dataclass

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.grams import refuse_synonyms
from docstore.analysis.filters.graph import FlattenGraph
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError

_TYPES = {"LOWER": "l", "UPPER": "u", "ALPHA": "a", "DIGIT": "d", "ALPHANUM": "n", "SUBWORD_DELIM": " "}


@dataclass(frozen=True, slots=True)
class Options:
    """Elasticsearch's parameters, their defaults where it is made."""

    word_parts: bool
    number_parts: bool
    words_joined: bool
    numbers_joined: bool
    all_joined: bool
    split_on_case: bool
    split_on_numerics: bool
    possessive: bool
    original: bool
    protected: frozenset[str]
    types: dict[str, str]
    offsets: bool


class WordDelimiter(TokenFilter):
    """The parts of a term follow each other; joined forms and the original span the positions of their parts."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made: list[Token] = []
        shift = 0
        for token in tokens:
            position = token.position + shift
            parts = self._parts(token)
            if parts is None:
                made.append(token.with_(token.term, position=position))
                continue
            results = self._results(token, parts, position)
            width = max((result.position - position + result.length for result in results), default=0)
            made += results
            shift += max(width - 1, 0)
        return made

    # cutting

    def _kind(self, char: str) -> str:
        own = self._options.types.get(char)
        if own is not None:
            return own
        if char.isdecimal():
            return "d"
        if char.islower():
            return "l"
        if char.isupper() or char.istitle():
            return "u"
        return "a" if char.isalpha() else " "

    def _parts(self, token: Token) -> list[tuple[int, int, bool]] | None:
        """(start, end, is a number) of the subwords; None where the term is left as it is."""
        term = token.term
        if token.keyword or term in self._options.protected:
            return None
        spans = self._spans(term)
        return None if spans == [(0, len(term))] else [(a, b, self._kind(term[a]) == "d") for a, b in spans]

    def _spans(self, term: str) -> list[tuple[int, int]]:
        kinds = [self._kind(char) for char in term]
        spans = []
        at = 0
        while at < len(term):
            if kinds[at] == " ":
                at += 1
                continue
            end = at + 1
            while end < len(term) and kinds[end] != " " and not self._breaks(kinds[end - 1], kinds[end]):
                end += 1
            spans.append((at, end))
            at = self._after_possessive(term, kinds, end)
        return spans

    def _breaks(self, before: str, after: str) -> bool:
        if before == after or "n" in (before, after):
            return False
        if before == "u" and after == "l":
            return False
        if "d" in (before, after):
            return self._options.split_on_numerics
        return self._options.split_on_case and before == "l" and after == "u"

    def _after_possessive(self, term: str, kinds: list[str], end: int) -> int:
        if not self._options.possessive or term[end : end + 1] != "'" or term[end + 1 : end + 2] not in ("s", "S"):
            return end
        return end + 2 if end + 2 == len(term) or kinds[end + 2] == " " else end

    # what is emitted

    def _results(self, token: Token, parts: list[tuple[int, int, bool]], position: int) -> list[Token]:
        options = self._options
        single = len(parts) == 1
        wanted = [options.number_parts if number else options.word_parts for _, _, number in parts]
        runs = self._joined(parts)
        if single and not wanted[0] and (options.all_joined or (options.numbers_joined if parts[0][2] else options.words_joined)):
            wanted = [True]
        places, place = [], position
        for at, emits in enumerate(wanted):
            places.append(place)
            covered = any(first <= at < last for first, last in runs) and not emits
            place += emits or (covered and any(first == at for first, _ in runs))
        end = max(place, position + 1)
        places.append(place)
        made = []
        if options.original and parts:
            made.append((position, position - end, token.with_(token.term, position=position, length=end - position)))
        for at, (a, b, _) in enumerate(parts):
            if wanted[at]:
                made.append((places[at], 0, self._part(token, a, b, places[at], 1)))
        for first, last in runs:
            text = "".join(token.term[a:b] for a, b, _ in parts[first:last])
            length = max(places[last] - places[first], 1)
            joined = self._part(token, parts[first][0], parts[last - 1][1], places[first], length)
            joined.term = text
            made.append((places[first], -length, joined))
        if options.original and not parts:
            made.append((position, 0, token.with_(token.term, position=position)))
        made.sort(key=lambda result: (result[0], result[1]))
        return [result for _, _, result in made]

    def _joined(self, parts: list[tuple[int, int, bool]]) -> list[tuple[int, int]]:
        """Runs of several parts that are emitted as one."""
        options = self._options
        runs: list[tuple[int, int]] = []
        at = 0
        while at < len(parts):
            end = at
            while end < len(parts) and parts[end][2] == parts[at][2]:
                end += 1
            joins = options.numbers_joined if parts[at][2] else options.words_joined
            emitted = options.number_parts if parts[at][2] else options.word_parts
            if joins and (end - at > 1 or (not emitted and len(parts) > 1)):
                runs.append((at, end))
            at = end
        whole = (0, len(parts))
        if options.all_joined and len(parts) > 1 and whole not in runs:
            runs.append(whole)
        return runs

    def _part(self, token: Token, a: int, b: int, position: int, length: int) -> Token:
        exact = self._options.offsets and token.end - token.start == len(token.term)
        start, end = (token.start + a, token.start + b) if exact else (token.start, token.end)
        return token.with_(token.term[a:b], start=start, end=end, position=position, length=length)

    def for_synonyms(self) -> TokenFilter | None:
        """Rules are not cut."""
        return refuse_synonyms("word_delimiter_graph")


class FlatWordDelimiter(WordDelimiter):
    """Without a graph: every token is one position long."""

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made = FlattenGraph().apply(super().apply(tokens))
        for token in made:
            token.length = 1
        return made


def _options(definition: Definition) -> Options:
    flag = definition.flag
    return Options(
        word_parts=flag("generate_word_parts", True),
        number_parts=flag("generate_number_parts", True),
        words_joined=flag("catenate_words", False),
        numbers_joined=flag("catenate_numbers", False),
        all_joined=flag("catenate_all", False),
        split_on_case=flag("split_on_case_change", True),
        split_on_numerics=flag("split_on_numerics", True),
        possessive=flag("stem_english_possessive", True),
        original=flag("preserve_original", False),
        protected=frozenset(definition.words("protected_words") or ()),
        types=dict(map(_type, definition.words("type_table") or ())),
        offsets=flag("adjust_offsets", True),
    )


def _type(rule: str) -> tuple[str, str]:
    left, arrow, right = rule.rpartition("=>")
    char, name = left.strip(), right.strip()
    if char.startswith("\\u") and len(char) == 6:
        char = chr(int(char[2:], 16))
    elif len(char) == 2 and char[0] == "\\":
        char = char[1]
    if not arrow or name not in _TYPES:
        raise IllegalArgumentError(f"Invalid Mapping Rule : [{rule}]. Illegal type.")
    if len(char) != 1:
        raise IllegalArgumentError(f"Invalid Mapping Rule : [{rule}]. Only a single character is allowed.")
    return char, _TYPES[name]


@token_filter("word_delimiter_graph")
def word_delimiter_graph(definition: Definition, scope: Scope) -> WordDelimiter:
    """Elasticsearch's parameters, ``protected_words`` and ``type_table`` among them."""
    return WordDelimiter(_options(definition))


@token_filter("word_delimiter")
def word_delimiter(definition: Definition, scope: Scope) -> FlatWordDelimiter:
    """As ``word_delimiter_graph``, flat."""
    return FlatWordDelimiter(_options(definition))
