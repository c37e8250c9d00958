"""``_source`` filtering: which parts of a document come back, or go on into a reindex.

Patterns as Elasticsearch's ``XContentMapValues.filter``: dotted paths with ``*``; a path to an object takes all below it; an exclude
wins over an include.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from docstore.errors import IllegalArgumentError, ParsingError, Place, Token
from docstore.frozen import frozen
from docstore.mapping.history import NO_HISTORY, History
from docstore.mapping.vector_source import unpacked
from docstore.query.wire import text, token_of
from docstore.storage.source import Source

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

_MISSING = object()
_KEYS = frozenset({"includes", "include", "excludes", "exclude", "exclude_vectors"})


@frozen
class SourceFilter:
    """Which parts of ``_source`` are wanted. ``fetch`` false: none at all.

    ``vectors`` false: no fields that hold vectors; None: where they are named, or the index shows them (``exclude_source_vectors``).
    """

    fetch: bool = True
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    vectors: bool | None = None

    @classmethod
    def parse(cls, value: Any) -> SourceFilter:
        """``_source`` as a request body gives it: a boolean, a pattern, a list, or ``{"includes": ..., "excludes": ...}``.

        :raises ParsingError: another type or an unknown key.
        """
        if isinstance(value, bool):
            return cls(fetch=value)
        if isinstance(value, str):
            return cls(includes=(value,))
        if isinstance(value, Sequence):
            return cls(includes=tuple(map(text, value)))
        if not isinstance(value, dict):
            raise ParsingError(f"Expected one of [VALUE_BOOLEAN, START_OBJECT] but found [{token_of(value)}]")
        for key, each in value.items():
            takes = (bool, str) if key == "exclude_vectors" else (str, list)
            if key not in _KEYS or not (each is None or isinstance(each, takes)):
                raise _unknown(key, each, Place(Token.VALUE, key, value))
            if isinstance(each, list):
                wrong = next((at for at, one in enumerate(each) if not isinstance(one, str)), None)
                if wrong is not None:
                    raise _unknown(key, each[wrong], Place(Token.VALUE, wrong, each))
        includes = _given(value.get("includes", value.get("include")))
        without = _boolean(value.get("exclude_vectors"))
        if without is not None and not isinstance(without, bool):
            raise ParsingError(f"Unknown key for a VALUE_STRING in [exclude_vectors], [{without}] is no boolean.")
        excludes = _given(value.get("excludes", value.get("exclude")))
        return cls(includes=includes, excludes=excludes, vectors=None if without is None else not without)

    @classmethod
    def of(cls, source: Any = None, includes: Any = None, excludes: Any = None, exclude_vectors: Any = None) -> SourceFilter:
        """The query parameters ``_source``, ``_source_includes``, ``_source_excludes``, ``_source_exclude_vectors`` together."""
        chosen = _boolean(source)
        found = cls() if source is None else cls.parse(patterns(chosen) if isinstance(chosen, str) else chosen)
        if includes is None and excludes is None and exclude_vectors is None:
            return found
        vectors = found.vectors if exclude_vectors is None else _boolean(exclude_vectors) is not True
        return cls(found.fetch, found.includes + patterns(includes), found.excludes + patterns(excludes), vectors)

    def on(self, mapping: Mapping) -> SourceFilter:
        """The filter for documents of a mapping, which tells the fields that hold vectors."""
        shown = self.vectors
        if shown is None:
            shown = bool(self.includes) or not mapping.settings.hides_vectors
        if not mapping.vectors or (shown and not mapping.settings.hides_vectors):
            return self
        if shown:
            return VectorSource(self.fetch, self.includes, self.excludes, vectors=True, mapping=mapping)
        return SourceFilter(self.fetch, self.includes, (*self.excludes, *mapping.vectors), vectors=True)

    @property
    def everything(self) -> bool:
        """Whether the document comes back as it is."""
        return self.fetch and self.vectors is not False and not self.includes and not self.excludes

    def apply(self, source: Source) -> Source:
        """The wanted parts of a document."""
        return source if self.everything else self._parts(source)

    def _parts(self, source: Source) -> Source:
        kept = _keep(source, "", _matcher(self.includes), _prefixes(self.includes), _matcher(self.excludes))
        return kept if isinstance(kept, dict) else {}


EVERYTHING = SourceFilter()
"""The document as it is."""

NOTHING = SourceFilter(fetch=False)
"""No ``_source`` at all."""


@frozen
class SyntheticSource(SourceFilter):
    """What an index with synthetic source shows: not parts of documents, but what would be rebuilt of them."""

    mapping: Mapping | None = None

    @property
    def everything(self) -> bool:
        """Never: documents do not come back as they are."""
        return False

    def apply(self, source: Source) -> Source:
        """The document as it is shown."""
        return source if self.mapping is None else self.mapping.shown_source(source)


@frozen
class VectorSource(SourceFilter):
    """Parts of documents whose vectors come as numbers, in whatever way they were given."""

    mapping: Mapping | None = None

    @property
    def everything(self) -> bool:
        """Never: a vector may have been given as text."""
        return False

    def apply(self, source: Source) -> Source:
        """The wanted parts of a document."""
        return {} if self.mapping is None else unpacked(self.mapping, self._parts(source))


def stored_filter(mapping: Mapping, history: History = NO_HISTORY, seq: int = 0) -> SourceFilter:
    """What an index shows of the documents it stores (``_source`` in its mapping); with its history, of the one of a ``_seq_no``.

    The whole document is kept all the same, for queries read fields from it; Elasticsearch has its index for that.
    """
    if mapping.source_mode == "synthetic":
        return SyntheticSource(mapping=mapping)
    if mapping.source_enabled and not mapping.source_includes and not mapping.source_excludes:
        return EVERYTHING
    fetch = mapping.source_enabled or seq < history.source_until
    return SourceFilter(fetch, tuple(mapping.source_includes), tuple(mapping.source_excludes))


def rebuilt_filter(mapping: Mapping) -> SourceFilter:
    """What an index would show if its source were synthetic.

    :raises IllegalArgumentError: it cannot be shown so.
    """
    if mapping.source_mode != "synthetic":
        from docstore.mapping.synthetic import check_rebuildable

        check_rebuildable(mapping)
    return SyntheticSource(mapping=mapping)


def _unknown(key: str, value: Any, place: Place) -> ParsingError:
    error = ParsingError(f"Unknown key for a {token_of(value)} in [{key}].")
    error.place = place
    return error


def patterns(value: Any) -> tuple[str, ...]:
    """A comma list, or a list of patterns, as a tuple; ``None`` is none."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, Sequence) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise IllegalArgumentError(f"_source patterns are strings, not [{value!r}]")


