"""The field types, one small class per Elasticsearch type; importing this package registers them."""

from docstore.mapping.types import (
    alias,
    binary,
    boolean,
    date,
    floating,
    ip,
    keyword,
    scaled_float,
    text,
    unsigned_long,
    whole,
)

__all__ = [
    "alias",
    "binary",
    "boolean",
    "date",
    "floating",
    "ip",
    "keyword",
    "scaled_float",
    "text",
    "unsigned_long",
    "whole",
]
