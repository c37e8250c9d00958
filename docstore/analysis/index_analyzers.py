"""The analyzers of one index: what its settings define, and what there is by name (``AnalysisRegistry``, ``IndexAnalyzers``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from docstore.analysis.analyzer import Analyzer, CustomAnalyzer
from docstore.analysis.component import Chain, CharFilter, TokenFilter, Tokenizer
from docstore.analysis.definition import Definition, Raw
from docstore.analysis.kinds import ANALYZERS
from docstore.analysis.registry import CHAR_FILTERS, TOKEN_FILTERS, TOKENIZERS, Components
from docstore.errors import IllegalArgumentError

T = TypeVar("T")

PREFIX = "index.analysis."
LIMITS = {"index.max_ngram_diff": 1, "index.max_shingle_diff": 3}
"""Settings that components obey, and their defaults."""

Key = tuple[tuple[str, str | tuple[str, ...]], ...]


def analysis_key(settings: Mapping[str, Any]) -> Key:
    """What of an index's settings, by full name, decides about its analyzers."""
    found = [(name, raw) for name, raw in settings.items() if name.startswith(PREFIX) or name in LIMITS]
    return tuple((name, _frozen(raw)) for name, raw in sorted(found, key=lambda item: item[0]) if raw is not None)


def _frozen(raw: Any) -> str | tuple[str, ...]:
    return tuple(map(_text, raw)) if isinstance(raw, list | tuple) else _text(raw)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=256)
def analyzers_of(key: Key) -> IndexAnalyzers:
    """The analyzers that these settings define; all of them are built.

    :raises ApiError: a definition that is wrong, with Elasticsearch's text.
    """
    return IndexAnalyzers({name: raw if isinstance(raw, str) else list(raw) for name, raw in key})


class IndexAnalyzers:
    """Components by name. Immutable once it is made."""

    def __init__(self, settings: Mapping[str, Raw] | None = None) -> None:
        settings = settings or {}
        self._numbers = {name: int(str(settings.get(name, default))) for name, default in LIMITS.items()}
        groups = _groups(settings)
        self._definitions = groups
        self._char_filters: dict[str, CharFilter | None] = {}
        self._tokenizers: dict[str, Tokenizer | None] = {}
        self._filters: dict[str, TokenFilter | None] = {}
        self._analyzers: dict[str, Analyzer | None] = {}
        self._building: set[str] = set()
        for name in groups["char_filter"]:
            self.char_filter(name)
        for name in groups["tokenizer"]:
            self.tokenizer(name)
        for name in groups["filter"]:
            self.token_filter(name)
        self._normalizers = {name: self._normalizer(definition) for name, definition in groups["normalizer"].items()}
        for name in groups["analyzer"]:
            _check_name(name)
            self.analyzer(name)

    def number(self, setting: str) -> int:
        """An integer setting of the index."""
        return self._numbers[setting]

    # components

    def char_filter(self, name: str) -> CharFilter | None:
        """The char filter of that name, defined or ready; None when there is none."""
        return self._component(CHAR_FILTERS, self._char_filters, name)

    def tokenizer(self, name: str) -> Tokenizer | None:
        """The tokenizer of that name."""
        return self._component(TOKENIZERS, self._tokenizers, name)

    def token_filter(self, name: str) -> TokenFilter | None:
        """The token filter of that name.

        :raises IllegalArgumentError: its definition leads back to itself.
        """
        if name in self._building:
            raise IllegalArgumentError(f"filter [{name}] refers to itself")
        self._building.add(name)
        try:
            return self._component(TOKEN_FILTERS, self._filters, name)
        finally:
            self._building.discard(name)

    def _component(self, kinds: Components[T], built: dict[str, T | None], name: str) -> T | None:
        if name not in built:
            definition = self._definitions[kinds.component].get(name)
            if definition is not None:
                built[name] = self.build(kinds, definition)
            else:
                ready = kinds.ready(name)
                built[name] = None if ready is None else ready(Definition(name), self)
        return built[name]

    def build(self, kinds: Components[T], definition: Definition) -> T:
        """A component of a definition with a type.

        :raises IllegalArgumentError: no type, or one that there is not.
        """
        component, kind = kinds.component, definition.type
        if kind is None:
            raise IllegalArgumentError(f"{component} [{definition.name}] must specify either an analyzer type, or a tokenizer")
        build = kinds.find(kind)
        if build is None:
            raise IllegalArgumentError(f"Unknown {component} type [{kind}] for [{definition.name}]")
        return build(definition, self)

    # analyzers

    def analyzer(self, name: str) -> Analyzer | None:
        """The analyzer of that name; ``default`` is always there."""
        if name not in self._analyzers:
            definition = self._definitions["analyzer"].get(name)
            if definition is not None:
                self._analyzers[name] = self._analyzer(definition)
            elif name == "default":
                self._analyzers[name] = self.analyzer("standard")
            else:
                ready = ANALYZERS.ready(name)
                self._analyzers[name] = None if ready is None else ready(Definition(name), self)
        return self._analyzers[name]

    def defines(self, name: str) -> bool:
        """Whether the settings define an analyzer of that name."""
        return name in self._definitions["analyzer"]

    def _analyzer(self, definition: Definition) -> Analyzer:
        kind = definition.type
        if kind == "custom" or (kind is None and "tokenizer" in definition):
            return self._custom(definition)
        made = self.build(ANALYZERS, definition)
        made.position_increment_gap = _gap(definition)
        return made

    def _custom(self, definition: Definition) -> CustomAnalyzer:
        name, tokenizer_name = definition.name, definition.text("tokenizer")
        if tokenizer_name is None:
            raise IllegalArgumentError(f"Custom Analyzer [{name}] must be configured with a tokenizer")
        tokenizer = self.tokenizer(tokenizer_name)
        if tokenizer is None:
            raise IllegalArgumentError(f"Custom Analyzer [{name}] failed to find tokenizer under name [{tokenizer_name}]")
        char_filters = []
        for part in definition.texts("char_filter"):
            char_filter = self.char_filter(part)
            if char_filter is None:
                raise IllegalArgumentError(f"Custom Analyzer [{name}] failed to find char_filter under name [{part}]")
            char_filters.append((part, char_filter))
        filters = []
        for part in definition.texts("filter"):
            found = self.token_filter(part)
            if found is None:
                raise IllegalArgumentError(f"Custom Analyzer [{name}] failed to find filter under name [{part}]")
            filters.append((part, found))
        gap = _gap(definition)
        return assembled(name, (tokenizer_name, tokenizer), filters, char_filters, position_increment_gap=gap)

    # normalizers

    def normalizer(self, name: str) -> Analyzer | None:
        """The normalizer of that name; ``lowercase`` is always there."""
        if name == "lowercase" and name not in self._normalizers:
            return self._normalizer(Definition("lowercase", {"filter": ["lowercase"]}))
        return self._normalizers.get(name)

    def _normalizer(self, definition: Definition) -> CustomAnalyzer:
        name, kind = definition.name, definition.type
        if kind not in (None, "custom"):
            if kind != "lowercase":
                raise IllegalArgumentError(f"Unknown normalizer type [{kind}] for [{name}]")
            definition = Definition(name, {"filter": ["lowercase"]})
        if "tokenizer" in definition:
            raise IllegalArgumentError(f"Custom normalizer [{name}] cannot configure a tokenizer")
        char_filters = []
        for part in definition.texts("char_filter"):
            char_filter = self.char_filter(part)
            if char_filter is None:
                raise IllegalArgumentError(f"Custom normalizer [{name}] failed to find char_filter under name [{part}]")
            if not char_filter.normalizes:
                raise IllegalArgumentError(f"Custom normalizer [{name}] may not use char filter [{part}]")
            char_filters.append((part, char_filter))
        filters = []
        for part in definition.texts("filter"):
            found = self.token_filter(part)
            if found is None:
                raise IllegalArgumentError(f"Custom normalizer [{name}] failed to find filter under name [{part}]")
            if not found.normalizes:
                raise IllegalArgumentError(f"Custom normalizer [{name}] may not use filter [{part}]")
            filters.append((part, found))
        keyword = self.tokenizer("keyword")
        assert keyword is not None
        return assembled(name, ("keyword", keyword), filters, char_filters)


