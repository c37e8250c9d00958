"""The index settings that a mapping obeys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docstore.analysis.index_analyzers import IndexAnalyzers, Key, analysis_key, analyzers_of
from docstore.frozen import frozen
from docstore.mapping.index_mode import default_in_mode
from docstore.mapping.parameter import NO_LIMIT
from docstore.mapping.query_settings import DEFAULTS, QuerySettings
from docstore.mapping.similarities import BM25, BUILT_IN, Similarities, Similarity, similarities_of

NO_NAME_LIMIT = 2**63 - 1
"""The default: no name is too long."""


@frozen
class MappingSettings:
    """``index.mapping.*`` with Elasticsearch's defaults."""

    total_fields_limit: int = 1000
    depth_limit: int = 20
    nested_fields_limit: int = 100
    nested_parents_limit: int = 50
    nested_objects_limit: int = 10000
    dimension_fields_limit: int = 32768
    field_name_length_limit: int = NO_NAME_LIMIT
    coerce: bool = True
    ignore_malformed: bool = False
    ignore_above: int = NO_LIMIT
    ignore_dynamic_beyond_limit: bool = False
    ignore_long_names: bool = False
    """Whether dynamic fields whose names are too long are left out of the mapping, not refused."""
    synthetic_source_keep: str = "none"
    source_mode: str | None = None
    hides_vectors: bool = True
    """Whether ``_source`` is shown without fields that hold vectors, unless a request wants them."""
    percolates_unmapped: bool = False
    """Whether stored queries may ask for fields that are not there."""
    similarities: Similarities = ()
    """The index's own."""
    analysis: Key = ()
    """What decides about the analyzers."""
    query: QuerySettings = DEFAULTS
    """What queries obey."""

    @property
    def ignores_dynamic(self) -> bool:
        """Whether dynamic fields may be left out of the mapping."""
        return self.ignore_dynamic_beyond_limit or self.ignore_long_names

    @property
    def analyzers(self) -> IndexAnalyzers:
        """The analyzers of the index."""
        return analyzers_of(self.analysis)

    def similarity(self, name: str | None) -> Similarity | None:
        """The similarity of that name; the default's is None. None when the index has none of the name."""
        asked = "default" if name is None else str(name)
        for own, found in self.similarities:
            if own == asked:
                return found
        return BM25 if asked == "default" else BUILT_IN.get(asked)

    @classmethod
    def of(cls, settings: Mapping[str, Any] | None) -> MappingSettings:
        """From settings as they are stored: nested, or flat with dots, with or without ``index.``; strings or not.

        Indices whose settings agree get the same object.
        """
        flat = _flatten(settings or {}, "")
        key = tuple((name, str(value)) for name, value in flat.items() if name not in _OF_ONE_INDEX)
        known = _KNOWN.get(key)
        if known is None:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            known = _KNOWN[key] = cls._read(flat)
        return known

    @classmethod
    def _read(cls, flat: Mapping[str, Any]) -> MappingSettings:
        full = {name if name.startswith("index.") else f"index.{name}": value for name, value in flat.items()}
        values: dict[str, Any] = {}
        for field, key in _KEYS.items():
            value = full.get(f"index.{key}")
            if value is None:
                value = default_in_mode(f"index.{key}", full)
            if value is not None:
                values[field] = _READ[type(cls.__dataclass_fields__[field].default)](value)
        return cls(**values, similarities=similarities_of(full), analysis=analysis_key(full), query=QuerySettings.of(full))


_OF_ONE_INDEX = frozenset(("index.uuid", "index.creation_date", "index.provided_name", "index.history.uuid"))
"""Settings that no two indices share."""

_MOST_KNOWN = 64
_KNOWN: dict[tuple[tuple[str, str], ...], MappingSettings] = {}

_READ: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: str(value).lower() == "true",
    int: int,
    str: lambda value: str(value).lower(),
    type(None): lambda value: str(value).lower(),
}
_KEYS = {
    "synthetic_source_keep": "mapping.synthetic_source_keep",
    "source_mode": "mapping.source.mode",
    "total_fields_limit": "mapping.total_fields.limit",
    "depth_limit": "mapping.depth.limit",
    "nested_fields_limit": "mapping.nested_fields.limit",
    "nested_parents_limit": "mapping.nested_parents.limit",
    "dimension_fields_limit": "mapping.dimension_fields.limit",
    "nested_objects_limit": "mapping.nested_objects.limit",
    "field_name_length_limit": "mapping.field_name_length.limit",
    "coerce": "mapping.coerce",
    "ignore_malformed": "mapping.ignore_malformed",
    "ignore_above": "mapping.ignore_above",
    "hides_vectors": "mapping.exclude_source_vectors",
    "percolates_unmapped": "percolator.map_unmapped_fields_as_text",
    "ignore_long_names": "mapping.field_name_length.ignore_dynamic_beyond_limit",
    "ignore_dynamic_beyond_limit": "mapping.total_fields.ignore_dynamic_beyond_limit",
}


def _flatten(settings: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if type(value) is not str and isinstance(value, Mapping):
            flat.update(_flatten(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = value
    return flat
