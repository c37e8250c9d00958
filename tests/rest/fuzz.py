"""Requests that nobody would write: those of real programs, changed at random. ``python -m tests.rest.fuzz 100000`` runs many of them.

What must hold of each: no answer of 500, no exception, a store that is sound after, and that is as before where it was refused.
"""

from __future__ import annotations

import copy
import gzip
import json
import logging
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import docstore
from docstore.api.listing import apis
from docstore.api.registry import Api, Parameter, Place
from docstore.rest.message import Request, Response
from docstore.rest.openapi import kind_of
from tests.rest.digest import Digest, changed, digest, last_commit
from tests.rest.fuzz_seeds import NAMES, SCALARS, SEEDS, WORDS
from tests.rest.fuzz_wire import disturbed

Seed = tuple[str, str, Any]
"""Method, target and body: a value, text, or ``None``."""

MEANT = {
    "mapper_exception": r"can't be updated|conflicting param \[priority|missing a non-negative value for parameter \[priority",
    "settings_exception": r"Failed to parse int setting",
    "illegal_state_exception": r"^alias \[|must block write operations to resize index|^index close is disabled",
}
"""What Elasticsearch answers with 500 as well, by type: exceptions that know no status (``MapperException``, ``SettingsException`` of an
analysis component, and ``IllegalStateException`` of ``Metadata.Builder``, whose indices disagree about an alias, of
``MetadataCreateIndexService`` and of ``TransportCloseIndexAction``)."""

RUNS = {"meta", "tasks", "checkpoints"}
"""What a run that is refused late leaves: its task, which tells how it ended."""

WRITES = re.compile(r"/_(doc|create|update|bulk|reindex)\b")
"""Where a document that is refused may have made an index, as in Elasticsearch."""


