"""What a running search says of itself in the list of tasks (``SearchRequest.buildDescription``)."""

from __future__ import annotations

from typing import Any

from docstore.api.parameters import Names
from docstore.errors import JsonObject
from docstore.json_text import compact


def described(index: Names | None, given: JsonObject, scroll: Any = None) -> str:
    """The indices as they were named and the body, by the names of the API's parameters."""
    names = "" if index is None else index if isinstance(index, str) else ",".join(index)
    kept = {_WIRE.get(name, name): value for name, value in given.items() if value is not None}
    scrolled = "" if scroll is None else f"scroll[{scroll}], "
    return f"indices[{names}], search_type[QUERY_THEN_FETCH], {scrolled}source[{compact(kept) if kept else ''}]"


_WIRE = {"from_": "from", "source": "_source"}
