"""Templates as responses show them."""

from __future__ import annotations

from docstore.catalog.settings import flattened
from docstore.errors import JsonObject


def shown(body: JsonObject, *, flat: bool) -> JsonObject:
    """A template's body, its settings by full name if asked for."""
    template = body.get("template", body)
    if not flat or not template.get("settings"):
        return body
    settings = dict(sorted(flattened(template["settings"]).items()))
    if template is body:
        return {**body, "settings": settings}
    return {**body, "template": {**template, "settings": settings}}
