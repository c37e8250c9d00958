"""Policies of index lifecycle management, by name (``LifecyclePolicy``, ``TimeseriesLifecycleType``). They are kept and shown; nothing
carries them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.catalog.section import section
from docstore.errors import IllegalArgumentError, JsonObject, XContentParseError
from docstore.frozen import frozen
from docstore.spelling import did_you_mean
from docstore.time_value import millis

_ROLLOVER = ["size", "primary_shard_size", "age", "docs", "primary_shard_docs"]
_KEYS: Mapping[str, frozenset[str]] = {
    "allocate": frozenset({"number_of_replicas", "total_shards_per_node", "include", "exclude", "require"}),
    "delete": frozenset({"delete_searchable_snapshot"}),
    "downsample": frozenset({"fixed_interval", "wait_timeout", "force_merge_index", "sampling_method"}),
    "forcemerge": frozenset({"max_num_segments", "index_codec"}),
    "freeze": frozenset(),
    "migrate": frozenset({"enabled"}),
    "readonly": frozenset(),
    "rollover": frozenset(f"{side}_{name}" for side in ("max", "min") for name in _ROLLOVER),
    "searchable_snapshot": frozenset(
        {"snapshot_repository", "force_merge_index", "force_merge_on_clone", "replicate_for", "total_shards_per_node"}
    ),
    "set_priority": frozenset({"priority"}),
    "shrink": frozenset({"number_of_shards", "max_primary_shard_size", "allow_write_after_shrink"}),
    "unfollow": frozenset(),
    "wait_for_snapshot": frozenset({"policy"}),
}
"""What an action takes."""

_ACTIONS = {
    "hot": "set_priority unfollow rollover readonly downsample shrink forcemerge searchable_snapshot",
    "warm": "set_priority unfollow readonly downsample allocate migrate shrink forcemerge",
    "cold": "set_priority unfollow readonly downsample searchable_snapshot allocate migrate freeze",
    "frozen": "unfollow searchable_snapshot",
    "delete": "wait_for_snapshot delete",
}
_NEED_ROLLOVER = ("readonly", "shrink", "forcemerge", "downsample", "searchable_snapshot")
_DEFAULTS: JsonObject = {"delete": {"delete_searchable_snapshot": True}}
_LONGEST_NAME = 255


@frozen
class LifecyclePolicy:
    """One policy; ``version`` counts its changes, ``modified`` is the time of the last one in milliseconds."""

    phases: JsonObject
    meta: JsonObject | None = None
    deprecated: bool | None = None
    version: int = 1
    modified: int = 0

    @classmethod
    def parse(cls, body: Any) -> LifecyclePolicy:
        """``{"phases": {"hot": {"min_age": "0ms", "actions": {"rollover": {"max_age": "30d"}}}}, "_meta": {...}}``.

        :raises IllegalArgumentError: a phase, or an action in a phase, that there is not.
        :raises XContentParseError: an unknown key, or a value of the wrong type.
        """
        given = _object("lifecycle_policy", body, ("phases", "_meta", "deprecated"))
        if "phases" not in given:
            raise IllegalArgumentError("Required [phases]")
        phases = _object("lifecycle_policy", given["phases"], None, field="phases")
        parsed = {name: _phase(phase) for name, phase in phases.items()}
        _check(parsed)
        return cls({name: parsed[name] for name in _ACTIONS if name in parsed}, given.get("_meta"), given.get("deprecated"))

    def to_body(self) -> JsonObject:
        """As it is shown, but for its version."""
        shown: JsonObject = {"phases": self.phases}
        if self.meta is not None:
            shown["_meta"] = self.meta
        return shown if self.deprecated is None else {**shown, "deprecated": self.deprecated}


def check_name(name: str) -> None:
    """:raises IllegalArgumentError: no policy may have this name (``LifecyclePolicy.validatePolicyName``)."""
    if "," in name:
        raise IllegalArgumentError(f"invalid policy name [{name}]: must not contain ','")
    if " " in name:
        raise IllegalArgumentError(f"invalid policy name [{name}]: must not contain spaces")
    if name.startswith("_"):
        raise IllegalArgumentError(f"invalid policy name [{name}]: must not start with '_'")
    if (length := len(name.encode("utf-8", "surrogatepass"))) > _LONGEST_NAME:
        raise IllegalArgumentError(f"invalid policy name [{name}]: name is too long, ({length} > {_LONGEST_NAME})")


def _phase(body: Any) -> JsonObject:
    given = _object("phase", body, ("min_age", "actions"))
    age = given.get("min_age", "0ms")
    if not isinstance(age, str):
        raise XContentParseError("[phase] failed to parse field [min_age]")
    millis(age, "min_age")
    actions = _object("phase", given.get("actions", {}), None, field="actions")
    return {"min_age": age, "actions": {name: _action(name, action) for name, action in actions.items()}}


def _action(name: str, body: Any) -> JsonObject:
    if name not in _KEYS:
        raise XContentParseError(f"unknown field [{name}]{did_you_mean(name, _KEYS)}")
    return {**_DEFAULTS.get(name, {}), **_object(name, {} if body is None else body, _KEYS[name])}


def _check(phases: JsonObject) -> None:
    for name, phase in phases.items():
        if name not in _ACTIONS:
            raise IllegalArgumentError(f"Timeseries lifecycle does not support phase [{name}]")
        for action in phase["actions"]:
            if action not in _ACTIONS[name].split():
                raise IllegalArgumentError(f"invalid action [{action}] defined in phase [{name}]")
    hot = phases.get("hot", {"actions": {}})["actions"]
    lonely = [action for action in _NEED_ROLLOVER if action in hot and "rollover" not in hot]
    if lonely:
        raise IllegalArgumentError(
            f"the [{', '.join(lonely)}] action(s) may not be used in the [hot] phase without an accompanying [rollover] action"
        )


def _object(parser: str, body: Any, keys: Any, *, field: str | None = None) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise XContentParseError(f"[{parser}] {field or parser} doesn't support values of type: VALUE_STRING")
    unknown = [] if keys is None else [key for key in body if key not in keys]
    if unknown:
        raise XContentParseError(f"[{parser}] unknown field [{unknown[0]}]{did_you_mean(unknown[0], keys)}")
    return body


def _load(_: str, row: JsonObject) -> LifecyclePolicy:
    return LifecyclePolicy(row["phases"], row.get("_meta"), row.get("deprecated"), row["version"], row["modified"])


LIFECYCLE_POLICIES = section(
    "lifecycle_policy", _load, lambda policy: {**policy.to_body(), "version": policy.version, "modified": policy.modified}
)
"""By name."""
