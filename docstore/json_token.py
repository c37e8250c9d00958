"""The names of JSON's tokens, as Elasticsearch's parser has them (``XContentParser.Token``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class _Tokens(dict[type, str]):
    """By the type of a value; what is none of those that are known is taken for the first that it is a kind of, or for an array."""

    def __missing__(self, kind: type) -> str:
        if issubclass(kind, Mapping):
            return "START_OBJECT"
        return next((token for known, token in self.items() if issubclass(kind, known)), "START_ARRAY")


TOKENS = _Tokens(
    {
        type(None): "VALUE_NULL",
        bool: "VALUE_BOOLEAN",
        str: "VALUE_STRING",
        int: "VALUE_NUMBER",
        float: "VALUE_NUMBER",
        dict: "START_OBJECT",
        list: "START_ARRAY",
    }
)
"""By type, for those who ask for many."""


def token_of(value: Any) -> str:
    """The name of the JSON token with which a value begins."""
    return TOKENS[type(value)]
