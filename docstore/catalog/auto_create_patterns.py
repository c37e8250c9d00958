"""``action.auto_create_index``: which names a write may make an index of (``AutoCreateIndex``)."""

from __future__ import annotations

from docstore.catalog.names.lookup import matches
from docstore.catalog.settings.setting import Raw
from docstore.errors import AutoCreateForbiddenError, IllegalArgumentError
from docstore.frozen import frozen

_NAME = "action.auto_create_index"


@frozen
class AutoCreatePatterns:
    """``patterns`` are asked in their order, the first that matches decides; without any, ``allowed`` does."""

    text: str
    allowed: bool
    patterns: tuple[tuple[str, bool], ...] = ()

    def check(self, name: str) -> None:
        """:raises AutoCreateForbiddenError: an index of this name is not made by a write."""
        if not self.allowed:
            raise AutoCreateForbiddenError(name, f"[{_NAME}] is [false]")
        if not self.patterns:
            return
        for pattern, allowed in self.patterns:
            if matches([pattern], name):
                if not allowed:
                    forbids = f"[{_NAME}] contains [-{pattern}] which forbids automatic creation of the index"
                    raise AutoCreateForbiddenError(name, forbids)
                return
        raise AutoCreateForbiddenError(name, f"[{_NAME}] ([{self.text}]) doesn't match")


def auto_create_patterns(name: str, raw: Raw) -> AutoCreatePatterns:
    """Read ``"true"``, ``"false"``, or patterns as in ``"+logs-*,-*"``.

    :raises IllegalArgumentError: neither.
    """
    text = raw if isinstance(raw, str) else ",".join(raw)
    if text in ("true", "false"):
        return AutoCreatePatterns(text, text == "true")
    return AutoCreatePatterns(text, True, tuple(_pattern(text, part.strip()) for part in text.split(",")))


def _pattern(text: str, part: str) -> tuple[str, bool]:
    if not part:
        raise IllegalArgumentError(
            f"Can't parse [{text}] for setting [{_NAME}] must be either [true, false, or a comma separated list of index patterns]"
        )
    sign = part[0] if part[0] in "+-" else ""
    if sign == part:
        raise IllegalArgumentError(f"Can't parse [{text}] for setting [{_NAME}] must contain an index name after [{sign}]")
    return part[len(sign) :], sign != "-"
