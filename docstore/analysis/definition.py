"""The parameters of one component as an index's settings or a request give them (Elasticsearch's ``Settings``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError, SettingsError

Raw = str | list[str]


class Definition:
    """A name and its parameters, kept as text or lists of texts; the methods read them as types."""

    __slots__ = ("name", "values")

    def __init__(self, name: str, values: Mapping[str, Raw] | None = None) -> None:
        self.name = name
        self.values: dict[str, Raw] = dict(values or {})

    @classmethod
    def of_json(cls, name: str, body: Mapping[str, Any]) -> Definition:
        """From an object of a request, its values of any JSON type."""
        values: dict[str, Raw] = {}
        _flatten("", body, values)
        return cls(name, values)

    @property
    def type(self) -> str | None:
        """The kind of component."""
        return self.text("type")

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str | None:
        """The value as it stands; a list as Java prints it."""
        value = self.values.get(key)
        if value is None:
            return default
        return value if isinstance(value, str) else f"[{', '.join(value)}]"

    def texts(self, key: str, default: Sequence[str] | None = None) -> list[str]:
        """A list, or a text with commas between the items."""
        value = self.values.get(key)
        if value is None:
            return list(default or ())
        return [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value)

    def integer(self, key: str, default: int) -> int:
        """A whole number.

        :raises SettingsError: something else.
        """
        value = self.text(key)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError:
            raise SettingsError(f"Failed to parse int setting [{key}] with value [{value}]") from None

    def flag(self, key: str, default: bool) -> bool:
        """``true`` or ``false``.

        :raises IllegalArgumentError: something else.
        """
        value = self.text(key)
        if value is None:
            return default
        if value not in ("true", "false"):
            raise IllegalArgumentError.not_boolean(value)
        return value == "true"

    def words(self, key: str) -> list[str] | None:
        """A list that could also stand in a file beside Elasticsearch's configuration; None where there is none.

        :raises NotImplementedByDocstoreError: the list is in a file; an embedded store has no configuration directory.
        """
        if f"{key}_path" in self.values:
            raise NotImplementedByDocstoreError(f"docstore does not support the setting [{key}_path]: give the list in [{key}]")
        return self.texts(key) if key in self.values else None

    def one_char(self, key: str, default: str) -> str:
        """A single character.

        :raises IllegalArgumentError: more, or none.
        """
        value = self.text(key, default) or ""
        if len(value) != 1:
            raise IllegalArgumentError(f"{key} must be a one char value")
        return value


def _flatten(path: str, value: Any, into: dict[str, Raw]) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _flatten(f"{path}.{key}" if path else str(key), inner, into)
    elif isinstance(value, list | tuple):
        into[path] = [_text(item) for item in value]
    elif value is not None:
        into[path] = _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
