"""The index settings that queries obey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.frozen import frozen
from docstore.mapping.index_mode import SortedBy, index_sort, mode_of


@frozen
class QuerySettings:
    """With Elasticsearch's defaults."""

    max_regex_length: int = 1000
    max_terms_count: int = 65_536
    max_result_window: int = 10_000
    top_metrics_max_size: int = 10
    default_fields: tuple[str, ...] = ("*",)
    """``index.query.default_field``."""
    lenient: bool = False
    """``index.query_string.lenient``."""
    tier: str = "data_content"
    """The first of ``index.routing.allocation.include._tier_preference``."""
    mode: str = "standard"
    """``index.mode``."""
    sort: tuple[SortedBy, ...] = ()
    """``index.sort``."""
    routing_path: tuple[str, ...] = ()
    """``index.routing_path``."""

    @property
    def time_series(self) -> bool:
        """``index.mode: time_series``."""
        return self.mode == "time_series"

    @classmethod
    def of(cls, full: Mapping[str, Any]) -> QuerySettings:
        """From settings by full name."""
        found = cls()
        return cls(
            int(full.get("index.max_regex_length", found.max_regex_length)),
            int(full.get("index.max_terms_count", found.max_terms_count)),
            int(full.get("index.max_result_window", found.max_result_window)),
            int(full.get("index.top_metrics_max_size", found.top_metrics_max_size)),
            _texts(full.get("index.query.default_field", found.default_fields)),
            str(full.get("index.query_string.lenient", False)).lower() == "true",
            str(full.get("index.routing.allocation.include._tier_preference") or found.tier).split(",")[0],
            mode_of(full),
            index_sort(full),
            _texts(full.get("index.routing_path") or ()),
        )


def _texts(given: Any) -> tuple[str, ...]:
    return tuple(given.split(",") if isinstance(given, str) else given)


DEFAULTS = QuerySettings()
