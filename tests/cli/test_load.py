import json
from pathlib import Path
from typing import Any

import docstore


def test_makes_the_store_and_takes_ids_from_a_field(answer: Any, tmp_path: Path) -> None:
    file = tmp_path / "cities.ndjson"
    file.write_text('{"id": 1, "name": "Vila"}\n{"id": 2, "name": "Encamp"}\n')
    loaded = answer("load", tmp_path / "new", file, "--index", "cities", "--id", "id")
    assert (loaded["created"], loaded["updated"], loaded["index"]) == (2, 0, "cities")
    with docstore.open(tmp_path / "new") as store:
        assert store.get(index="cities", id="2")["_source"] == {"id": 2, "name": "Encamp"}
        assert store.check() == []


def test_over_what_is_there(answer: Any, path: Path) -> None:
    loaded = answer("load", path, "-", "--index", "books", "--id", "n", stdin='[{"n": 29}, {"n": 30}]')
    assert (loaded["created"], loaded["updated"]) == (1, 1)


def test_new_ids_without_a_field(answer: Any, path: Path) -> None:
    assert answer("load", path, "-", "--index", "books", stdin='{"n": 1}\n{"n": 1}')["created"] == 2


def test_ids_and_routings_of_hits(answer: Any, path: Path) -> None:
    lines = [{"_id": "a", "_source": {"n": 1}}, {"_id": "b", "_routing": "r", "_source": {"n": 2}}, {"n": 3}]
    answer("load", path, "-", "--index", "hits", stdin="\n".join(map(json.dumps, lines)))
    with docstore.open(path) as store:
        assert store.get(index="hits", id="a")["_source"] == {"n": 1}
        assert store.get(index="hits", id="b", routing="r")["_routing"] == "r"
        assert store.count(index="hits")["count"] == 3


def test_a_document_that_is_refused(run: Any, path: Path) -> None:
    result = run("load", path, "-", "--index", "books", "--id", "n", stdin='{"n": 50}\n{"n": "x"}')
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert 'For input string: "x"' in result.stderr
    assert run("load", path, "-", "--index", "books", "--id", "other", stdin='{"n": 50}').exit_code == 1
    assert run("load", path, "/does/not/exist", "--index", "books").exit_code == 1


def test_a_routed_document_without_the_id_field(run: Any, path: Path) -> None:
    result = run("load", path, "-", "--index", "hits", "--id", "k", stdin='{"_id": "b", "_routing": "r", "_source": {"n": 2}}')
    assert result.exit_code == 1
    assert "[k]" in result.stderr


def test_says_what_it_did(run: Any, path: Path) -> None:
    assert run("load", path, "-", "--index", "x", stdin='{"n": 1}').stdout.startswith("1 created, 0 updated in [x]")
