"""What a store is to a user, as plain dictionaries: the yardstick of the state machine.

Written from Elasticsearch's rules (docs/reference; ``reindex-semantics`` section 2), without a look at how docstore does it. Only which
slice an ``_id`` falls into is asked of docstore.
"""

from __future__ import annotations

import copy
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from docstore.reindex.slices import membership
from tests.model_operations import Delete, Operation, Put, Reindex, Update


class Refusal(Exception):
    """An error as (status, type, reason)."""

    def __init__(self, status: int, type: str, reason: str) -> None:
        super().__init__(status, type, reason)
        self.answer = (status, type, reason)


@dataclass
class Document:
    """A document, or with ``source`` ``None`` the memory of a deleted one."""

    version: int
    seq: int
    routing: str | None
    source: dict[str, Any] | None


@dataclass
class ModelIndex:
    documents: dict[str, Document] = field(default_factory=dict)
    next_seq: int = 0
    aliases: dict[str, bool | None] = field(default_factory=dict)

    def live(self) -> list[tuple[str, Document]]:
        """In the order of the last write to each."""
        found = [(key, each) for key, each in self.documents.items() if each.source is not None]
        return sorted(found, key=lambda pair: pair[1].seq)

    def write(self, key: str, version: int, routing: str | None, source: dict[str, Any] | None) -> Document:
        self.documents[key] = Document(version, self.next_seq, routing, copy.deepcopy(source))
        self.next_seq += 1
        return self.documents[key]


def conflict(key: str, why: str) -> Refusal:
    return Refusal(409, "version_conflict_engine_exception", f"[{key}]: version conflict, {why}")


def no_index(name: str) -> Refusal:
    return Refusal(404, "index_not_found_exception", f"no such index [{name}]")


class Model:
    def __init__(self) -> None:
        self.indices: dict[str, ModelIndex] = {}

    def restore(self, saved: dict[str, ModelIndex]) -> None:
        self.indices = saved

    def save(self) -> dict[str, ModelIndex]:
        return copy.deepcopy(self.indices)

    def of_alias(self, name: str) -> list[str]:
        return sorted(key for key, index in self.indices.items() if name in index.aliases)

    def write_index(self, name: str) -> str | None:
        """The index that a write to a name goes to; ``None``: it is to be made."""
        if name in self.indices:
            return name
        members = self.of_alias(name)
        chosen = [key for key in members if self.indices[key].aliases[name]]
        if not chosen and len(members) == 1 and self.indices[members[0]].aliases[name] is None:
            chosen = members
        if members and not chosen:
            raise Refusal(
                400, "illegal_argument_exception",
                f"no write index is defined for alias [{name}]. The write index may be explicitly disabled using is_write_index=false "
                "or the alias points to multiple indices without one being designated as a write index",
            )  # fmt: skip
        return chosen[0] if chosen else None

    def made(self, name: str) -> str:
        found = self.write_index(name)
        if found is None:
            self.indices[name] = ModelIndex()
        return found or name

    def do(self, operation: Operation) -> tuple[Any, ...]:
        """(index, id, version, result, seq_no) of a single write."""
        match operation:
            case Put():
                return self._put(operation)
            case Update():
                return self._update(operation)
            case Delete():
                return self._delete(operation)

    def _put(self, put: Put) -> tuple[Any, ...]:
        name = self.made(put.index)
        index = self.indices[name]
        old = index.documents.get(put.id)
        exists = old is not None and old.source is not None
        if put.create and exists:
            assert old is not None
            raise conflict(put.id, f"document already exists (current version [{old.version}])")
        if put.if_seq_no is not None:
            self._check_unchanged(put.id, old, put.if_seq_no)
        version = 1 if old is None else old.version + 1
        if put.version is not None:
            version = put.version
            check_external(put.id, old, put.version, gte=put.gte)
        new = index.write(put.id, version, put.routing, put.source)
        return name, put.id, version, "updated" if exists else "created", new.seq

    @staticmethod
    def _check_unchanged(key: str, old: Document | None, seq: int) -> None:
        required = f"required seqNo [{seq}], primary term [1]."
        if old is None or old.source is None:
            raise conflict(key, f"{required} but no document was found")
        if old.seq != seq:
            raise conflict(key, f"{required} current document has seqNo [{old.seq}] and primary term [1]")

    def _update(self, update: Update) -> tuple[Any, ...]:
        name = self.made(update.index)
        index = self.indices[name]
        old = index.documents.get(update.id)
        if old is None or old.source is None:
            source = update.doc if update.doc_as_upsert else update.upsert
            if source is None:
                raise Refusal(404, "document_missing_exception", f"[{update.id}]: document missing")
            version = 1 if old is None else old.version + 1
            new = index.write(update.id, version, None, source)
            return name, update.id, version, "created", new.seq
        merged = {**old.source, **update.doc}
        if update.detect_noop and merged == old.source:
            return name, update.id, old.version, "noop", old.seq
        new = index.write(update.id, old.version + 1, old.routing, merged)
        return name, update.id, new.version, "updated", new.seq

    def _delete(self, delete: Delete) -> tuple[Any, ...]:
        found = self.write_index(delete.index)
        if found is None and delete.version is None:
            raise no_index(delete.index)
        name = self.made(delete.index)
        index = self.indices[name]
        old = index.documents.get(delete.id)
        exists = old is not None and old.source is not None
        if delete.if_seq_no is not None:
            self._check_unchanged(delete.id, old, delete.if_seq_no)
        version = 1 if old is None else old.version + 1
        if delete.version is not None:
            version = delete.version
            check_external(delete.id, old, delete.version, gte=False)
        new = index.write(delete.id, version, None, None)
        return name, delete.id, version, "deleted" if exists else "not_found", new.seq

    def delete_index(self, name: str) -> None:
        if self.of_alias(name):
            raise Refusal(
                400, "illegal_argument_exception",
                f"The provided expression [{name}] matches an alias, specify the corresponding concrete indices instead.",
            )  # fmt: skip
        if name not in self.indices:
            raise no_index(name)
        del self.indices[name]

    def put_alias(self, index: str, name: str, write: bool | None) -> None:
        if index not in self.indices:
            raise no_index(index)
        if name in self.indices:
            reason = f"Invalid alias name [{name}]: an index or data stream exists with the same name as the alias"
            raise Refusal(400, "invalid_alias_name_exception", reason)
        writers = [key for key in self.of_alias(name) if self.indices[key].aliases[name] and key != index]
        if write and writers:
            names = ",".join(sorted([*writers, index]))
            raise Refusal(500, "illegal_state_exception", f"alias [{name}] has more than one write index [{names}]")
        self.indices[index].aliases[name] = write

    def delete_alias(self, index: str, name: str) -> None:
        if index not in self.indices:
            raise no_index(index)
        if name not in self.indices[index].aliases:
            raise Refusal(404, "aliases_not_found_exception", f"aliases [{name}] missing")
        del self.indices[index].aliases[name]

    def sources(self, names: tuple[str, ...]) -> list[str]:
        found: dict[str, None] = {}
        for name in names:
            members = [name] if name in self.indices else self.of_alias(name)
            if not members:
                raise no_index(name)
            found.update(dict.fromkeys(members))
        return list(found)

    def reindex(self, request: Reindex) -> dict[str, Any]:
        dest = self.write_index(request.dest)
        sources = self.sources(request.sources)
        if dest in sources:
            reason = f"Validation Failed: 1: reindex cannot write into an index its reading from [{dest}];"
            raise Refusal(400, "action_request_validation_exception", reason)
        return ModelRun(self, request, sources).execute()


