"""Requests with something else in the place of each of their parts: the answer is always a result or a typed error."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docstore.errors import ApiError

JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**30, "", "x", "2020-01-01", "t", "k", "g"),
    *([], [None], ["x"], [[]], {}, {"x": 1}, [{}], [{"x": {}}]),
]


def variants(body: Any) -> Iterator[Any]:
    """A body with junk in the place of each of its parts, without each of its keys, and with a key that does not exist."""
    yield from JUNK
    if isinstance(body, dict):
        yield {**body, "no_such_key": 1}
        for key, value in body.items():
            yield {name: other for name, other in body.items() if name != key}
            for inner in variants(value):
                yield {**body, key: inner}
    elif isinstance(body, list):
        for at, value in enumerate(body):
            for inner in variants(value):
                yield [*body[:at], inner, *body[at + 1 :]]


def problems(ask: Callable[[Any], object], requests: Iterable[Any]) -> Iterator[str]:
    """What is neither a result nor a typed error."""
    for request in requests:
        try:
            ask(request)
        except ApiError as error:
            if error.status >= 500 and error.status != 501:
                yield f"{error}: {request}"
        except Exception as error:  # that is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            yield f"{error!r} at {where.filename}:{where.lineno}: {request}"
