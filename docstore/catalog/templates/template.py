"""The ``template`` of component and composable templates: settings, mappings and aliases of an index to come (``Template``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.catalog.aliases.alias import Alias, parse_aliases
from docstore.catalog.aliases.rules import check_alias_pattern
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import nested, parse_settings
from docstore.catalog.streams.lifecycle import check_lifecycle, check_options
from docstore.errors import IllegalArgumentError, JsonObject, XContentParseError
from docstore.frozen import frozen
from docstore.mapping.mapping import Mapping as FieldMapping
from docstore.spelling import did_you_mean

RESETTABLE = ("lifecycle", "data_stream_options")
_KEYS = ("settings", "mappings", "aliases", *RESETTABLE)


@frozen
class Template:
    """``None`` is a part that was not given."""

    settings: Mapping[str, Raw] | None = None
    mappings: JsonObject | None = None
    aliases: Mapping[str, Alias] | None = None
    lifecycle: JsonObject | None = None
    data_stream_options: JsonObject | None = None
    reset: frozenset[str] = frozenset()
    """Which of the last two a null takes away that a component has given."""

    @classmethod
    def parse(cls, body: Any) -> Template:
        """``{"settings": {...}, "mappings": {...}, "aliases": {...}, "lifecycle": {...}, "data_stream_options": {...}}``.

        :raises ApiError: an unknown key, or a part that no index could have.
        """
        if not isinstance(body, Mapping):
            raise XContentParseError("[template] must be an object")
        for key in body:
            if key not in _KEYS:
                raise XContentParseError(f"[template] unknown field [{key}]{did_you_mean(key, _KEYS)}")
        given = body.get("settings")
        settings = None if given is None else {key: raw for key, raw in parse_settings(given).items() if raw is not None}
        mappings = body.get("mappings")
        lifecycle, options = body.get("lifecycle"), body.get("data_stream_options")
        return cls(
            settings,
            None if mappings is None else checked_mappings(mappings, settings or {}),
            None if body.get("aliases") is None else checked_aliases(body["aliases"]),
            None if lifecycle is None else check_lifecycle(lifecycle),
            None if options is None else check_options(options),
            frozenset(key for key in RESETTABLE if key in body and body[key] is None),
        )

    def to_body(self) -> JsonObject:
        """As it is shown, and kept."""
        body: JsonObject = {}
        if self.settings is not None:
            body["settings"] = nested(self.settings)
        if self.mappings is not None:
            body["mappings"] = self.mappings
        if self.aliases is not None:
            body["aliases"] = {name: alias.to_body() for name, alias in self.aliases.items()}
        if self.lifecycle is not None:
            body["lifecycle"] = self.lifecycle
        if self.data_stream_options is not None:
            body["data_stream_options"] = self.data_stream_options
        return body | dict.fromkeys(key for key in RESETTABLE if key in self.reset)


def checked_mappings(body: Any, settings: Mapping[str, Raw]) -> JsonObject:
    """A mapping that could be one; ``_doc`` around it is taken off.

    :raises MapperParsingError: it could not.
    """
    if not isinstance(body, Mapping):
        raise IllegalArgumentError("[mappings] must be an object")
    if body.keys() == {"_doc"} and isinstance(body["_doc"], Mapping):
        body = body["_doc"]
    FieldMapping.parse(dict(body), settings=settings)
    return dict(body)


def checked_aliases(body: Any) -> dict[str, Alias]:
    """Aliases whose names may hold ``{index}``.

    :raises ApiError: a name or a property that no alias can have.
    """
    aliases = parse_aliases(body)
    for alias in aliases.values():
        check_alias_pattern(alias)
    return aliases
