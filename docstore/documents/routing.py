"""Which routing a request on a document has: its own, or that of the alias it goes through (``ProjectMetadata.resolveIndexRouting``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.errors import IllegalArgumentError

if TYPE_CHECKING:
    from docstore.catalog.alias import Alias


def resolve(routing: str | None, alias: Alias | None) -> str | None:
    """The routing; ``None`` without one.

    :raises IllegalArgumentError: the request and the alias disagree.
    """
    if alias is None or not alias.index_routing:
        return routing or None
    if routing and routing != alias.index_routing:
        raise IllegalArgumentError(
            f"Alias [{alias.name}] has index routing associated with it [{alias.index_routing}], and was provided with routing "
            f"value [{routing}], rejecting operation"
        )
    return alias.index_routing
