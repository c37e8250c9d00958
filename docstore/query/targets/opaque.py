"""Fields of which docstore keeps no values in columns."""

from __future__ import annotations

from typing import Any

from docstore.query.matcher import Matcher
from docstore.query.targets.mapped import MappedTarget


class OpaqueTarget(MappedTarget):
    """``binary``: exists or not, and cannot be searched (``BinaryFieldMapper.BinaryFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal("Binary fields do not support searching")
