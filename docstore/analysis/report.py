"""What an analyze request asks for, and how tokens are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from docstore.analysis.analyzer import Analyzer, CustomAnalyzer
from docstore.analysis.component import TermFilter, TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.keywords import Marker, Override, Repeat
from docstore.analysis.index_analyzers import IndexAnalyzers, assembled
from docstore.analysis.registry import CHAR_FILTERS, TOKEN_FILTERS, TOKENIZERS, Components
from docstore.analysis.token import Token
from docstore.analysis.utf16 import units_of
from docstore.errors import IllegalArgumentError, JsonObject, TooManyTokensError

T = TypeVar("T")

_ATTRIBUTES = ("bytes", "keyword", "payload", "positionLength", "termFrequency")


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """The texts, and the parts of an analyzer that is made for them."""

    texts: list[str]
    tokenizer: Any
    char_filters: Sequence[Any]
    filters: Sequence[Any]
    attributes: Sequence[str]

    @property
    def has_parts(self) -> bool:
        """Whether there is an analyzer to be made."""
        return self.tokenizer is not None or bool(self.char_filters or self.filters)

    def named(self, analyzers: IndexAnalyzers, which: Analyzer | str | None, *, indexed: bool) -> Analyzer:
        """An analyzer by name, or the default.

        :raises IllegalArgumentError: there is none of that name.
        """
        if isinstance(which, Analyzer):
            return which
        found = analyzers.analyzer(which or "default")
        if found is None:
            raise IllegalArgumentError(f"failed to find {'' if indexed else 'global '}analyzer [{which}]")
        return found

    def custom(self, analyzers: IndexAnalyzers, *, indexed: bool) -> CustomAnalyzer:
        """The analyzer of the parts; without a tokenizer, they normalize.

        :raises IllegalArgumentError: a part that there is not, or that cannot normalize.
        """
        normalizes = self.tokenizer is None
        tokenizer = _part(TOKENIZERS, analyzers, analyzers.tokenizer, "keyword" if normalizes else self.tokenizer, indexed)
        char_filters = [_part(CHAR_FILTERS, analyzers, analyzers.char_filter, one, indexed) for one in self.char_filters]
        filters = [_part(TOKEN_FILTERS, analyzers, analyzers.token_filter, one, indexed) for one in self.filters]
        if normalizes:
            for name, char_filter in char_filters:
                if not char_filter.normalizes:
                    raise IllegalArgumentError(f"Custom normalizer may not use char filter [{name}]")
            for name, token_filter in filters:
                if not token_filter.normalizes:
                    raise IllegalArgumentError(f"Custom normalizer may not use filter [{name}]")
        return assembled("__custom__", tokenizer, filters, char_filters)


def _part(kinds: Components[T], analyzers: IndexAnalyzers, by_name: Callable[[str], T | None], part: Any, indexed: bool) -> tuple[str, T]:
    if isinstance(part, dict):
        kind = part.get("type")
        if kind is None:
            raise IllegalArgumentError(f"Missing [type] setting for anonymous {kinds.component}: {_shown(part)}")
        name = f"__anonymous__{kind}"
        if kinds.find(str(kind)) is None:
            raise IllegalArgumentError(f"failed to find global {kinds.component} under [{kind}]")
        return name, analyzers.build(kinds, Definition.of_json(name, part))
    found = by_name(str(part))
    if found is None:
        raise IllegalArgumentError(f"failed to find {'' if indexed else 'global '}{kinds.component} under [{part}]")
    return str(part), found


def _shown(body: JsonObject) -> str:
    values = Definition.of_json("", body).values
    quoted = (f'"{value}"' if isinstance(value, str) else "[" + ",".join(f'"{one}"' for one in value) + "]" for value in values.values())
    shown = (f'"{key}":{value}' for key, value in zip(values, quoted, strict=True))
    return "{" + ",".join(shown) + "}"


class _Values:
    """Tokens of several texts, as of one field with several values: each begins where the last ended, and a gap further."""

    def __init__(self, gap: int, limit: int) -> None:
        self.shown: list[JsonObject] = []
        self._gap = gap
        self._limit = limit
        self._position = 0
        self._offset = 0

    def add(self, text: str, tokens: Sequence[Token], more: Callable[[Token], JsonObject] | None = None) -> None:
        """The tokens of the next text."""
        units = units_of(text)
        last = -1
        for token in tokens:
            last = max(last, token.position)
            body: JsonObject = {
                "token": token.term,
                "start_offset": self._offset + units(token.start),
                "end_offset": self._offset + units(token.end),
                "type": token.type,
                "position": self._position + token.position,
            }
            if token.length > 1:
                body["positionLength"] = token.length
            self.shown.append(body | more(token) if more is not None else body)
            if len(self.shown) > self._limit:
                raise TooManyTokensError(
                    f"The number of tokens produced by calling _analyze has exceeded the allowed maximum of [{self._limit}]. "
                    "This limit can be set by changing the [index.analyze.max_token_count] index level setting."
                )
        self._position += last + 1 + self._gap
        self._offset += units(len(text)) + 1


def simple(analyzer: Analyzer, texts: Sequence[str], limit: int) -> JsonObject:
    """``{"tokens": [...]}``."""
    values = _Values(analyzer.position_increment_gap, limit)
    for text in texts:
        values.add(text, analyzer.tokens(text))
    return {"tokens": values.shown}


def explained(analyzer: Analyzer, request: AnalyzeRequest, limit: int) -> JsonObject:
    """``{"detail": {...}}``: the tokens with all attributes, behind each part of a custom analyzer."""
    if not isinstance(analyzer, CustomAnalyzer):
        tokens = _stage(analyzer, request, len(analyzer.filters), limit)
        return {"detail": {"custom_analyzer": False, "analyzer": {"name": analyzer.name, "tokens": tokens}}}
    detail: JsonObject = {"custom_analyzer": True}
    if analyzer.char_filters:
        detail["charfilters"] = _char_filters(analyzer, request.texts)
    detail["tokenizer"] = {"name": analyzer.tokenizer_name, "tokens": _stage(analyzer, request, 0, limit)}
    if analyzer.filters:
        stages = enumerate(analyzer.filter_names, 1)
        detail["tokenfilters"] = [{"name": name, "tokens": _stage(analyzer, request, at, limit)} for at, name in stages]
    return {"detail": detail}


def _char_filters(analyzer: CustomAnalyzer, texts: Sequence[str]) -> list[JsonObject]:
    shown, current = [], list(texts)
    for name, char_filter in zip(analyzer.char_filter_names, analyzer.char_filters, strict=True):
        current = [char_filter.apply(text)[0] for text in current]
        shown.append({"name": name, "filtered_text": current})
    return shown


def _stage(analyzer: Analyzer, request: AnalyzeRequest, filters: int, limit: int) -> list[JsonObject]:
    """The tokens behind so many filters."""
    marks = any(_knows_keywords(one) for one in analyzer.filters[:filters])
    names = [name for name in _ATTRIBUTES if not request.attributes or name.lower() in request.attributes]

    def more(token: Token) -> JsonObject:
        known: JsonObject = {"bytes": f"[{token.term.encode('utf-8', 'surrogatepass').hex(' ')}]", "positionLength": token.length}
        known |= {"termFrequency": 1}
        if marks:
            known["keyword"] = token.keyword
        if token.payload is not None:
            known["payload"] = f"[{token.payload.hex(' ')}]"
        return {name: known[name] for name in names if name in known}

    values = _Values(analyzer.position_increment_gap, limit)
    for text in request.texts:
        values.add(text, analyzer.steps(text)[filters], more)
    return values.shown


def _knows_keywords(one: TokenFilter) -> bool:
    return isinstance(one, Marker | Override | Repeat) or (isinstance(one, TermFilter) and one.stems)
