"""The catalog of a transaction, of a process, and of several."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from docstore.catalog import changes
from docstore.catalog.current import current
from docstore.clock import CLOCK
from docstore.storage.opening import open_environment


def create(txn, name, **body):
    return changes.create_index(txn, name, clock=CLOCK, **body)


def test_own_changes_are_seen_at_once_and_by_others_after_commit(environment, catalog):
    with environment.write() as txn:
        create(txn, "one")
        assert current(txn).index("one") is not None
        seen_by_other = []
        other = threading.Thread(target=lambda: seen_by_other.append(catalog().index("one")))
        other.start()
        other.join()
        assert seen_by_other == [None]
    assert catalog().index("one") is not None


def test_an_undone_change_is_gone(environment, catalog):
    def create_and_fail(name):
        with environment.write() as txn:
            create(txn, name)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        create_and_fail("one")
    assert catalog().index("one") is None
    with environment.write() as txn:
        create(txn, "two")
        with pytest.raises(ZeroDivisionError):
            create_and_fail("three")
        assert [index.name for index in current(txn)] == ["two"]
    assert [index.name for index in catalog()] == ["two"]


def test_a_snapshot_keeps_its_moment(environment, make, catalog):
    make("one")
    before = environment.snapshot()
    make("two")
    catalog()
    assert [index.name for index in current(before)] == ["one"]
    before.end()
    assert [index.name for index in catalog()] == ["one", "two"]


def test_unchanged_indices_stay_the_same_objects(make, catalog):
    make("one")
    first = catalog().index("one")
    make("two")
    assert catalog().index("one") is first
    assert catalog() is catalog()


def test_rows_survive_reopening(tmp_path):
    first = open_environment(tmp_path)
    with first.write() as txn:
        index = create(
            txn,
            "one",
            settings={"hidden": True, "number_of_replicas": 0},
            mappings={"properties": {"a": {"type": "keyword"}}},
            aliases={"al": {"filter": {"term": {"a": 2**70}}, "routing": "r", "is_write_index": True}},
        )
        changes.put_index(txn, index.with_closed(True))
    first.close()
    second = open_environment(tmp_path)
    with second.read() as txn:
        again = current(txn).index("one")
    second.close()
    assert (again.uuid, again.number, again.created, again.closed) == (index.uuid, index.number, index.created, True)
    assert again.aliases == index.aliases
    assert again.settings.flat == index.settings.flat
    assert again.mapping.to_body() == index.mapping.to_body()


def test_another_process_is_noticed(tmp_path):
    mine = open_environment(tmp_path)
    with mine.write() as txn:
        create(txn, "one", aliases={"al": {}})
    with mine.read() as txn:
        kept = current(txn).index("one")
    program = (
        "import sys\n"
        "from docstore.catalog import changes\n"
        "from docstore.catalog.current import current\n"
        "from docstore.clock import CLOCK\n"
        "from docstore.storage.opening import open_environment\n"
        "store = open_environment(sys.argv[1])\n"
        "with store.write() as txn:\n"
        "    changes.create_index(txn, 'two', aliases={'al': {}}, clock=CLOCK)\n"
        "store.close()\n"
    )
    import docstore

    roots = [str(Path(place).parent) for place in docstore.__path__]
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env={"PYTHONPATH": ":".join(roots)})
    with mine.read() as txn:
        assert [index.name for index in current(txn).alias("al")] == ["one", "two"]
        assert current(txn).index("one") is kept
    mine.close()


def test_mappings_are_parsed_when_asked_for(environment, make, monkeypatch):
    from docstore.mapping.mapping import Mapping

    make("one", mappings={"properties": {"a": {"type": "keyword"}}})
    environment.cache.clear()
    parse = Mapping.restored
    parsed = []
    monkeypatch.setattr(Mapping, "restored", lambda *args, **more: parsed.append(1) or parse(*args, **more))
    with environment.read() as txn:
        index = current(txn).index("one")
        assert not parsed
        assert index.mapping is index.mapping
        assert len(parsed) == 1


def test_a_mapping_change_leaves_the_names_alone(environment, make, catalog):
    make("one", aliases={"al": {}})
    before = catalog().lookup
    with environment.write() as txn:
        index = current(txn).index("one")
        changes.put_index(txn, index.with_mapping(index.mapping.merge({"properties": {"b": {"type": "long"}}}), 0))
    assert catalog().lookup is before
    assert "b" in catalog().index("one").mapping.to_body()["properties"]


def test_deleted_tables_are_used_again(environment, make, catalog):
    old = make("one", aliases={"al": {}})
    with environment.write() as txn:
        changes.delete_index(txn, old)
    assert catalog().alias("al") == ()
    new = make("one")
    assert new.number == old.number
    assert new.uuid != old.uuid
