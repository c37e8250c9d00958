"""``bucket_script`` and ``bucket_selector``: scripts over the numbers of a bucket. Nothing here can run one yet: see ``use_scripts``."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.query.wire import Declared, declared, text
from docstore.search.aggregations.pipeline.values import PIPELINE_KEYS, GapPolicy, format_of, value_result
from docstore.search.aggregations.registry import pipeline
from docstore.search.aggregations.request import ParentPipeline
from docstore.search.aggregations.result import Bucket

Json = dict[str, Any]
Variables = Mapping[str, float]
Script = Callable[[Variables], Any]
"""From variables by name to a number, a boolean, or None."""
Compile = Callable[[Any], Script]
"""From the JSON of a ``script``. Raises ``ApiError`` for one that does not compile."""

_compilers: list[Compile] = []


def use_scripts(compiler: Compile) -> None:
    """What scripting calls when it is there."""
    _compilers[:] = [compiler]


def _paths(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {name: text(path) for name, path in value.items()}
    if isinstance(value, list):
        return {f"_value{at}": text(path) for at, path in enumerate(value)}
    return {"_value": text(value)}


_KEYS = {
    "buckets_path": Declared(frozenset({"VALUE_STRING", "START_ARRAY", "START_OBJECT"}), _paths),
    "script": Declared(frozenset({"VALUE_STRING", "START_OBJECT"}), lambda value: value),
    "gap_policy": PIPELINE_KEYS["gap_policy"],
    "format": PIPELINE_KEYS["format"],
}


@dataclass(frozen=True, slots=True)
class ScriptedPipeline(ParentPipeline):
    """A script, and where its variables come from."""

    variables: Mapping[str, str]
    script: Script
    gap_policy: GapPolicy = GapPolicy.SKIP
    format: str | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"buckets_path": {"a": "sales", "b": "total"}, "script": "params.a / params.b"}``.

        :raises NotImplementedByDocstoreError: nothing can run scripts.
        """
        found = declared(cls.kind, body, _KEYS)
        lacking = [key for key in ("buckets_path", "script") if key not in found]
        if lacking:
            raise IllegalArgumentError(f"Required [{', '.join(lacking)}]")
        if not _compilers:
            raise NotImplementedByDocstoreError(f"docstore cannot run the script of [{cls.kind}] aggregation [{name}] yet")
        script = _compilers[0](found["script"])
        return cls(found["buckets_path"], script, found.get("gap_policy", GapPolicy.SKIP), found.get("format"))

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self.variables.values())

    def values(self, bucket: Bucket) -> dict[str, float]:
        """The variables in a bucket; not-a-number in a gap that is passed over."""
        return {name: self.gap_policy.number(bucket, bucket.number(path), path) for name, path in self.variables.items()}

    @abstractmethod
    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """What the script says of each bucket."""


@pipeline("bucket_script")
class BucketScript(ScriptedPipeline):
    """A number for each bucket."""

    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """None in gaps, and where the script gives none."""
        for bucket in buckets:
            values = self.values(bucket)
            if any(map(math.isnan, values.values())):
                continue
            found = self.script(values)
            if found is not None:
                bucket.results[name] = value_result(float(found), format_of(self.format))
        return buckets


@pipeline("bucket_selector")
class BucketSelector(ScriptedPipeline):
    """Only the buckets that a script lets pass."""

    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """In their order."""
        return [bucket for bucket in buckets if self.script(self.values(bucket))]
