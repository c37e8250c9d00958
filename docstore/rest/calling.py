"""What the headers of a request say of its caller, and the header that warns him."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from urllib.parse import quote

from docstore.api.limits import MAX_WARNING_SIZE, MAX_WARNINGS
from docstore.caller import Caller
from docstore.version import BUILD, ELASTICSEARCH_VERSION

_OPAQUE_ID = "X-Opaque-Id"
_TRACE_LENGTH = 55
"""Of a ``traceparent`` (W3C Trace Context): version, trace id, parent id and flags."""

_KEPT = "".join(map(chr, range(32, 127))).replace("%", "")
"""What a header says as it is; the rest is percent-encoded."""


def caller_of(headers: Mapping[str, str]) -> Caller:
    """The caller; names of headers are in lower case."""
    shown = {}
    if (opaque := headers.get("x-opaque-id")) is not None:
        shown[_OPAQUE_ID] = opaque
    if len(parent := headers.get("traceparent", "")) >= _TRACE_LENGTH:
        shown["trace.id"] = parent[3:35]
    return Caller(shown, is_product=bool(headers.get("x-elastic-product-origin", "").strip()))


def warning(texts: Iterable[str]) -> str:
    """The value of ``Warning`` (RFC 7234, section 5.5), one code 299 for each text; those beyond ``MAX_WARNINGS`` and
    ``MAX_WARNING_SIZE`` are left out, as Elasticsearch does at its limits.
    """
    agent = f"Elasticsearch-{ELASTICSEARCH_VERSION}-{BUILD['build_hash']}"
    found, size = [], 0
    for text in islice(texts, MAX_WARNINGS):
        value = f'299 {agent} "{_quoted(text)}"'
        size += len(value) + 2
        if size > MAX_WARNING_SIZE:
            break
        found.append(value)
    return ", ".join(found)


def _quoted(text: str) -> str:
    return quote(text.replace("\\", "\\\\").replace('"', '\\"'), safe=_KEPT, errors="replace")
