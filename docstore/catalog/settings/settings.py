"""The settings of one index: text by full name, read through the declarations in ``known``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.catalog.blocks import BLOCKS, Block, Operation
from docstore.catalog.settings.known import SETTINGS, default_of, find
from docstore.catalog.settings.setting import InMode, Like, Raw
from docstore.errors import IllegalArgumentError, JsonObject, ParsingError
from docstore.once import once
from docstore.spelling import SETTING, close_names, question

_PREFIX = "index."
_BLOCKS = frozenset(block.setting for block in BLOCKS)
_DEFAULTS: dict[str, Any] = {}
"""Typed defaults that somebody asked for; nobody changes one."""


class Settings:
    """Immutable settings by full name.

    ``flat`` holds what was set, as text; ``get`` gives a typed value, or the default.
    """

    __slots__ = ("__dict__", "_typed", "flat")

    def __init__(self, flat: Mapping[str, Raw]) -> None:
        self.flat = flat
        self._typed: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The value of ``index.<name>`` (full name) in its type: int, float, bool, str or list; times are milliseconds.

        :raises KeyError: no such setting is declared; a mistake in the calling code.
        """
        try:
            return self._typed[name]
        except KeyError:
            raw = self.flat.get(name)
            value = self._typed[name] = self.default(name) if raw is None else SETTINGS[name].read(name, raw)
            return value

    def default(self, name: str) -> Any:
        """The typed value that a setting has where it is not set."""
        setting = SETTINGS[name]
        if isinstance(setting.default, Like):
            return self.get(setting.default.name)
        if isinstance(setting.default, InMode):
            return setting.read(name, default_of(setting, self.flat) or [])
        if name not in _DEFAULTS:
            _DEFAULTS[name] = None if setting.default is None else setting.read(name, setting.default)
        return _DEFAULTS[name]

    def group(self, prefix: str) -> dict[str, Raw]:
        """What is set below a prefix (``index.analysis.``), by the rest of the name."""
        return {name.removeprefix(prefix): raw for name, raw in self.flat.items() if name.startswith(prefix)}

    @property
    def number_of_shards(self) -> int:
        """How many shards callers are told of; all of them are one log."""
        return int(self.get("index.number_of_shards"))

    @property
    def number_of_replicas(self) -> int:
        """How many copies callers asked for; one node makes none."""
        return int(self.get("index.number_of_replicas"))

    @property
    def hidden(self) -> bool:
        """Whether wildcards pass the index over."""
        return bool(self.get("index.hidden"))

    @once
    def blocks(self) -> dict[Operation, tuple[Block, ...]]:
        """What is forbidden, and by which blocks; empty in the usual case."""
        if _BLOCKS.isdisjoint(self.flat):
            return {}
        active = [block for block in BLOCKS if self.get(block.setting)]
        found = {operation: tuple(b for b in active if operation in b.operations) for operation in Operation}
        return {operation: blocks for operation, blocks in found.items() if blocks}

    def merged(self, changes: Mapping[str, Raw | None]) -> Settings:
        """With other values; ``None`` takes a setting back to its default."""
        flat = {**self.flat, **changes}
        return Settings({name: raw for name, raw in flat.items() if raw is not None})

    def beside(self, own: Mapping[str, Raw]) -> Settings:
        """With more settings, which decide about no others: what was read of these stands."""
        found = Settings({**self.flat, **own})
        found._typed = {name: value for name, value in self._typed.items() if name not in own}
        found.blocks = self.blocks
        return found

    def to_body(self, *, flat: bool = False) -> JsonObject:
        """As ``GET _settings`` shows them: nested objects, or full names with ``flat``."""
        return dict(sorted(self.flat.items())) if flat else nested(self.flat)

    def defaults(self) -> dict[str, Raw]:
        """The defaults of what is not set (``include_defaults``)."""
        unset = [(setting.name, default_of(setting, self.flat)) for setting in SETTINGS.values() if setting.name not in self.flat]
        return {name: raw for name, raw in unset if raw is not None}


def parse_settings(body: object) -> dict[str, Raw | None]:
    """Settings of a request by full name, checked; ``None`` where null was given.

    ``{"number_of_shards": 2}``, ``{"index": {"number_of_shards": "2"}}``, ``{"index.number_of_shards": 2}`` agree.

    :raises IllegalArgumentError: an unknown setting, or a value of the wrong type.
    """
    if not isinstance(body, Mapping):
        raise ParsingError("[settings] must be an object")
    flat = flattened(body)
    for name, raw in flat.items():
        _check(name, raw)
    return flat


def _check(name: str, raw: Raw | None) -> None:
    if raw is None and "*" in name:
        return
    setting = find(name)
    if setting is None:
        raise unknown_setting(name)
    if raw is not None:
        setting.read(name, raw)


def unknown_setting(name: str) -> IllegalArgumentError:
    """The error for a name that no declaration has."""
    near = [] if name in SETTINGS else close_names(name, SETTINGS, SETTING)
    advice = (
        question(near)
        if near
        else "please check that any required plugins are installed, or check the breaking changes documentation "
        "for removed settings"
    )
    return IllegalArgumentError(f"unknown setting [{name}] {advice}")


def flattened(body: Mapping[str, Any]) -> dict[str, Raw | None]:
    """Nested objects as one level of full names with ``index.`` before them, values as text."""
    return {name if name.startswith(_PREFIX) else _PREFIX + name: raw for name, raw in flat_names(body).items()}


def flat_names(body: Mapping[str, Any]) -> dict[str, Raw | None]:
    """Nested objects as one level of names, values as text."""
    flat: dict[str, Raw | None] = {}
    _flatten("", body, flat)
    return {_as_text(name): raw for name, raw in flat.items()}


def _flatten(path: str, value: object, into: dict[str, Raw | None]) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _flatten(f"{path}.{key}" if path else key, inner, into)
    elif isinstance(value, list | tuple):
        if any(isinstance(item, Mapping | list) for item in value):
            for at, item in enumerate(value):
                _flatten(f"{path}.{at}", item, into)
        else:
            into[path] = [_as_text(item) for item in value]
    else:
        into[path] = None if value is None else _as_text(value)


def _as_text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise IllegalArgumentError("a setting is Unicode text, this one holds a lone surrogate") from None
    return text


def nested(flat: Mapping[str, Raw]) -> JsonObject:
    """Full names as nested objects; a name below one that has a value itself stays in one piece, as Elasticsearch's."""
    tree: JsonObject = {}
    for name in sorted(flat):
        place, parts = tree, name.split(".")
        for at, part in enumerate(parts[:-1]):
            below = place.setdefault(part, {})
            if not isinstance(below, dict):
                place[".".join(parts[at:])] = flat[name]
                break
            place = below
        else:
            place[parts[-1]] = flat[name]
    return tree
