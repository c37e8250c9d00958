"""What data streams demand of index templates: each has one that is for such a stream (``MetadataIndexTemplateService``)."""

from __future__ import annotations

from docstore.catalog.catalog import Catalog
from docstore.catalog.settings.settings import Settings
from docstore.catalog.templates.composable import INDEX_TEMPLATES, ComposableTemplate
from docstore.catalog.templates.composition import composed, template_of
from docstore.catalog.time_series import is_time_series
from docstore.errors import IllegalArgumentError


def check_streams(catalog: Catalog, template: ComposableTemplate) -> None:
    """:raises IllegalArgumentError: under this template a data stream would be left without one, or a time series without its mode."""
    if not catalog.lookup.streams:
        return
    after = catalog.with_object(INDEX_TEMPLATES, template.name, template, INDEX_TEMPLATES.row(template))
    priority = "null" if template.priority is None else template.priority
    said = f"composable template [{template.name}] with index patterns [{', '.join(template.patterns)}], priority [{priority}]"
    lost = _without_template(after)
    if len(lost) > len(_without_template(catalog)):
        no_stream = "" if template.data_stream is not None else "and no data stream configuration "
        raise IllegalArgumentError(
            f"{said} {no_stream}would cause data streams [{', '.join(lost)}] to no longer match a data stream template"
        )
    lost = _without_mode(after)
    if len(lost) > len(_without_mode(catalog)):
        raise IllegalArgumentError(
            f"{said}, index_mode [{_mode(after, template, '') or 'null'}] would cause tsdb data streams [{', '.join(lost)}] to no longer "
            "match a data stream template with a time_series index_mode"
        )


def _without_template(catalog: Catalog) -> list[str]:
    found = [(name, template_of(catalog, name, hidden=stream.hidden)) for name, stream in catalog.lookup.streams.items()]
    return [name for name, template in found if template is None or template.data_stream is None]


def _without_mode(catalog: Catalog) -> list[str]:
    """The time series whose template makes none."""
    lost = []
    for name, stream in catalog.lookup.streams.items():
        index = catalog.index(stream.write_index)
        if index is not None and is_time_series(index):
            template = template_of(catalog, name, hidden=stream.hidden)
            if template is not None and _mode(catalog, template, name) != "time_series":
                lost.append(name)
    return lost


def _mode(catalog: Catalog, template: ComposableTemplate, name: str) -> str | None:
    settings = Settings(composed(catalog, template, name).settings)
    return str(settings.get("index.mode")) if "index.mode" in settings.flat else None
