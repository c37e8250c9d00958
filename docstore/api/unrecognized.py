"""What a request says that no API understands, and what may have been meant (``BaseRestHandler.unrecognized``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from docstore.errors import IllegalArgumentError
from docstore.spelling import did_you_mean


def unrecognized(path: str, unknown: Iterable[str], known: Collection[str], what: str = "parameter") -> IllegalArgumentError:
    """``request [/_count] contains unrecognized parameter: [sze] -> did you mean [size]?``"""
    described = []
    for name in sorted(unknown):
        meant = did_you_mean(name, known)
        described.append(f"[{name}] ->{meant}" if meant else f"[{name}]")
    plural = "s" if len(described) > 1 else ""
    return IllegalArgumentError(f"request [{path}] contains unrecognized {what}{plural}: {', '.join(described)}")
