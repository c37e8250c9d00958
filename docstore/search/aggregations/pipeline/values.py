"""What pipelines read: numbers of buckets, and what is done where there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import Enum
from typing import Any, ClassVar, Self

from docstore.errors import ParsingError, Token
from docstore.frozen import frozen
from docstore.query.wire import Declared, at_key, by_hand, text
from docstore.search.aggregations.bucket.date_histogram import DateHistogram
from docstore.search.aggregations.bucket.histogram import Histogram
from docstore.search.aggregations.decimal_format import decimal_format
from docstore.search.aggregations.format import RAW, Decimals, Format
from docstore.search.aggregations.request import Aggregation, Pipeline
from docstore.search.aggregations.result import Bucket, MetricResult

Json = dict[str, Any]


class GapPolicy(Enum):
    """What stands for a number that is not there."""

    SKIP = "skip"
    INSERT_ZEROS = "insert_zeros"
    KEEP_VALUES = "keep_values"

    def number(self, bucket: Bucket, found: float, path: str) -> float:
        """A number of a bucket; not-a-number is passed over (``BucketHelpers.resolveBucketValue``)."""
        if self is GapPolicy.KEEP_VALUES:
            return found if math.isfinite(found) else math.nan
        gap = not math.isfinite(found) or (bucket.doc_count == 0 and path.rpartition(">")[2] != "_count")
        if not gap:
            return found
        return 0.0 if self is GapPolicy.INSERT_ZEROS else math.nan


def _gap_policy(value: Any) -> GapPolicy:
    name = text(value)
    try:
        return GapPolicy(name.lower())
    except ValueError:
        known = ", ".join(policy.value for policy in GapPolicy)
        raise ParsingError(f"Invalid gap policy: [{name}], accepted values: [{known}]") from None


def _paths(value: Any) -> tuple[str, ...]:
    return tuple(map(text, value)) if isinstance(value, list) else (text(value),)


_STRING = frozenset({"VALUE_STRING"})
PIPELINE_KEYS: dict[str, Declared] = {
    "buckets_path": Declared(_STRING | {"START_ARRAY"}, _paths),
    "gap_policy": Declared(_STRING, _gap_policy),
    "format": Declared(_STRING, text),
}


@frozen
class Words:
    """What the hand-written parser of a pipeline says of tokens in wrong places, and of one without a path."""

    unknown: str
    unexpected: str
    missing: str


ALONG = Words(
    "Unknown key for a {token} in [{name}]: [{key}].",
    "Unexpected token {token} in [{name}].",
    "Missing required field [buckets_path] for derivative aggregation [{name}]",
)
OVER = Words(
    "Unexpected token {token} [{key}] in [{name}]",
    "Unexpected token {token} [{key}] in [{name}]",
    "Missing required field [buckets_path] for aggregation [{name}]",
)


def read(name: str, body: Json, words: Words, more: dict[str, Declared] | None = None) -> Json:
    """The keys of a pipeline; of several paths only the first counts.

    :raises ParsingError: an unknown key, or no path.
    """
    keys = {**PIPELINE_KEYS, **(more or {})}
    read_ = {token for key in keys.values() for token in key.tokens}

    def unknown(token: str, key: str) -> str:
        return (words.unknown if token in read_ else words.unexpected).format(token=token, key=key, name=name)

    found = by_hand(body, keys, unknown)
    if not found.get("buckets_path"):
        raise at_key(ParsingError(words.missing.format(name=name)), None, Token.END, body)
    found["path"] = found.pop("buckets_path")[0]
    found.setdefault("gap_policy", GapPolicy.SKIP)
    return found


@frozen
class OnePath(Pipeline):
    """What reads one path."""

    path: str
    gap_policy: GapPolicy = GapPolicy.SKIP
    format: str | None = None

    words: ClassVar[Words] = ALONG

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": "months>sales"}``."""
        return cls(**read(name, body, cls.words))

    @property
    def paths(self) -> tuple[str, ...]:
        """The one."""
        return (self.path,)


def format_of(pattern: str | None) -> Format:
    """How a pipeline's numbers are shown as text."""
    return RAW if pattern is None else Decimals(decimal_format(pattern))


def value_result(value: float, format: Format, wire_type: str = "simple_value", more: Json | None = None) -> MetricResult:
    """A single number; null where there is none."""
    known = math.isfinite(value)
    json: Json = {"value": value if known else None}
    as_text = format.text(value) if known else None
    if as_text is not None:
        json["value_as_string"] = as_text
    return MetricResult(wire_type, {"value": value}, {**json, **(more or {})})


def sequential(kind: str, name: str, parent: Aggregation | None, *, skips: bool = False) -> Iterator[str]:
    """What is wrong with a parent whose buckets are not a sequence; ``skips``: buckets may be left out of it."""
    what = f"{kind} aggregation [{name}] must have a histogram, date_histogram or auto_date_histogram as parent"
    if parent is None:
        yield f"{what} but doesn't have a parent"
    elif isinstance(parent, Histogram | DateHistogram):
        if parent.shape.least_count and not skips:
            yield f"parent histogram of {kind} aggregation [{name}] must have min_doc_count of 0"
    elif parent.kind != "auto_date_histogram":
        yield what
