"""Templates as responses show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.catalog.settings.settings import flattened
from docstore.catalog.templates.rules import selected
from docstore.errors import JsonObject, ResourceNotFoundError


def shown(body: JsonObject, *, flat: bool) -> JsonObject:
    """A template's body, its settings by full name if asked for."""
    template = body.get("template", body)
    if not flat or not template.get("settings"):
        return body
    settings = dict(sorted(flattened(template["settings"]).items()))
    if template is body:
        return {**body, "settings": settings}
    return {**body, "template": {**template, "settings": settings}}


def listed(templates: Mapping[str, Any], what: str, name: str | None, *, flat: bool) -> JsonObject:
    """Those of a name or a pattern, or all: ``{"index_templates": [{"name": ..., "index_template": {...}}]}`` for ``index_template``.

    :raises ResourceNotFoundError: there is none of that name.
    """
    found = selected([name or "*"], templates)
    if not found and name is not None and "*" not in name:
        raise ResourceNotFoundError(f"{what.replace('_', ' ')} matching [{name}] not found")
    return {f"{what}s": [{"name": each, what: shown(templates[each].to_body(), flat=flat)} for each in found]}
