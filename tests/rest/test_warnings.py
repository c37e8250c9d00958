"""What a caller is warned of, in the header ``Warning``."""

from __future__ import annotations

import re
from typing import Any

import pytest

import docstore
from docstore.rest.message import Response
from tests.rest.fuzz import made

LEGACY = "Legacy index templates are deprecated in favor of composable templates."
LOCAL = "the [?local] query parameter to this API has no effect, is now deprecated, and will be removed in a future version"


def warned(response: Response) -> list[str]:
    assert response.status < 300, response
    given = response.headers.get("Warning", "")
    found = re.findall(r'299 Elasticsearch-9[.\d]+-\w+ "((?:[^"\\]|\\.)*)"', given)
    assert len(found) == given.count("299 Elasticsearch")
    return found


def dot(name: str) -> str:
    return f"Index [{name}] name begins with a dot (.), which is deprecated, and will not be allowed in a future Elasticsearch version."


def visible(name: str) -> str:
    return (
        f"index name [{name}] starts with a dot '.', in the next major version, index names starting with a dot are reserved for hidden "
        "indices and system indices"
    )


@pytest.mark.parametrize(
    ("method", "target", "body", "texts"),
    [
        ("GET", "/_search", None, []),
        ("PUT", "/.a", None, [dot(".a"), visible(".a")]),
        ("PUT", "/.a", {"settings": {"index.hidden": True}}, [dot(".a")]),
        ("POST", "/.b/_doc", {}, [dot(".b"), visible(".b")]),
        ("POST", "/_bulk", '{"index":{"_index":".c"}}\n{}\n{"index":{"_index":"other"}}\n{}\n', [dot(".c"), visible(".c")]),
        ("POST", "/_reindex", {"source": {"index": "books"}, "dest": {"index": ".d"}}, [dot(".d"), visible(".d")]),
        ("PUT", "/_index_template/t", {"index_patterns": ["x", ".data-*"], "data_stream": {}}, [dot(".data-*")]),
        ("PUT", "/_template/t", {"index_patterns": ["x*"]}, [LEGACY]),
        ("GET", "/_cluster/settings", None, []),
        ("GET", "/books?local=true", None, [LOCAL]),
        ("GET", "/books/_search?ignore_throttled", None,
         ["[ignore_throttled] parameter is deprecated because frozen indices have been deprecated. "
          "Consider cold or frozen tiers in place of frozen indices."]),
    ],
)  # fmt: skip
def test_a_caller_is_warned(store: docstore.Store, method: str, target: str, body: Any, texts: list[str]) -> None:
    store.index(index="books", id="1", document={})
    assert warned(store.rest.handle(made(method, target, body))) == texts


def test_of_transient_settings(store: docstore.Store) -> None:
    (text,) = warned(store.rest.handle(made("PUT", "/_cluster/settings", {"transient": {"search.max_buckets": 10}})))
    assert text.startswith("[transient settings removal]")
    assert warned(store.rest.handle(made("PUT", "/_cluster/settings", {"persistent": {"search.max_buckets": 10}, "transient": {}}))) == []


def test_some_callers_are_not_warned(store: docstore.Store) -> None:
    of_elastic = made("PUT", "/.a", None)
    of_elastic = type(of_elastic)(of_elastic.method, of_elastic.path, headers={"x-elastic-product-origin": "kibana"})
    assert warned(store.rest.handle(of_elastic)) == [visible(".a")]
    older = {"accept": "application/vnd.elasticsearch+json;compatible-with=8"}
    assert warned(store.rest.handle(type(of_elastic)("GET", "/.a", "local=true", older))) == []


def test_old_and_new_templates_for_the_same_names(store: docstore.Store) -> None:
    assert warned(store.rest.handle(made("PUT", "/_template/old", {"index_patterns": ["tales-*"]}))) == [LEGACY]
    assert warned(store.rest.handle(made("PUT", "/_index_template/new", {"index_patterns": ["tales-a*", "b"]}))) == [
        "index template [new] has index patterns [tales-a*, b] matching patterns from existing older templates [old] with patterns "
        "(old => [tales-*]); this template [new] will take precedence during new index creation"
    ]
    what = "legacy template [{0}] has index patterns [{1}] matching patterns from existing composable templates [new] with patterns "
    what += "(new => [tales-a*, b])"
    with pytest.raises(docstore.ApiError) as caught:
        store.indices.put_template(name="older", index_patterns=["t*"])
    assert caught.value.reason == what.format("older", "t*") + ", use composable templates (/_index_template) instead"
    ignored = "; this template [{0}] may be ignored in favor of a composable template at index creation time"
    texts = warned(store.rest.handle(made("PUT", "/_template/old", {"index_patterns": ["tales-*"]})))
    assert texts == [LEGACY, what.format("old", "tales-*") + ignored.format("old")]
    brought = "[logs,metrics,new,synthetics] with patterns "
    brought += "(logs => [logs-*-*],metrics => [metrics-*-*],new => [tales-a*, b],synthetics => [synthetics-*-*])"
    texts = warned(store.rest.handle(made("PUT", "/_template/all", {"index_patterns": ["*"]})))
    assert texts == [LEGACY, what.format("all", "*").partition("[new]")[0] + brought + ignored.format("all")]


def test_an_index_of_the_store(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    task = store.reindex(source={"index": "a"}, dest={"index": "b"}, wait_for_completion=False)["task"]
    store.tasks.get(task_id=task, wait_for_completion=True)
    text = (
        "this request accesses system indices: [.tasks], but in a future major version, direct access to system indices will be prevented "
        "by default"
    )
    for target in ("/.tasks/_search", "/.tas*/_count", "/a,.tasks/_search"):
        assert warned(store.rest.handle(made("GET", target, None))) == [text]
    for target in ("/a/_search", "/_search", "/_cat/indices", "/_cluster/health"):
        assert warned(store.rest.handle(made("GET", target, None))) == []
