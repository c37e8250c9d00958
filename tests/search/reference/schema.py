"""The fields of the documents: most are the same always, some take another type or analyzer each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Json = dict[str, Any]

FIELDS: Json = {
    "k": {"type": "keyword"},
    "kn": {"type": "keyword", "null_value": "NULL"},
    "kl": {"type": "keyword", "normalizer": "lowercase"},
    "ka": {"type": "keyword", "ignore_above": 2},
    "c": {"type": "constant_keyword", "value": "fox"},
    "w": {"type": "wildcard"},
    "n": {"type": "long"},
    "i": {"type": "integer"},
    "h": {"type": "short", "null_value": 1},
    "one": {"type": "byte"},
    "u": {"type": "unsigned_long"},
    "f": {"type": "double"},
    "f32": {"type": "float"},
    "f16": {"type": "half_float"},
    "s": {"type": "scaled_float", "scaling_factor": 4},
    "b": {"type": "boolean"},
    "d": {"type": "date"},
    "d1": {"type": "date"},
    "dn": {"type": "date_nanos"},
    "df": {"type": "date", "format": "yyyy/MM/dd||epoch_second"},
    "ip": {"type": "ip"},
    "r": {"type": "integer_range"},
    "rd": {"type": "date_range"},
    "rl": {"type": "long_range"},
    "rfl": {"type": "float_range"},
    "rdb": {"type": "double_range"},
    "rip": {"type": "ip_range"},
    "ver": {"type": "version"},
    "c1": {"type": "keyword", "copy_to": "all"},
    "c2": {"type": "long", "copy_to": ["all"]},
    "all": {"type": "text"},
    "im": {"type": "integer", "ignore_malformed": True},
    "nd": {"type": "integer", "doc_values": False},
    "kd": {"type": "keyword", "doc_values": False},
    "ni": {"type": "integer", "index": False},
    "ki": {"type": "keyword", "index": False},
    "t": {"type": "text", "fields": {"raw": {"type": "keyword"}, "count": {"type": "token_count", "analyzer": "standard"}}},
    "t3": {"type": "text"},
    "ts": {"type": "text", "search_analyzer": "linked"},
    "ti": {"type": "text", "analyzer": "widened", "search_analyzer": "standard"},
    "m": {"type": "match_only_text"},
    "g": {"type": "geo_point"},
    "z": {"type": "flattened"},
    "v": {"type": "dense_vector", "dims": 2, "similarity": "l2_norm"},
    "vc": {"type": "dense_vector", "dims": 2, "similarity": "cosine"},
    "vd": {"type": "dense_vector", "dims": 2, "similarity": "dot_product"},
    "vm": {"type": "dense_vector", "dims": 2, "similarity": "max_inner_product"},
    "rf": {"type": "rank_feature"},
    "rfs": {"type": "rank_features"},
    "j": {"type": "join", "relations": {"parent": "child"}},
    "am": {"type": "aggregate_metric_double", "metrics": ["min", "max", "sum", "value_count"], "default_metric": "max"},
    "hi": {"type": "histogram"},
    "ck": {"type": "counted_keyword"},
    "sa": {"type": "search_as_you_type"},
    "bi": {"type": "binary"},
    "co": {"type": "completion"},
    "pe": {"type": "percolator"},
    "po": {"type": "point"},
    "sh": {"type": "shape"},
    "gs": {"type": "geo_shape"},
    "sv": {"type": "sparse_vector"},
    "al": {"type": "alias", "path": "i"},
    "o": {"properties": {"k": {"type": "keyword"}, "n": {"type": "long"}}},
    "ne": {
        "type": "nested",
        "properties": {
            "k": {"type": "keyword"},
            "n": {"type": "integer"},
            "t": {"type": "text"},
            "in": {"type": "nested", "properties": {"n": {"type": "integer"}}},
        },
    },
}
"""The fields that never change; ``x`` and ``t2`` do."""

RUNTIME: Json = {"rk": {"type": "keyword"}, "rn": {"type": "long"}}
"""Fields that are read from ``_source``."""


SHINGLES = {"sa": 1, "sa._2gram": 2, "sa._3gram": 3}
"""How many words of ``search_as_you_type`` are one."""


@dataclass(frozen=True)
class Schema:
    """The mapping of an index. ``x`` is a number of any type, ``t2`` a text of any analyzer."""

    x: str = "double"
    t2: str = "standard"
    t2_norms: bool = True
    gap: int = 100
    asked: Json = field(default_factory=dict, hash=False)
    """Runtime fields of a search, which may stand before others of the same names."""

    @cached_property
    def properties(self) -> Json:
        """As they are given when the index is made."""
        number = {"type": self.x, "scaling_factor": 10} if self.x == "scaled_float" else {"type": self.x}
        text = {"type": "text", "analyzer": self.t2, "norms": self.t2_norms, "position_increment_gap": self.gap}
        return {**FIELDS, "x": number, "t2": text}

    def field(self, path: str) -> Json | None:
        """How a field is mapped, None where it is not."""
        found: Any = {**RUNTIME, **self.asked}.get(path)
        if found is not None:
            return {**found, "runtime": True}
        if path.startswith("z."):
            return {"type": "keyword"}
        if path in SHINGLES:
            return {"type": "text", "shingles": SHINGLES[path]}
        found = {"properties": self.properties}
        for part in path.split("."):
            found = {**found.get("properties", {}), **found.get("fields", {})}.get(part)
            if found is None:
                return None
        if found.get("type") == "alias":
            return self.field(found["path"])
        return found if "type" in found else None

    def type_of(self, path: str) -> str | None:
        """The type of a field, None where it is not mapped."""
        found = self.field(path)
        return None if found is None else found["type"]

    def source_path(self, path: str) -> str:
        """Where in a document the values of a field stand."""
        return "sa" if path in SHINGLES else {"al": "i", "t.raw": "t", "t.count": "t"}.get(path, path)

    def level(self, path: str) -> str:
        """The nested object that a field is in; nothing for the document itself."""
        if path in ("ne.in", "ne.in.n"):
            return "ne.in"
        return "ne" if path.startswith("ne.") else ""
