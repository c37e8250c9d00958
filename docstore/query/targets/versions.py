"""Fields of type ``version``."""

from __future__ import annotations

from typing import Any

from docstore.mapping.types.version import decode_version
from docstore.query.expansion import Dictionary
from docstore.query.matcher import Matcher
from docstore.query.strings import TermIs, ascii_lower
from docstore.query.targets.mapped import StringTarget
from docstore.query.targets.registry import target


@target("version")
class VersionTarget(StringTarget):
    """Terms and ranges compare encoded versions; prefixes compare versions as they are written (``VersionStringFieldMapper``)."""

    def dictionary(self, kind: str) -> Dictionary:
        """The versions as they are written."""
        return super().dictionary(kind)._replace(normal=str, shown=decode_version, scored=False)

    def prefix(self, value: str) -> Matcher:
        """Linear in the distinct versions."""
        return TermIs(self.view, self.values(), lambda term: decode_version(term).startswith(value))

    def prefix_ignoring_case(self, value: str) -> Matcher:
        """Linear in the distinct versions."""
        folded = ascii_lower(value)
        return TermIs(self.view, self.values(), lambda term: ascii_lower(decode_version(term)).startswith(folded))

    def term_ignoring_case(self, value: Any) -> Matcher:
        """Linear in the distinct versions."""
        folded = ascii_lower(str(value))
        return TermIs(self.view, self.values(), lambda term: ascii_lower(decode_version(term)) == folded)
