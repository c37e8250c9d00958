"""Any sequence of calls gives what plain dictionaries give.

``DOCSTORE_EXAMPLES`` sets how many times 500 sequences are tried.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import docstore
from tests.contents import raised
from tests.examples import TIMES
from tests.model_operations import (
    IDS,
    Bulk,
    Delete,
    DeleteAlias,
    DeleteIndex,
    Operation,
    Put,
    PutAlias,
    Reindex,
    Step,
    Update,
    bulks,
    operations,
    reindexes,
    steps,
)
from tests.model_store import COUNTERS, Model, Refusal


class OnPurpose(Exception):
    """Raised within a transaction."""


class StoreMachine(RuleBasedStateMachine):
    """A store and its model, step by step."""

    @initialize(durability=st.sampled_from(["temporary", "async", "async"]))
    def begin(self, durability: str) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="docstore-model-"))
        self.path = None if durability == "temporary" else self.directory / "store"
        self.durability = "request" if self.path is None else durability
        self.model = Model()
        self.open()

    def open(self) -> None:
        self.store = docstore.open(self.path, durability=self.durability)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.directory)

    @rule(step=operations)
    def write(self, step: Operation) -> None:
        self.do(step)

    @rule(step=bulks)
    def write_many(self, step: Bulk) -> None:
        self.do(step)

    @rule(step=reindexes)
    def reindex(self, step: Reindex) -> None:
        self.do(step)

    @rule(step=steps)
    def anything(self, step: Step) -> None:
        self.do(step)

    @rule(
        several=st.lists(steps, min_size=1, max_size=4),
        inner=st.lists(steps, max_size=2),
        fate=st.sampled_from(["commit", "raise", "both"]),
    )
    def transaction(self, several: list[Step], inner: list[Step], fate: str) -> None:
        """``both``: a transaction within is undone, the one around it is not."""
        before = self.model.save()
        try:
            with self.store.transaction():
                for step in several:
                    self.do(step)
                self.nested(inner, undone=fate == "both")
                self.compare()
                if fate == "raise":
                    raise OnPurpose
        except OnPurpose:
            self.model.restore(before)

    def nested(self, inner: list[Step], *, undone: bool) -> None:
        before = self.model.save()
        try:
            with self.store.transaction():
                for step in inner:
                    self.do(step)
                if undone:
                    raise OnPurpose
        except OnPurpose:
            self.model.restore(before)

    @rule()
    def reopen(self) -> None:
        if self.path is not None:
            self.store.close()
            self.open()

    def do(self, step: Step) -> None:
        """Do a step to both and compare their answers."""
        expected = self.answer(self.of_model, step)
        assert self.answer(self.of_store, step) == expected

    @staticmethod
    def answer(act: Any, step: Step) -> Any:
        try:
            return act(step)
        except Refusal as refusal:
            return refusal.answer
        except docstore.ApiError as error:
            return raised(error)

    def of_model(self, step: Step) -> Any:
        match step:
            case Bulk():
                return [self.answer(self.model.do, each) for each in step.operations]
            case PutAlias():
                return self.model.put_alias(step.index, step.name, step.write)
            case DeleteAlias():
                return self.model.delete_alias(step.index, step.name)
            case DeleteIndex():
                return self.model.delete_index(step.index)
            case Reindex():
                return self.model.reindex(step)
            case _:
                return self.model.do(step)

    def of_store(self, step: Step) -> Any:
        store = self.store
        match step:
            case Put():
                method = store.create if step.create else store.index
                return written(method(index=step.index, id=step.id, document=step.source, **step.arguments()))
            case Update():
                return written(store.update(index=step.index, id=step.id, **step.body()))
            case Delete():
                return self.deleted(step)
            case Bulk():
                return self.bulk(step)
            case PutAlias():
                flag = {} if step.write is None else {"is_write_index": step.write}
                store.indices.put_alias(index=step.index, name=step.name, **flag)
            case DeleteAlias():
                store.indices.delete_alias(index=step.index, name=step.name)
            case DeleteIndex():
                store.indices.delete(index=step.index)
            case Reindex():
                return self.reindexed(step)
        return None

    def deleted(self, step: Delete) -> Any:
        try:
            return written(self.store.delete(index=step.index, id=step.id, **step.arguments()))
        except docstore.NotFoundError as error:
            if error.body.get("result") != "not_found":
                raise
            return written(error.body)

    def bulk(self, step: Bulk) -> Any:
        answers = []
        for item in self.store.bulk(operations=[line for each in step.operations for line in each.lines()])["items"]:
            ((_, found),) = item.items()
            error = found.get("error")
            answers.append(written(found) if error is None else (found["status"], error["type"], error["reason"]))
        return answers

    def reindexed(self, step: Reindex) -> Any:
        try:
            body = self.store.reindex(**step.request())
        except docstore.ConflictError as error:
            body = error.body
            assert body["failures"]
        failures = [(each["index"], each["status"], each["cause"]["type"], each["cause"]["reason"]) for each in body["failures"]]
        assert len(body.get("slices", [1])) == step.slices
        return {**{key: body[key] for key in COUNTERS}, "failures": sorted(failures)}

    @invariant()
    def the_same(self) -> None:
        if hasattr(self, "store"):
            self.compare()
            assert self.store.check() == []

    def compare(self) -> None:
        """The store holds what the model holds."""
        found = self.store.indices.get(index="*")
        assert found.keys() == self.model.indices.keys()
        for name, index in self.model.indices.items():
            aliases = {key: body.get("is_write_index") for key, body in found[name]["aliases"].items()}
            assert aliases == index.aliases
            expected = {key: (each.version, each.seq, each.routing, each.source) for key, each in index.live()}
            assert self.store.count(index=name)["count"] == len(expected)
            got = [each for each in self.store.mget(index=name, ids=IDS)["docs"] if each["found"]]
            assert {each["_id"]: (each["_version"], each["_seq_no"], each.get("_routing"), each["_source"]) for each in got} == expected


def written(body: dict[str, Any]) -> tuple[Any, ...]:
    return body["_index"], body["_id"], body["_version"], body["result"], body["_seq_no"]


StoreMachine.TestCase.settings = settings(
    max_examples=500 * TIMES, stateful_step_count=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip


@pytest.mark.slow
class TestModel(StoreMachine.TestCase):  # type: ignore[name-defined,misc]
    """The machine under pytest."""
