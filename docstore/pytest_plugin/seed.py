"""A directory of files into a store: what every test finds there.

- ``<name>.component.json``: a component template; ``<name>.template.json``: an index template (the bodies of their APIs);
- ``<index>.index.json``: the body with which an index is made;
- ``<index>.ndjson``: its documents, one a line, bare or as hits (``{"_id": ..., "_routing": ..., "_source": {...}}``), as
  ``docstore dump`` and elasticdump write them;
- ``aliases.json``: the body of ``_aliases``, or its list of actions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from docstore.store import Store

_BATCH = 2_000


def sow(store: Store, directory: Path) -> None:
    """Put what the files of a directory hold into a store.

    :raises FileNotFoundError: there is no such directory.
    :raises ValueError: a file is not what its name says.
    :raises ApiError: the store refuses something.
    """
    if not directory.is_dir():
        raise FileNotFoundError(f"docstore_seed: there is no directory [{directory}]")
    for file, name in _files(directory, ".component.json"):
        store.cluster.put_component_template(name=name, **_json(file))
    for file, name in _files(directory, ".template.json"):
        store.indices.put_index_template(name=name, **_json(file))
    for file, name in _files(directory, ".index.json"):
        store.indices.create(index=name, **_json(file))
    for file, name in _files(directory, ".ndjson"):
        _load(store, name, file)
    aliases = directory / "aliases.json"
    if aliases.exists():
        actions = _json(aliases)
        store.indices.update_aliases(**({"actions": actions} if isinstance(actions, list) else actions))


def _files(directory: Path, ending: str) -> list[tuple[Path, str]]:
    return [(file, file.name.removesuffix(ending)) for file in sorted(directory.glob(f"*{ending}"))]


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"docstore_seed: [{file}] is not JSON: {error}") from None


def _load(store: Store, index: str, file: Path) -> None:
    with file.open(encoding="utf-8") as lines:
        operations = _operations(lines, file)
        while batch := list(islice(operations, _BATCH)):
            answer = store.bulk(index=index, operations=[line for pair in batch for line in pair])
            if answer["errors"]:
                refused = next(item for each in answer["items"] for item in each.values() if "error" in item)
                raise ValueError(f"docstore_seed: [{file}]: document [{refused['_id']}]: {refused['error']['reason']}")


def _operations(lines: Any, file: Path) -> Iterator[tuple[Any, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except ValueError as error:
            raise ValueError(f"docstore_seed: line {number} of [{file}] is not JSON: {error}") from None
        yield _operation(document)


def _operation(document: Any) -> tuple[Any, Any]:
    if not isinstance(document, dict) or "_source" not in document:
        return {"index": {}}, document
    action = {"_id": document.get("_id"), "routing": document.get("_routing")}
    return {"index": {key: value for key, value in action.items() if value is not None}}, document["_source"]
