"""What is said of a key that a body does not have: each API reads its body with a parser of its own, and the errors bear its name."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from docstore.errors import ApiError, ElasticsearchParseError, IllegalArgumentError, ParsingError, XContentParseError
from docstore.json_text import column_of_key
from docstore.query.wire import token_of
from docstore.spelling import did_you_mean

_PARSERS = {
    "cluster.allocation_explain": "cluster/allocation/explain",
    "cluster.put_component_template": "component_template",
    "cluster.put_settings": "cluster_update_settings_request",
    "field_caps": "field_caps_request",
    "indices.analyze": "analyze_request",
    "indices.clone": "resize_request",
    "indices.modify_data_stream": "data_stream_actions",
    "indices.put_data_stream_options": "put_data_stream_options_request",
    "indices.put_index_template": "index_template",
    "indices.rollover": "rollover",
    "indices.shrink": "resize_request",
    "indices.simulate_index_template": "index_template",
    "indices.simulate_template": "index_template",
    "indices.split": "resize_request",
    "indices.update_aliases": "aliases",
    "open_point_in_time": "open_point_in_time_request",
    "terms_enum": "terms_enum_request",
}
"""Names of parsers (``ObjectParser``) that are not those of the APIs."""

_OTHERWISE: dict[str, Callable[[str, Any], ApiError]] = {
    "cat.count": lambda key, _: ParsingError(f"request does not support [{key}]"),
    "close_point_in_time": lambda key, value: IllegalArgumentError(
        f"Unknown parameter [{key}] in request body or parameter is of the wrong type[{token_of(value)}] "
    ),
    "indices.create": lambda key, _: ElasticsearchParseError(f"unknown key [{key}] for create index"),
    "indices.put_template": lambda key, _: ElasticsearchParseError(f"unknown key [{key}] in the template "),
    "mget": lambda key, value: ParsingError(f"unknown key [{key}] for a {token_of(value)}, expected [docs] or [ids]"),
}
"""Bodies that are read by hand."""


def parser_of(api: str) -> str:
    """The name that the errors of an API's body bear."""
    return _PARSERS.get(api, api)


def unknown_key(api: str, body: Any, key: str, known: Collection[str]) -> ApiError:
    """``[1:2] [analyze_request] unknown field [txt] did you mean [text]?``, or what an API says otherwise."""
    if api in _OTHERWISE:
        return _OTHERWISE[api](key, body[key])
    return XContentParseError(f"[1:{column_of_key(body, key)}] [{parser_of(api)}] unknown field [{key}]{did_you_mean(key, known)}")
