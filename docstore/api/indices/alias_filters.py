"""Are the filters of aliases queries? The catalog keeps them as JSON; this is where query and catalog meet."""

from __future__ import annotations

from collections.abc import Iterable

from docstore.catalog.aliases.alias import Alias
from docstore.errors import ApiError, IllegalArgumentError
from docstore.query import parse as parse_query


def check_filters(aliases: Iterable[Alias]) -> None:
    """Refuse a filter that is no query (``AliasValidator``).

    :raises IllegalArgumentError: ``failed to parse filter for alias [x]``, with what is wrong as its cause.
    """
    for alias in aliases:
        if alias.filter is None:
            continue
        try:
            parse_query(alias.filter)
        except ApiError as error:
            raise IllegalArgumentError(f"failed to parse filter for alias [{alias.name}]", caused_by=error) from error
