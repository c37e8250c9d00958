"""Parameters that several commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from docstore.errors import JsonObject

StorePath = Annotated[Path, typer.Argument(metavar="PATH", help="The directory of the store.", show_default=False)]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and no bars.")]

QueryText = Annotated[
    str | None, typer.Option("--query", metavar="JSON", help='Only what matches, as {"range": {"population": {"gte": 100000}}}.')
]


def json_object(text: str, name: str) -> JsonObject:
    """A parameter that is a JSON object.

    :raises typer.BadParameter: it is not.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"{name} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise typer.BadParameter(f"{name} is not a JSON object")
    return value
