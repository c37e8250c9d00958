"""Requests that nobody would write: those of real programs, changed at random. ``python -m tests.rest.fuzz 100000`` runs many of them.

What must hold of each: no answer of 500, no exception, and a store that is sound after.
"""

from __future__ import annotations

import copy
import json
import logging
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import docstore
from docstore.api.listing import apis
from docstore.api.registry import Api, Place
from docstore.rest.message import Request
from tests.rest.fuzz_seeds import NAMES, SCALARS, SEEDS, WORDS

Seed = tuple[str, str, Any]
"""Method, target and body: a value, text, or ``None``."""

MEANT = {"mapper_exception", "illegal_state_exception", "number_format_exception"}
"""Types of errors that Elasticsearch answers with 500 as well."""


@dataclass
class Fuzzer:
    """A source of requests; the same seed gives the same ones."""

    random: random.Random
    seeds: Sequence[Seed] = tuple(SEEDS)

    def request(self) -> Request:
        """The next one: a seed that is changed, a seed as it is, or an API called with anything."""
        kind = self.random.random()
        if kind < 0.3:
            return self._of_api(self.random.choice(_apis()))
        method, target, body = self.random.choice(self.seeds)
        if kind < 0.45:
            return _made(method, target, body)
        if self.random.random() < 0.15:
            method = self.random.choice(("GET", "POST", "PUT", "DELETE", "HEAD"))
        if self.random.random() < 0.25:
            target = self._target(target)
        return _made(method, target, self._body(body))

    def _of_api(self, api: Api[..., Any]) -> Request:
        route = self.random.choice(api.routes)
        path = route.path
        for name in route.parameters:
            path = path.replace(f"{{{name}}}", quote(str(self.random.choice(NAMES)), safe=",*"))
        wanted = [p.wire_name for p in api.parameters() if p.place is Place.QUERY or p.also_in_query]
        chosen = self.random.sample(wanted, min(len(wanted), self.random.randrange(3)))
        query = "&".join(f"{name}={_text(self._scalar())}" for name in chosen)
        keys = [p.wire_name for p in api.parameters() if p.place is Place.BODY]
        body: Any = {key: self._value(3) for key in self.random.sample(keys, min(len(keys), self.random.randrange(4)))} or None
        if body is not None and self.random.random() < 0.3:
            body = self._body(body)
        return _made(route.method, f"{path}?{query}" if query else path, body)

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
        if kind < 0.5:
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


def _made(method: str, target: str, body: Any) -> Request:
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
            for method, target, body in SEEDS[:12]:
                store.rest.handle(_made(method, target, body))
            last = Request.of("GET", "/", {}, None)
            for _ in range(min(each, count - sent)):
                last = fuzzer.request()
                began = time.monotonic()
                response = store.rest.handle(last)
                sent += 1
                if response.status == 500 and not any(f'"{kind}"'.encode() in response.body for kind in MEANT):
                    told(last, response.body[:400].decode("utf-8", "replace"))
                if time.monotonic() - began > 5:
                    told(last, f"takes {time.monotonic() - began:.1f} s")
            for problem in store.check()[:1]:
                told(last, f"the store is not sound: {problem}")
    return sent


def _main() -> None:
    count = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError("too slow")))
    found: dict[str, int] = {}

    def told(request: Request, text: str) -> None:
        reason = text.partition('"reason"')[2][:110] or text
        found[reason] = found.get(reason, 0) + 1
        if found[reason] == 1:
            print(request.method, request.uri, request.body[:600].decode("utf-8", "replace"), "\n   ", text[:300], flush=True)

    began = time.monotonic()
    sent = run(Fuzzer(random.Random(seed)), count, told)
    print(f"{sent} requests in {time.monotonic() - began:.0f} s, {sum(found.values())} that must not be, of {len(found)} kinds")


if __name__ == "__main__":
    _main()
