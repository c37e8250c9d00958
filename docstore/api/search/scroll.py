"""``_search/scroll``: what is left of a search."""

from __future__ import annotations

from docstore.api.body_keys import NO_KEYS, UnknownKeys
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import BodyOrQuery, PathOrBody, Privilege, api
from docstore.api.search.answer import keep_alive
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError, answered
from docstore.query.wire import token_of
from docstore.search import scroll as scrolls
from docstore.search.contexts import contexts_of, number_of
from docstore.search.hits import Options
from docstore.tasks.searches import SCROLL


@api(
    "scroll",
    "GET /_search/scroll",
    "POST /_search/scroll",
    "GET /_search/scroll/{scroll_id}",
    "POST /_search/scroll/{scroll_id}",
    privilege=Privilege.READ,
    body_first=True,
)
def scroll(
    node: Node,
    /,
    *,
    scroll_id: PathOrBody[str | None] = None,
    scroll: BodyOrQuery[Duration | None] = None,
    rest_total_hits_as_int: bool | None = None,
    unknown_keys: UnknownKeys = NO_KEYS,
) -> JsonObject:
    """The next hits of a search that was opened with ``scroll``; none at its end. They are as they were when it was opened.

    :param scroll: keeps it open for so long again.
    :raises ValidationError: no ``scroll_id``.
    :raises NotFoundError: it is over: closed, expired, or of another process.
    """
    _refuse(unknown_keys)
    if not scroll_id:
        raise ValidationError("scrollId is missing")
    number_of(scroll_id)
    options = Options(node.id, total_as_int=flag("rest_total_hits_as_int", rest_total_hits_as_int, False))
    longer = None if scroll is None else keep_alive(node, scroll)
    with node.searches.of(SCROLL, lambda: f"scrollId[{scroll_id}], scroll[{scroll}]"):
        return scrolls.more(contexts_of(node.environment), scroll_id, longer, options)


@api("clear_scroll", "DELETE /_search/scroll", "DELETE /_search/scroll/{scroll_id}", privilege=Privilege.READ, body_first=True)
def clear_scroll(node: Node, /, *, scroll_id: PathOrBody[Names | None] = None, unknown_keys: UnknownKeys = NO_KEYS) -> JsonObject:
    """End scrolls: ``{"succeeded": true, "num_freed": 1}``.

    :param scroll_id: an id, several, or ``_all``.
    :raises NotFoundError: none of them was open.
    """
    _refuse(unknown_keys)
    ids = scroll_id.split(",") if isinstance(scroll_id, str) else list(scroll_id or ())
    if not ids:
        raise ValidationError("no scroll ids specified")
    contexts = contexts_of(node.environment)
    if ids == ["_all"]:
        return {"succeeded": True, "num_freed": contexts.close_all()}
    for each in ids:
        number_of(each)
    freed = contexts.close(ids)
    answer = {"succeeded": True, "num_freed": freed}
    if not freed:
        raise answered(404, answer, "no such scroll is open")
    return answer


def _refuse(unknown_keys: UnknownKeys) -> None:
    for key, value in unknown_keys.items():
        raise IllegalArgumentError(f"Unknown parameter [{key}] in request body or parameter is of the wrong type[{token_of(value)}] ")