def _given(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """What a body gives: a text is one pattern, whatever is in it."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def _boolean(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _regex(pattern: str) -> str:
    return ".*".join(re.escape(part) for part in pattern.split("*"))


@lru_cache(maxsize=1024)
def _matcher(wanted: tuple[str, ...]) -> re.Pattern[str] | None:
    """Matches a path that one of the patterns names, or that lies below one that it names."""
    return re.compile("(?:" + "|".join(_regex(p) for p in wanted) + r")(?:\..*)?\Z", re.DOTALL) if wanted else None


@lru_cache(maxsize=1024)
def _prefixes(wanted: tuple[str, ...]) -> re.Pattern[str] | None:
    """Matches a path above one that a pattern could name."""
    heads = {
        ".".join(parts[:n]) for p in wanted for parts in [p.split(".")] for n in range(1, len(parts))
    }
    starred = {p[: p.index("*") + 1] for p in wanted if "*" in p}
    every = sorted(heads | starred)
    return re.compile("(?:" + "|".join(_regex(p) for p in every) + r")\Z", re.DOTALL) if every else None


def _keep(
    value: Any,
    path: str,
    includes: re.Pattern[str] | None,
    above: re.Pattern[str] | None,
    excludes: re.Pattern[str] | None,
) -> Any:
    if isinstance(value, dict):
        kept = {}
        for key, inner in value.items():
            found = _keep_field(inner, f"{path}.{key}" if path else key, includes, above, excludes)
            if found is not _MISSING:
                kept[key] = found
        return kept
    if isinstance(value, list):
        return [_keep(inner, path, includes, above, excludes) for inner in value]
    return value


def _keep_field(
    value: Any,
    path: str,
    includes: re.Pattern[str] | None,
    above: re.Pattern[str] | None,
    excludes: re.Pattern[str] | None,
) -> Any:
    if excludes is not None and excludes.match(path):
        return _MISSING
    if includes is None or includes.match(path):
        return _keep(value, path, None, None, excludes) if excludes is not None else value
    if above is None or not above.match(path):
        return _MISSING
    if isinstance(value, dict):
        return _keep(value, path, includes, above, excludes) or _MISSING
    if isinstance(value, list):
        inner = [_keep(item, path, includes, above, excludes) for item in value if isinstance(item, dict | list)]
        return [item for item in inner if item] or _MISSING
    return _MISSING
