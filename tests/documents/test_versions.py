"""Versions, conditions and their errors, word for word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import docstore
from docstore.documents.versioning import VersionType, batch_policy
from docstore.storage.pointer import Pointer
from tests.contents import raised

INTERNAL = "internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead"


def refused(store: docstore.Store, call: str, **arguments: Any) -> tuple[int, str, str]:
    with pytest.raises(docstore.ApiError) as caught:
        getattr(store, call)(**arguments)
    return raised(caught.value)


def conflict(why: str, doc_id: str = "1") -> tuple[int, str, str]:
    return 409, "version_conflict_engine_exception", f"[{doc_id}]: version conflict, {why}"


def invalid(*problems: str) -> tuple[int, str, str]:
    text = "".join(f"{n}: {problem};" for n, problem in enumerate(problems, 1))
    return 400, "action_request_validation_exception", f"Validation Failed: {text}"


def test_create_over_a_document(store: docstore.Store) -> None:
    store.create(index="a", id="1", document={})
    expected = conflict("document already exists (current version [1])")
    assert refused(store, "create", index="a", id="1", document={}) == expected
    assert refused(store, "index", index="a", id="1", document={}, op_type="create") == expected
    store.delete(index="a", id="1")
    assert store.create(index="a", id="1", document={})["_version"] == 3


def test_the_whole_error_of_a_conflict(store: docstore.Store) -> None:
    store.create(index="a", id="1", document={})
    with pytest.raises(docstore.ConflictError) as caught:
        store.create(index="a", id="1", document={})
    uuid = store.indices.get_settings(index="a")["a"]["settings"]["index"]["uuid"]
    cause = {
        "type": "version_conflict_engine_exception",
        "reason": "[1]: version conflict, document already exists (current version [1])",
        "index_uuid": uuid, "shard": "0", "index": "a",
    }  # fmt: skip
    assert caught.value.body == {"error": {"root_cause": [cause], **cause}, "status": 409}


@pytest.mark.parametrize(("version_type", "lowest"), [("external", 6), ("external_gt", 6), ("external_gte", 5)])
def test_external_versions(store: docstore.Store, version_type: str, lowest: int) -> None:
    store.index(index="a", id="1", document={}, version=5, version_type=version_type)
    higher = "higher than" if version_type == "external_gte" else "higher or equal to"
    for call, arguments in (("index", {"document": {}}), ("delete", {})):
        expected = conflict(f"current version [5] is {higher} the one provided [{lowest - 1}]")
        assert refused(store, call, index="a", id="1", version=lowest - 1, version_type=version_type, **arguments) == expected
    assert store.index(index="a", id="1", document={}, version=lowest, version_type=version_type)["_version"] == lowest


def test_tombstones_keep_external_versions_monotonic(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={}, version=5, version_type="external")
    assert store.delete(index="a", id="1", version=10, version_type="external")["_version"] == 10
    expected = conflict("current version [10] is higher or equal to the one provided [7]")
    assert refused(store, "index", index="a", id="1", document={}, version=7, version_type="external") == expected
    assert store.index(index="a", id="1", document={}, version=11, version_type="external")["result"] == "created"
    with pytest.raises(docstore.NotFoundError) as caught:
        store.delete(index="a", id="unknown", version=8, version_type="external")
    assert caught.value.body["_version"] == 8
    assert refused(store, "index", index="a", id="unknown", document={}, version=8, version_type="external")[0] == 409


def test_external_delete_makes_the_index(store: docstore.Store) -> None:
    with pytest.raises(docstore.NotFoundError) as caught:
        store.delete(index="a", id="1", version=3, version_type="external")
    assert caught.value.body["result"] == "not_found"
    assert store.indices.exists(index="a")


def test_if_seq_no(store: docstore.Store) -> None:
    got = store.index(index="a", id="1", document={})
    assert store.index(index="a", id="1", document={}, if_seq_no=got["_seq_no"], if_primary_term=1)["_version"] == 2
    stale = conflict("required seqNo [0], primary term [1]. current document has seqNo [1] and primary term [1]")
    for call, arguments in (("index", {"document": {}}), ("delete", {}), ("update", {"doc": {"n": 1}})):
        assert refused(store, call, index="a", id="1", if_seq_no=0, if_primary_term=1, **arguments) == stale
    other_term = conflict("required seqNo [1], primary term [2]. current document has seqNo [1] and primary term [1]")
    assert refused(store, "index", index="a", id="1", document={}, if_seq_no=1, if_primary_term=2) == other_term
    nothing = conflict("required seqNo [1], primary term [1]. but no document was found", "2")
    assert refused(store, "index", index="a", id="2", document={}, if_seq_no=1, if_primary_term=1) == nothing
    assert store.update(index="a", id="1", doc={"n": 1}, if_seq_no=1, if_primary_term=1)["_seq_no"] == 2


@pytest.mark.parametrize(
    ("call", "arguments", "problems"),
    [
        ("index", {"version": 3}, [INTERNAL]),
        ("delete", {"version": 3}, [INTERNAL]),
        ("index", {"if_seq_no": 1}, ["ifSeqNo is set, but primary term is [0]"]),
        ("index", {"if_primary_term": 1}, ["ifSeqNo is unassigned, but primary term is [1]"]),
        ("index", {"if_seq_no": 1, "if_primary_term": 1, "version": 3, "version_type": "external"},
         ["compare and write operations can not be used with versioning"]),
        ("index", {"version_type": "external"}, ["illegal version value [-3] for version type [EXTERNAL]"]),
        ("index", {"version_type": "external", "version": -1}, ["illegal version value [-1] for version type [EXTERNAL]"]),
        ("create", {"version_type": "external", "version": 1}, ["create operations only support internal versioning. use index instead"]),
        ("create", {"version": 1}, ["create operations do not support explicit versions. use index instead"]),
        ("index", {"op_type": "create", "if_seq_no": 1, "if_primary_term": 1},
         ["create operations do not support compare and set. use index instead"]),
        ("update", {"doc": {}, "if_seq_no": 1, "if_primary_term": 1, "retry_on_conflict": 2},
         ["compare and write operations can not be retried"]),
        ("update", {"doc": {}, "if_seq_no": 1, "if_primary_term": 1, "doc_as_upsert": True},
         ["compare and write operations can not be used with upsert"]),
        ("update", {"doc": {}, "if_seq_no": 1, "if_primary_term": 1, "upsert": {}},
         ["upsert requests don't support `if_seq_no` and `if_primary_term`"]),
        ("update", {}, ["script or doc is missing"]),
        ("update", {"upsert": {}}, ["script or doc is missing"]),
        ("update", {"doc_as_upsert": True}, ["script or doc is missing", "doc must be specified if doc_as_upsert is enabled"]),
    ],
)  # fmt: skip
def test_what_does_not_go_together(store: docstore.Store, call: str, arguments: dict[str, Any], problems: list[str]) -> None:
    if call in ("index", "create"):
        arguments = {"document": {}, **arguments}
    assert refused(store, call, index="a", id="1", **arguments) == invalid(*problems)
    assert not store.exists(index="a", id="1")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"version_type": "force", "version": 1}, "version type [force] may no longer be used"),
        ({"version_type": "newest"}, "No version type match [newest]"),
        ({"op_type": "upsert"}, "opType must be 'create' or 'index', found: [upsert]"),
        ({"if_seq_no": -1, "if_primary_term": 1}, "sequence numbers must be non negative. got [-1]."),
        ({"if_seq_no": 1, "if_primary_term": -1}, "primary term must be non negative. got [-1]"),
        ({"version": "x"}, "Failed to parse long parameter [version] with value [x]"),
        ({"refresh": "soon"}, "Unknown value for refresh: [soon]."),
    ],
)
def test_values_that_are_wrong(store: docstore.Store, arguments: dict[str, Any], reason: str) -> None:
    expected = (400, "illegal_argument_exception", reason)
    assert refused(store, "index", index="a", id="1", document={}, **arguments) == expected


def test_version_of_a_get(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={}, version=5, version_type="external")
    for call in ("get", "get_source", "exists"):
        read = getattr(store, call)
        assert read(index="a", id="1", version=5) is not None
        expected = conflict("current version [5] is different than the one provided [4]")
        assert refused(store, call, index="a", id="1", version=4) == expected


versions = st.integers(0, 8)
types = st.sampled_from(list(VersionType))


@given(st.lists(st.tuples(versions.map(lambda n: n + 1), st.booleans(), versions), min_size=1), types, st.booleans())
def test_batch_policies_agree_with_single_ones(rows: list[tuple[int, bool, int]], version_type: VersionType, create: bool) -> None:
    create = create and version_type is VersionType.INTERNAL
    policy = batch_policy(version_type, create=create)
    current, deleted, provided = (np.array(column) for column in zip(*rows, strict=True))
    conflicts = policy.conflicts(current, deleted, provided).tolist()
    given_versions = policy.versions(current, provided).tolist()
    fresh = policy.fresh(provided).tolist()
    for at, (version, gone, wanted) in enumerate(rows):
        one, place = policy.one(wanted), Pointer(7, version, deleted=int(gone))
        assert (one.conflict(place) is not None) == conflicts[at]
        assert one.conflict(None) is None
        assert one.version(None) == fresh[at]
        if not conflicts[at]:
            assert one.version(place) == given_versions[at]
    assert policy.keeps_versions == (version_type is not VersionType.INTERNAL)


@pytest.mark.parametrize("version_type", ["internal", "external", "external_gte"])
@pytest.mark.parametrize("version", [2, 4])
def test_a_read_wants_the_very_version_whatever_its_type(store: docstore.Store, version_type: str, version: int) -> None:
    store.index(index="a", id="1", document={}, version=3, version_type="external")
    assert store.get(index="a", id="1", version=3, version_type=version_type)["found"] is True
    with pytest.raises(docstore.ApiError, match=r"current version .3. is different"):
        store.get(index="a", id="1", version=version, version_type=version_type)
