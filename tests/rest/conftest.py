"""Requests as text, answers as values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

import docstore
from docstore.rest.message import Request


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def reason(self) -> str:
        return str(self.json["error"]["reason"])


Ask = Callable[..., Answer]


@pytest.fixture
def ask(store: docstore.Store) -> Ask:
    def call(method: str, target: str, body: Any = None, **headers: str) -> Answer:
        sent = body if body is None or isinstance(body, str | bytes) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if sent is not None:
            named.setdefault("content-type", "application/json")
        response = store.rest.handle(Request.of(method, target, named, sent))
        return Answer(response.status, response.headers, response.body.decode("utf-8", "replace"))

    return call
