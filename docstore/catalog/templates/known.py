"""All templates that there are: those in the store, and behind them those that Elasticsearch brings (``stack``), read when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docstore.catalog.catalog import Catalog
from docstore.catalog.settings.cluster import cluster_setting
from docstore.catalog.templates.component import COMPONENT_TEMPLATES, ComponentTemplate
from docstore.catalog.templates.composable import INDEX_TEMPLATES, ComposableTemplate

_BROUGHT_FOR = ("logs-", "metrics-", "synthetics-")


class Components(Mapping[str, ComponentTemplate]):
    """Component templates by name."""

    def __init__(self, catalog: Catalog) -> None:
        self._stored = catalog.section(COMPONENT_TEMPLATES)
        self._brought = brings(catalog)

    def __getitem__(self, name: str) -> ComponentTemplate:
        found = self._stored.get(name)
        if found is not None:
            return found
        if not self._brought or "@" not in name:
            raise KeyError(name)
        from docstore.catalog.templates.stack import component  # few templates are made of them

        return component(name)

    def __iter__(self) -> Iterator[str]:
        if not self._brought:
            return iter(self._stored)
        from docstore.catalog.templates.stack import NAMES

        return iter(sorted({*self._stored, *NAMES}))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def brings(catalog: Catalog) -> bool:
    """``stack.templates.enabled``."""
    return bool(cluster_setting(catalog, "stack.templates.enabled"))


def index_templates(catalog: Catalog) -> Mapping[str, ComposableTemplate]:
    """Index templates by name, in the order of the names."""
    stored = catalog.section(INDEX_TEMPLATES)
    if not brings(catalog):
        return stored
    from docstore.catalog.templates.stack import INDEX

    return dict(sorted({**INDEX, **stored}.items()))


def candidates(catalog: Catalog, index: str) -> Mapping[str, ComposableTemplate]:
    """The index templates, all those among them that may match a name."""
    return index_templates(catalog) if index.startswith(_BROUGHT_FOR) else catalog.section(INDEX_TEMPLATES)
