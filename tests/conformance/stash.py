"""Values that a case keeps, and paths into responses."""

from __future__ import annotations

import re
from typing import Any

_WHOLE = re.compile(r"\$\{?(\w+)\}?\Z")
_WITHIN = re.compile(r"\$\{(\w+)\}|\$(\w+)")


class Stash:
    """What ``set`` has kept, by name; and the last response, as ``$body``."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.response: Any = None

    def filled(self, value: Any) -> Any:
        """A value with ``$name`` replaced by what was kept."""
        if isinstance(value, str) and "$" in value:
            whole = _WHOLE.match(value)
            if whole is not None:
                return self.kept.get(whole[1], value)
            return _WITHIN.sub(lambda found: str(self.kept.get(found[1] or found[2], found[0])), value)
        if isinstance(value, dict):
            return {self.filled(key): self.filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        return value

    def at(self, path: Any) -> Any:
        """What stands at a path of the last response.

        :raises KeyError: nothing does.
        """
        text = str(path).removeprefix("$body")
        found = self.response
        for part in text.replace("\\.", "\0").split(".") if text else ():
            step = str(self.filled(part.replace("\0", "."))) if part else None
            if step is not None:
                found = _inner(found, step)
        return found


def _inner(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return next(iter(value)) if step == "_arbitrary_key_" and value else value[step]
    if isinstance(value, list) and step.lstrip("-").isdigit() and int(step) < len(value):
        return value[int(step)]
    raise KeyError(step)
