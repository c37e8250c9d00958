"""``q`` and what goes with it: a query in Lucene's language, given as parameters (``RestActions.urlParamsToQueryBuilder``)."""

from __future__ import annotations

from docstore.api.parameters import flag
from docstore.errors import IllegalArgumentError, JsonObject

QUERY_IN_URL = ("analyze_wildcard", "analyzer", "default_operator", "df", "lenient")
"""The parameters that say how ``q`` is read."""


def query_in_url(
    q: str | None,
    *,
    analyze_wildcard: bool | None,
    analyzer: str | None,
    default_operator: str | None,
    df: str | None,
    lenient: bool | None,
) -> JsonObject | None:
    """A ``query_string`` clause; None without ``q``.

    :raises IllegalArgumentError: one of the others is given without it.
    """
    named: JsonObject = {"analyzer": analyzer, "default_operator": default_operator}
    if q is None:
        for name, value in {**named, "df": df, "lenient": lenient, "analyze_wildcard": analyze_wildcard}.items():
            if value is not None:
                raise IllegalArgumentError(f"[{name}] says how [q] is read, and there is no [q]")
        return None
    clause = {key: value for key, value in {**named, "default_field": df}.items() if value is not None}
    clause["analyze_wildcard"] = flag("analyze_wildcard", analyze_wildcard, False)
    if lenient is not None:
        clause["lenient"] = flag("lenient", lenient, False)
    return {"query_string": {"query": str(q), **clause}}
