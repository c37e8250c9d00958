"""What data streams demand of index templates: each has one that is for such a stream (``MetadataIndexTemplateService``)."""

from __future__ import annotations

from docstore.catalog.catalog import Catalog
from docstore.catalog.templates.composable import INDEX_TEMPLATES, ComposableTemplate
from docstore.catalog.templates.composition import template_of
from docstore.errors import IllegalArgumentError


def check_streams(catalog: Catalog, template: ComposableTemplate) -> None:
    """:raises IllegalArgumentError: under this template a data stream would be left without one."""
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


def _without_template(catalog: Catalog) -> list[str]:
    found = [(name, template_of(catalog, name, hidden=stream.hidden)) for name, stream in catalog.lookup.streams.items()]
    return [name for name, template in found if template is None or template.data_stream is None]
