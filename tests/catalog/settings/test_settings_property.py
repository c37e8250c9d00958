"""Random updates of settings against a dict: refused as a whole with a typed error, or shown as they were given."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import docstore
from docstore.catalog.settings.known import SETTINGS
from docstore.catalog.settings.setting import Change
from docstore.errors import ApiError
from tests.examples import TIMES

UPDATABLE = sorted(name.removeprefix("index.") for name, setting in SETTINGS.items() if setting.change in (Change.DYNAMIC, Change.STATIC))
OTHERS = sorted(name.removeprefix("index.") for name, setting in SETTINGS.items() if setting.change in (Change.FINAL, Change.PRIVATE))
BLOCKING = ("blocks.read_only", "blocks.metadata")
NAMES = st.one_of(
    st.sampled_from([name for name in UPDATABLE if name not in BLOCKING]),
    st.sampled_from(["number_of_replicas", "refresh_interval", "codec", "analysis.analyzer.own.type", "routing.allocation.include.zone"]),
    st.sampled_from(OTHERS),
    st.sampled_from(["", "no.such", "max_result_windo", "*", "max*", "index", "a..b", "number_of_replicas.x"]),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 70),
    st.sampled_from(["5s", "-1", "1gb", "10%", "all", "none", "default", "best_compression", "standard", "async", "0-all", "1.5", "*", ""]),
    st.lists(st.sampled_from(["a", "b*"]), max_size=2),
    st.floats(allow_nan=True),
    st.text(max_size=3),
    st.just({}),
    st.just({"type": "keyword"}),
)
VALID: dict[str, st.SearchStrategy[Any]] = {
    "number_of_replicas": st.integers(0, 3),
    "refresh_interval": st.sampled_from(["1s", "5s", -1, None]),
    "max_result_window": st.one_of(st.none(), st.integers(1, 9)),
    "codec": st.sampled_from(["default", "best_compression"]),
    "hidden": st.booleans(),
    "query.default_field": st.lists(st.sampled_from(["a", "b*"]), max_size=2),
    "max*": st.none(),
}
CHANGES = st.one_of(st.dictionaries(NAMES, VALUES, max_size=3), st.fixed_dictionaries({}, optional=VALID))
UPDATES = st.lists(st.tuples(CHANGES, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=8)


def as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def flat(prefix: str, body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in body.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(value, dict):
            found |= flat(path, value)
        else:
            found[path if path.startswith("index.") else f"index.{path}"] = value
    return found


def applied(model: dict[str, Any], change: dict[str, Any], *, preserve: bool) -> dict[str, Any]:
    """The dict after an update that was accepted."""
    after = dict(model)
    for name, value in sorted(flat("", change).items(), key=lambda pair: pair[1] is not None):
        if value is None and "*" in name:
            begin = name.partition("*")[0]
            kept = [known for known in model if known.startswith(begin) and (s := SETTINGS.get(known)) and s.change is not Change.DYNAMIC]
            for known in [known for known in after if known.startswith(begin) and known not in kept]:
                del after[known]
        elif value is None:
            after.pop(name, None)
        elif not (preserve and name in model):
            after[name] = as_text(value)
    return {"index.number_of_replicas": "1", **after}


@settings(max_examples=150 * TIMES)
@given(updates=UPDATES)
def test_updates(updates: list[tuple[dict[str, Any], bool, bool, bool]]) -> None:
    with docstore.open() as store:
        store.indices.create(index="one")
        model = shown(store)
        for change, nested, preserve, reopen in updates:
            body = {"settings": {"index": change}} if nested else change
            refusal = update(store, body, preserve_existing=preserve, reopen=reopen)
            assert refusal is None or refusal.status == 400, refusal
            model = model if refusal else applied(model, change, preserve=preserve)
            assert shown(store) == model, (change, nested)
            if model.get("index.blocks.metadata") == "true":
                return
        assert store.check() == []


def update(store: docstore.Store, body: dict[str, Any], **flags: bool) -> ApiError | None:
    try:
        store.indices.put_settings(index="one", settings=body, **flags)
    except ApiError as error:
        return error
    return None


def shown(store: docstore.Store) -> dict[str, Any]:
    return dict(store.indices.get_settings(index="one", flat_settings=True)["one"]["settings"])
