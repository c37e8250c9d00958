"""Mappings of existing indices."""

from __future__ import annotations

import pytest

from docstore.api.indices.aliases import put as put_alias
from docstore.api.indices.create import create
from docstore.api.indices.mapping import get_mapping, put_mapping
from docstore.api.indices.state import close
from docstore.errors import ClusterBlockError, IllegalArgumentError, IndexNotFoundError, ValidationError


def properties(node, name):
    return get_mapping(node, index=name)[name]["mappings"].get("properties", {})


def test_get_mapping(node):
    create(node, index="one", mappings={"properties": {"a": {"type": "long"}}})
    create(node, index="two")
    assert get_mapping(node) == {
        "one": {"mappings": {"properties": {"a": {"type": "long"}}}},
        "two": {"mappings": {}},
    }
    assert list(get_mapping(node, index="t*")) == ["two"]
    with pytest.raises(IndexNotFoundError):
        get_mapping(node, index="gone")


def test_put_mapping(node):
    create(node, index="one", mappings={"properties": {"a": {"type": "long"}}})
    create(node, index="two")
    assert put_mapping(node, index="one,two", properties={"b": {"type": "keyword"}}) == {"acknowledged": True}
    assert set(properties(node, "one")) == {"a", "b"}
    assert set(properties(node, "two")) == {"b"}


def test_put_mapping_parameters_and_body_say_the_same(node):
    create(node, index="one")
    create(node, index="two")
    put_mapping(node, index="one", dynamic="strict", meta={"by": "me"}, properties={"a": {"type": "long"}})
    put_mapping(
        node, index="two", body={"dynamic": "strict", "_meta": {"by": "me"}, "properties": {"a": {"type": "long"}}}
    )
    assert get_mapping(node, index="one")["one"] == get_mapping(node, index="two")["two"]


def test_put_mapping_on_a_closed_index(node):
    create(node, index="one")
    close(node, index="one")
    put_mapping(node, index="one", properties={"a": {"type": "long"}})
    assert set(properties(node, "one")) == {"a"}


def test_write_index_only(node):
    create(node, index="one")
    create(node, index="two")
    put_alias(node, index="one", name="al")
    put_alias(node, index="two", name="al", is_write_index=True)
    put_mapping(node, index="al", properties={"a": {"type": "long"}}, write_index_only=True)
    assert properties(node, "one") == {}
    assert set(properties(node, "two")) == {"a"}


def test_a_conflict_changes_no_index(node):
    create(node, index="a")
    create(node, index="b", mappings={"properties": {"x": {"type": "long"}}})
    with pytest.raises(IllegalArgumentError, match=r"mapper \[x\] cannot be changed from type \[long\] to \[keyword\]"):
        put_mapping(node, index="a,b", properties={"x": {"type": "keyword"}})
    assert properties(node, "a") == {}


def test_refused(node):
    create(node, index="one", settings={"blocks.read_only": True})
    with pytest.raises(ClusterBlockError):
        put_mapping(node, index="one", properties={"a": {"type": "long"}})
    with pytest.raises(ValidationError, match="mapping source is missing"):
        put_mapping(node, index="one")
    with pytest.raises(IndexNotFoundError, match=r"no such index \[no\*\]"):
        put_mapping(node, index="no*", properties={"a": {"type": "long"}})


def test_a_mapping_under_a_type_is_refused(node):
    create(node, index="one")
    typed = {"_doc": {"properties": {"a": {"type": "keyword"}}}}
    with pytest.raises(IllegalArgumentError, match="Types cannot be provided in put mapping requests"):
        put_mapping(node, index="one", body=typed)
    with pytest.raises(IllegalArgumentError, match=r"cannot be nested under a type ._doc."):
        create(node, index="two", mappings=typed)
