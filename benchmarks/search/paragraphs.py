"""Real English paragraphs: those of the documentation that botocore ships with its service models."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore

from benchmarks.data import Document

COUNT = 100_000
LEAST = 80
"""Shorter ones are labels, not paragraphs."""

_BREAK = re.compile(r"</?(?:p|li|ul|ol|note|important|dl|dt|dd|h\d)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@cache
def paragraphs() -> list[Document]:
    """The first 100,000, each text once, with the service and the name of what it documents."""
    found: dict[str, Document] = {}
    for path in sorted((Path(botocore.__file__).parent / "data").glob("*/*/service-2.json.gz")):
        service = path.parts[-3]
        for member, markup in _documented(json.loads(gzip.decompress(path.read_bytes())), ""):
            for part in _BREAK.split(markup):
                text = " ".join(html.unescape(_TAG.sub("", part)).split())
                if len(text) >= LEAST and text not in found:
                    place, words = len(found), len(text.split())
                    found[text] = {"text": text, "service": service, "member": member, "words": words, "place": place}
                    if len(found) == COUNT:
                        return list(found.values())
    raise ValueError(f"botocore ships only {len(found)} paragraphs, the figures are for {COUNT}")


def _documented(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "documentation" and isinstance(inner, str):
                yield name, inner
            else:
                yield from _documented(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _documented(inner, name)
