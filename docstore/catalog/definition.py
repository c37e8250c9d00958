"""The mapping of an index, read from its stored bytes when somebody first asks."""

from __future__ import annotations

from docstore.catalog.settings.settings import Settings
from docstore.mapping.mapping import Mapping
from docstore.storage import source


class Definition:
    """MessagePack bytes of a mapping body, and the mapping once it was asked for.

    A store with a thousand indices opens without parsing a thousand mappings. The bytes are immutable, so two threads
    that parse at once do no harm.
    """

    __slots__ = ("_mapping", "packed")

    def __init__(self, packed: bytes, mapping: Mapping | None = None) -> None:
        self.packed = packed
        self._mapping = mapping

    @classmethod
    def of(cls, mapping: Mapping) -> Definition:
        """The definition of a mapping at hand."""
        return cls(mapping.packed(source.encode), mapping)

    def mapping(self, settings: Settings) -> Mapping:
        """The mapping under the settings of its index."""
        if self._mapping is None:
            self._mapping = Mapping.restored(source.decode(self.packed), settings=settings.flat)
        return self._mapping

    def under(self, settings: Settings) -> Definition:
        """The same definition for other settings."""
        return Definition(self.packed, None if self._mapping is None else self._mapping.with_settings(settings.flat))