def assembled(
    name: str,
    tokenizer: tuple[str, Tokenizer],
    filters: list[tuple[str, TokenFilter]],
    char_filters: list[tuple[str, CharFilter]],
    *,
    position_increment_gap: int = 100,
) -> CustomAnalyzer:
    """An analyzer of these parts, each filter in its place."""
    placed: list[tuple[str, TokenFilter]] = []
    for given, found in filters:
        chain = Chain([one for _, one in char_filters], tokenizer[1], [one for _, one in placed])
        placed.append((given, found.in_chain(chain)))
    return CustomAnalyzer(name, tokenizer, placed, char_filters, position_increment_gap=position_increment_gap)


def _gap(definition: Definition) -> int:
    gap = definition.integer("position_increment_gap", 100)
    if gap < 0:
        raise IllegalArgumentError(f"invalid position_increment_gap [{gap}] for analyzer [{definition.name}]")
    return gap


def _check_name(name: str) -> None:
    if name.startswith("_"):
        raise IllegalArgumentError(f"analyzer name must not start with '_'. got: \"{name}\"")
    if name == "default_index":
        raise IllegalArgumentError(
            "[index.analysis.analyzer.default_index] is not supported anymore, use [index.analysis.analyzer.default] instead for index"
        )


def _groups(settings: Mapping[str, Raw]) -> dict[str, dict[str, Definition]]:
    """Definitions by component and name."""
    groups: dict[str, dict[str, Definition]] = {kind: {} for kind in ("char_filter", "tokenizer", "filter", "analyzer", "normalizer")}
    for setting, raw in settings.items():
        if not setting.startswith(PREFIX):
            continue
        component, _, rest = setting.removeprefix(PREFIX).partition(".")
        name, _, key = rest.partition(".")
        if component not in groups:
            raise IllegalArgumentError(
                f"unknown setting [{setting}] please check that any required plugins are installed, or check the breaking changes "
                "documentation for removed settings"
            )
        if not key:
            raise IllegalArgumentError(
                f"Failed to get setting group for [{PREFIX}{component}.] setting prefix and setting [{setting}] because of a missing '.'"
            )
        groups[component].setdefault(name, Definition(name)).values[key] = raw
    return groups