def check_external(key: str, old: Document | None, version: int, *, gte: bool) -> None:
    if old is None or old.version < version or (gte and old.version == version):
        return
    higher = "higher than" if gte else "higher or equal to"
    raise conflict(key, f"current version [{old.version}] is {higher} the one provided [{version}]")


@dataclass
class ModelWorker:
    """One slice: pages over the documents of all sources, as they were when the run began."""

    pages: deque[list[tuple[str, Document]]]
    total: int
    max_docs: int | None
    created: int = 0
    updated: int = 0
    batches: int = 0
    version_conflicts: int = 0


class ModelRun:
    """Section 2.5, word for word."""

    def __init__(self, model: Model, request: Reindex, sources: list[str]) -> None:
        self.model = model
        self.request = request
        self.failures: list[tuple[str, int, str, str]] = []
        count = request.slices
        chosen = [[pair for pair in model.indices[name].live() if request.matches(*_plain(pair))] for name in sources]
        self.workers = [self._worker(chosen, number, count) for number in range(count)]

    def _worker(self, chosen: list[list[tuple[str, Document]]], number: int, count: int) -> ModelWorker:
        request = self.request
        found: list[tuple[str, Document]] = []
        for documents in chosen:
            mine = documents
            if count > 1:
                member = membership([key.encode() for key, _ in documents], count)
                mine = [pair for pair, slice_id in zip(documents, member, strict=True) if slice_id == number]
            found += copy.deepcopy(mine)
        pages = deque(found[at : at + request.size] for at in range(0, len(found), request.size))
        limit = request.max_docs
        if limit is not None and count > 1:
            limit = limit // count + (1 if number < limit % count else 0)
        return ModelWorker(pages, len(found) if limit is None else min(len(found), limit), limit)

    def execute(self) -> dict[str, Any]:
        turns = deque(self.workers)
        while turns:
            worker = turns.popleft()
            if self._batch(worker):
                turns.append(worker)
        body = {key: sum(getattr(worker, key) for worker in self.workers) for key in COUNTERS}
        return {**body, "failures": sorted(self.failures)}

    def _batch(self, worker: ModelWorker) -> bool:
        """Do one batch; whether there may be more."""
        if not worker.pages:
            return False
        page = worker.pages[0]
        room = len(page) if worker.max_docs is None else worker.max_docs - worker.created - worker.updated
        batch, rest = page[:room], page[room:]
        worker.batches += 1
        failed = False
        for key, document in batch:
            failed = self._write(worker, key, document) or failed
        worker.pages.popleft()
        if rest:
            worker.pages.appendleft(rest)
        full = worker.max_docs is not None and worker.created + worker.updated >= worker.max_docs
        return not failed and not full and bool(worker.pages)

    def _write(self, worker: ModelWorker, key: str, document: Document) -> bool:
        """Write one document; whether the run is to end."""
        request = self.request
        external = request.version_type != "internal"
        try:
            _, _, _, result, _ = self.model.do(Put(
                request.dest, key, request.filtered(document.source or {}), create=request.create,
                version=document.version if external else None, gte=request.version_type == "external_gte",
                routing=request.routed(document.routing),
            ))  # fmt: skip
        except Refusal as refusal:
            worker.version_conflicts += 1
            if request.proceed:
                return False
            target = self.model.write_index(request.dest)
            self.failures.append((str(target), *refusal.answer))
            return True
        setattr(worker, result, getattr(worker, result) + 1)
        return False


COUNTERS = ("total", "updated", "created", "batches", "version_conflicts")


def _plain(pair: tuple[str, Document]) -> tuple[str, dict[str, Any]]:
    return pair[0], pair[1].source or {}
