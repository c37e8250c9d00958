"""Random requests: none is answered with an internal error, and the store stays sound. More of them: ``python -m tests.rest.fuzz``."""

from __future__ import annotations

import random

import pytest

from docstore.rest.message import Request
from tests.rest.fuzz import Fuzzer, run


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_no_request_is_an_internal_error() -> None:
    told: list[str] = []

    def tell(request: Request, text: str) -> None:
        told.append(f"{request.method} {request.uri} {request.body!r}: {text}")

    assert run(Fuzzer(random.Random(20261128)), 1200, tell) == 1200
    assert told == []
