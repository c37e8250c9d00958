"""``q`` and what goes with it: a query in Lucene's language, given as parameters (``RestActions.urlParamsToQueryBuilder``)."""

from __future__ import annotations

from docstore.api.parameters import Names, flag
from docstore.errors import IllegalArgumentError, JsonObject

QUERY_IN_URL = ("df", "analyzer", "analyze_wildcard", "lenient", "default_operator")
"""The parameters that say how ``q`` is read."""


def query_in_url(
    q: str | None,
    index: Names | None,
    api: str,
    *,
    analyze_wildcard: bool | None,
    analyzer: str | None,
    default_operator: str | None,
    df: str | None,
    lenient: bool | None,
) -> JsonObject | None:
    """A ``query_string`` clause; None without ``q``. ``api`` is what follows the index in the path of the request.

    :raises IllegalArgumentError: one of the others is given without it.
    """
    if q is None:
        beside = (df, analyzer, analyze_wildcard, lenient, default_operator)
        if given := [name for name, value in zip(QUERY_IN_URL, beside, strict=True) if value is not None]:
            named = "" if index is None else f"/{index if isinstance(index, str) else ','.join(index)}"
            reason = f"request [{named}/{api}] contains parameters [{', '.join(given)}] but missing query string parameter 'q'."
            raise IllegalArgumentError(reason)
        return None
    said: JsonObject = {"analyzer": analyzer, "default_operator": default_operator}
    clause: JsonObject = {key: value for key, value in {**said, "default_field": df}.items() if value is not None}
    clause["analyze_wildcard"] = flag("analyze_wildcard", analyze_wildcard, False)
    if lenient is not None:
        clause["lenient"] = flag("lenient", lenient, False)
    return {"query_string": {"query": str(q), **clause}}