@dataclass
class Fuzzer:
    """A source of requests; the same seed gives the same ones."""

    random: random.Random
    seeds: Sequence[Seed] = tuple(SEEDS)

    def request(self) -> Request:
        """The next one; one in five is strange on the wire."""
        meant = self._request()
        return disturbed(self.random, meant) if self.random.random() < 0.2 else meant

    def _request(self) -> Request:
        """A seed that is changed, a seed as it is, or an API called with anything."""
        kind = self.random.random()
        if kind < 0.3:
            return self._of_api(self.random.choice(_apis()))
        method, target, body = self.random.choice(self.seeds)
        if kind < 0.45:
            return made(method, target, body)
        if self.random.random() < 0.15:
            method = self.random.choice(("GET", "POST", "PUT", "DELETE", "HEAD"))
        if self.random.random() < 0.25:
            target = self._target(target)
        return made(method, target, self._body(body))

    def _of_api(self, api: Api[..., Any]) -> Request:
        route = self.random.choice(api.routes)
        path = route.path
        for name in route.parameters:
            path = path.replace(f"{{{name}}}", quote(str(self.random.choice(NAMES)), safe=",*"))
        wanted = [p for p in api.parameters() if p.place is Place.QUERY or p.also_in_query]
        chosen = self.random.sample(wanted, min(len(wanted), self.random.randrange(3)))
        query = "&".join(f"{p.wire_name}={_text(self._scalar_for(p))}" for p in chosen)
        keys = [p.wire_name for p in api.parameters() if p.in_body]
        body: Any = {key: self._value(3) for key in self.random.sample(keys, min(len(keys), self.random.randrange(4)))} or None
        if body is not None and self.random.random() < 0.3:
            body = self._body(body)
        return made(route.method, f"{path}?{query}" if query else path, body)

    def _scalar_for(self, parameter: Parameter) -> Any:
        """Mostly of its kind."""
        kind = kind_of(parameter.type).get("type")
        if self.random.random() < 0.3 or kind not in ("boolean", "integer", "number"):
            return self._scalar()
        return self.random.choice((True, False) if kind == "boolean" else (0, 1, 2, 5, 10))

    def _target(self, target: str) -> str:
        parts = target.split("/")
        at = self.random.randrange(1, len(parts))
        parts[at] = quote(str(self.random.choice(NAMES)), safe=",*") + (f"?{parts[at].partition('?')[2]}" if "?" in parts[at] else "")
        return "/".join(parts)

    def _body(self, body: Any) -> Any:
        if isinstance(body, str):
            return self._lines(body)
        if body is None:
            return None if self.random.random() < 0.8 else self._value(2)
        changed = copy.deepcopy(body)
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            changed = self._changed(changed)
        return changed

    def _lines(self, text: str) -> str:
        lines = text.split("\n")
        at = self.random.randrange(len(lines))
        kind = self.random.random()
        if kind < 0.2:
            lines[at] = lines[at][: self.random.randrange(len(lines[at]) + 1)]
        elif kind < 0.3:
            del lines[at]
        else:
            try:
                lines[at] = json.dumps(self._changed(json.loads(lines[at])))
            except ValueError:
                lines[at] = json.dumps(self._value(2))
        return "\n".join(lines)

    def _changed(self, value: Any) -> Any:
        """With one place of it changed."""
        places = list(_places(value))
        if not places:
            return self._value(2)
        holder, key = self.random.choice(places)
        kind = self.random.random()
        if kind < 0.3:
            holder[key] = self._like(holder[key])
        elif kind < 0.5:
            holder[key] = self._value(2)
        elif kind < 0.65:
            del holder[key]
        elif kind < 0.8 and isinstance(holder, dict):
            holder[self.random.choice(WORDS)] = holder.pop(key)
        elif kind < 0.9:
            other, name = self.random.choice(places)
            holder[key] = copy.deepcopy(other[name]) if other is not holder else [holder[key]]
        elif isinstance(holder, dict):
            holder[self.random.choice(WORDS)] = self._value(2)
        else:
            holder[key] = {self.random.choice(WORDS): holder[key]}
        return value

    def _like(self, value: Any) -> Any:
        """Another of the same kind."""
        if isinstance(value, bool):
            return not value
        if isinstance(value, int | float):
            return self.random.choice((value + 1, -value, value * 1000, value / 2, 0, 1, 2))
        if isinstance(value, str):
            return self.random.choice((value + "x", value[: len(value) // 2], value.upper(), str(self.random.choice(WORDS))))
        return [value, value] if isinstance(value, dict) else [value]

    def _value(self, depth: int) -> Any:
        kind = self.random.random()
        if depth == 0 or kind < 0.55:
            return self._scalar()
        if kind < 0.75:
            return [self._value(depth - 1) for _ in range(self.random.randrange(3))]
        return {str(self.random.choice(WORDS)): self._value(depth - 1) for _ in range(self.random.randrange(3))}

    def _scalar(self) -> Any:
        return self.random.choice(SCALARS) if self.random.random() < 0.6 else self.random.choice(WORDS)


_APIS: list[Api[..., Any]] = []


def _apis() -> list[Api[..., Any]]:
    if not _APIS:
        _APIS.extend(apis())
    return _APIS


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value, as what holds it and its key there."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)


def _text(value: Any) -> str:
    return quote(value if isinstance(value, str) else json.dumps(value), errors="replace")


def made(method: str, target: str, body: Any) -> Request:
    if body is None:
        return Request.of(method, target, {}, None)
    sent = body if isinstance(body, str) else json.dumps(body)
    kind = "application/x-ndjson" if "_bulk" in target or "_msearch" in target else "application/json"
    return Request.of(method, target, {"content-type": kind}, sent.encode("utf-8", "surrogatepass"))


def run(fuzzer: Fuzzer, count: int, told: Callable[[Request, str], None], *, each: int = 400) -> int:
    """Send requests, with a new store for every ``each`` of them; ``told`` hears of what must not be. Answers how many were sent."""
    sent = 0
    while sent < count:
        with docstore.open() as store:
            _prepare(store)
            watch = Watch(store)
            last = Request.of("GET", "/", {}, None)
            for number in range(min(each, count - sent)):
                last = fuzzer.request()
                began = time.monotonic()
                response = store.rest.handle(last)
                sent += 1
                for problem in (*_wrong(response, time.monotonic() - began), *watch.wrong(last, response)):
                    told(last, problem)
                if number % 40 == 39:
                    _prepare(store)
                    watch = Watch(store)
            for problem in store.check()[:1]:
                told(last, f"the store is not sound: {problem}")
    return sent


def _prepare(store: docstore.Store) -> None:
    """Bring back what requests may have closed, blocked or deleted."""
    free = {"index.blocks": dict.fromkeys(("read_only", "write", "read", "metadata"))}
    store.rest.handle(made("PUT", "/books/_settings", free))
    store.rest.handle(made("POST", "/books/_open", None))
    for method, target, body in SEEDS[:12]:
        store.rest.handle(made(method, target, body))


def _wrong(response: Response, seconds: float) -> Iterator[str]:
    """What must not be of an answer."""
    packed = response.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(response.body) if packed else response.body)[:1000].decode("utf-8", "replace")
    if response.status == 500 and not meant(text):
        yield text
    if seconds > 5:
        yield f"takes {seconds:.1f} s"


def meant(text: str) -> bool:
    """Whether Elasticsearch, too, answers with 500 and this error."""
    found = re.search(r'"?type"?\s*:\s*"?(\w+)"?,?\s*"?reason"?\s*:\s*["\']?((?:[^"\\]|\\.)*)', text)
    return found is not None and re.search(MEANT.get(found[1], "(?!)"), found[2]) is not None


@dataclass
class Watch:
    """Sees that a request that is refused changes nothing."""

    store: docstore.Store
    commit: int = 0
    rows: Digest = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._look()

    def _look(self) -> None:
        self.rows = digest(self.store)
        self.commit = last_commit(self.store)

    def wrong(self, request: Request, response: Response) -> Iterator[str]:
        """What must not have changed since the last look."""
        for running in list(self.store._runner._running.values()):
            running.ended.wait(10)
        if last_commit(self.store) == self.commit:
            return
        before = self.rows
        self._look()
        if response.status < 400 or b'"failures":[{' in response.body or (request.method == "DELETE" and "/_doc/" in request.path):
            return  # a delete of nothing leaves a tombstone
        found = changed(before, self.rows) - RUNS
        if WRITES.search(request.path):
            found = {name for name in found if name in before and name != "free_numbers"}
        if found:
            yield f"refused with {response.status}, and changes {sorted(found)}: {response.body[:300].decode('utf-8', 'replace')}"


def _main() -> None:
    count = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError("too slow")))
    found: dict[str, int] = {}

    def told(request: Request, text: str) -> None:
        reason = re.sub(r"\d+|'[^']*'", "#", text.partition('"reason"')[2][:110] or text)
        found[reason] = found.get(reason, 0) + 1
        if found[reason] == 1:
            print(request.method, request.uri, request.body[:600].decode("utf-8", "replace"), "\n   ", text[:300], flush=True)

    began = time.monotonic()
    sent = run(Fuzzer(random.Random(seed)), count, told)
    print(f"{sent} requests in {time.monotonic() - began:.0f} s, {sum(found.values())} that must not be, of {len(found)} kinds")


if __name__ == "__main__":
    _main()
