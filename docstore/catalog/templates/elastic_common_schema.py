"""Dynamic templates for the fields of the Elastic Common Schema: what a field is shows in the end of its name.

The types are those of the schema itself (https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html, Apache-2.0); a string that
no rule knows is a keyword.
"""

from __future__ import annotations

from docstore.errors import JsonObject

KEYWORD: JsonObject = {"type": "keyword", "ignore_above": 1024}
_TEXT: JsonObject = {"type": "match_only_text"}
_IN_WORDS: JsonObject = {"fields": {"text": _TEXT}}

_TIMES = (
    "accessed created creation_date ctime end first_seen ingested installed last_activity last_seen modified_at mtime not_after not_before "
    "occurred start timestamp"
)
_NAMES = "display_name executable full_name name title working_directory"


def _below(tails: str) -> list[str]:
    return [f"*.{tail}" for tail in tails.split()]


def _value(mapping: JsonObject, *paths: str, **conditions: str) -> JsonObject:
    """A rule for values; objects are looked into."""
    return {"path_match": list(paths), "unmatch_mapping_type": "object", **conditions, "mapping": mapping}


_RULES: dict[str, JsonObject] = {
    "own_time": {"match": "@timestamp", "mapping": {"type": "date", "ignore_malformed": False}},
    "message": {"path_match": ["message", "*.message"], "mapping": _TEXT},
    "address": {"match_mapping_type": "string", "path_match": ["ip", "*.ip", "*_ip"], "mapping": {"type": "ip"}},
    "long_keyword": _value({"type": "wildcard"}, "*url.path", "*registry.data.strings", "*.message_id", "*.io.text"),
    "long_text": _value({"type": "wildcard", **_IN_WORDS}, "*url.full", "*url.original", "*.body.content", "*command_line", "*stack_trace"),
    "name": _value(
        KEYWORD | _IN_WORDS,
        *_below(_NAMES),
        *("*file.path", "*file.target_path", "*os.full", "email.subject", "user_agent.original", "vulnerability.description"),
    ),
    "time": _value({"type": "date"}, *_below(_TIMES), "*_timestamp", "created", "ingested"),
    "score": _value({"type": "float"}, "*.score.*", "*_score", "*_score_norm", path_unmatch="*.version"),
    "share": {
        "match_mapping_type": ["long", "double"],
        "path_match": "*.usage",
        "mapping": {"type": "scaled_float", "scaling_factor": 1000},
    },
    "place": {"path_match": ["location", "*.location"], "mapping": {"type": "geo_point"}},
    "structure": {
        "match_mapping_type": "object",
        "path_match": ["*structured_data", "*exports", "*imports"],
        "mapping": {"type": "flattened"},
    },
    "string": {"match_mapping_type": "string", "mapping": KEYWORD},
}
DYNAMIC_TEMPLATES: tuple[JsonObject, ...] = tuple({f"ecs_{name}": rule} for name, rule in _RULES.items())
"""In the order in which they are tried."""
