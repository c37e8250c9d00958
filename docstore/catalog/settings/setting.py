"""What a setting is: a name, a type, a default, and when it may change.

Values are kept as Elasticsearch keeps them, as text (or a list of texts); a type (``types``) reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from docstore.frozen import frozen
from docstore.mapping.index_mode import default_in_mode

Raw = str | list[str]
"""A stored value."""

Reader = Callable[[str, Raw], object]
"""(setting name, stored value) -> typed value; raises ``IllegalArgumentError``."""


class Change(Enum):
    """When a setting of an existing index may change."""

    DYNAMIC = "at any time"
    STATIC = "while the index is closed"
    FINAL = "never"
    PRIVATE = "never, and only docstore sets it"


@frozen
class Like:
    """The default of a setting that is the value of another one."""

    name: str


@frozen
class InMode:
    """A default that ``index.mode`` may change."""

    standard: Raw


Default = Raw | Like | InMode | None


@frozen
class Setting:
    """The declaration of one setting; a name that ends with a dot declares all names below it.

    ``obeyed``: something in docstore does what it says; otherwise it is checked, kept and shown, and steers what one local node has not.
    ``only``: what of it is obeyed, where that is not all; other values are accepted here and refused where they would have to do something.
    """

    name: str
    read: Reader
    default: Default
    change: Change
    obeyed: bool = False
    only: str = ""

    @property
    def is_group(self) -> bool:
        """Whether the declaration stands for all names with this prefix."""
        return self.name.endswith(".")

    def default_among(self, flat: Mapping[str, Raw], declared: Mapping[str, Setting]) -> Raw | None:
        """What it is when it is not set, beside other settings that are."""
        if isinstance(self.default, InMode):
            return default_in_mode(self.name, flat) or self.default.standard
        if not isinstance(self.default, Like):
            return self.default
        return flat.get(self.default.name) or declared[self.default.name].default_among(flat, declared)
