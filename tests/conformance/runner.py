"""Runs a case against whatever answers requests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from docstore.rest.message import Request, Response
from tests.conformance import assertions, calls
from tests.conformance.outcome import Failed, Skipped
from tests.conformance.stash import Stash
from tests.conformance.suite import Case, Step

_STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "missing": 404,
    "not_found": 404,
    "request_timeout": 408,
    "conflict": 409,
    "gone": 410,
    "unavailable": 503,
}
_FEATURES = {
    "allowed_warnings", "allowed_warnings_regex", "warnings", "warnings_regex", "arbitrary_key", "catch_unauthorized", "close_to",
    "contains", "capabilities", "cluster_features", "default_shards", "embedded_stash_key", "headers", "is_after", "node_selector",
    "regex", "stash_in_key", "stash_in_path", "stash_path_replace", "xpack", "yaml",
}  # fmt: skip
_NOT_CALLS = ("catch", "headers", "node_selector", "warnings", "warnings_regex", "allowed_warnings", "allowed_warnings_regex")
_NOT_YET = ("index.slice_indexing", "mapper.routing_as_doc_values", "reindex.support_from_fields")
"""Features of clusters that are newer than ``VERSION``."""

_BY_NAME = ("indices.close", "indices.delete", "indices.open")
VERSION = (9, 2, 0)


class Runner:
    """One case at a time, on a store with nothing in it."""

    def __init__(self, send: Callable[[Request], Response]) -> None:
        self._send = send
        self._stash = Stash()

    def run(self, case: Case) -> None:
        """Run the steps of a case, and in the end its teardown.

        :raises Failed: a step wants something else.
        :raises Skipped: the case is not for this node.
        :raises NoSuchApi: docstore does not have an API that it calls.
        """
        try:
            if any(_wild(step) for step in (*case.steps, *case.teardown)):
                self._set("action.destructive_requires_name", False)
            for step in case.steps:
                self._step(step)
        finally:
            self._undo(case.teardown)

    def _set(self, name: str, value: Any) -> None:
        """Set what the nodes of Elasticsearch's own tests have in their configuration."""
        self._send(calls.request("cluster.put_settings", {"body": {"persistent": {name: value}}}, {}))

    def _undo(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            try:
                self._step(step)
            except (Failed, Skipped, LookupError):
                continue
            except Exception as error:
                if type(error).__name__ != "NoSuchApi":
                    raise

    def _step(self, step: Step) -> None:
        ((kind, what),) = step.items()
        if kind == "do":
            self._do(what)
        elif kind in ("skip", "requires"):
            _consider(kind, what)
        elif kind == "set":
            for path, name in what.items():
                self._keep(path, name)
        elif not assertions.check(kind, what, self._stash):
            raise Skipped(f"steps of kind [{kind}] are not understood")

    def _keep(self, path: str, name: str) -> None:
        try:
            self._stash.kept[name] = self._stash.at(path)
        except KeyError:
            raise Failed(f"set [{path}]: there is nothing") from None

    def _do(self, what: Step) -> None:
        headers = {str(key): str(value) for key, value in self._stash.filled(what.get("headers") or {}).items()}
        named = [(name, parameters) for name, parameters in what.items() if name not in _NOT_CALLS]
        if not named:
            return
        name, parameters = named[0][0], self._stash.filled(named[0][1] or {})
        catch = what.get("catch")
        try:
            request = calls.request(name, parameters, headers)
        except calls.ParameterMissing:
            if catch == "param":
                return
            raise
        response = self._send(request)
        answer = self._stash.response = _answer(request, response)
        status = 200 if response.status in _ignored(parameters) or request.method == "HEAD" else response.status
        _expect(name, catch, status, answer)
        _warned(name, what, response.headers.get("Warning", ""))


def _warned(name: str, what: Step, header: str) -> None:
    """A warning that a step wants must be given. Others may be: the clients' own tests do not look at them."""
    given = [re.sub(r"\\(.)", r"\1", text) for text in re.findall(r'299 \S+ "((?:[^"\\]|\\.)*)"', header)]
    lacking = [text for text in what.get("warnings") or [] if text not in given]
    lacking += [text for text in what.get("warnings_regex") or [] if not any(re.search(text, each) for each in given)]
    if lacking:
        raise Failed(f"{name} does not warn: {lacking}")


def _ignored(parameters: Mapping[str, Any]) -> list[int]:
    ignored = parameters.get("ignore", [])
    return [int(each) for each in (ignored if isinstance(ignored, list) else [ignored])]


def _answer(request: Request, response: Response) -> Any:
    if request.method == "HEAD":
        return response.status < 400
    if "json" in response.headers.get("Content-Type", "") and response.body:
        return json.loads(response.body)
    if "yaml" in response.headers.get("Content-Type", "") and response.body:
        return yaml.safe_load(response.body)
    return response.body.decode("utf-8", "replace")


def _expect(name: str, catch: str | None, status: int, answer: Any) -> None:
    if catch is None:
        if status >= 400:
            raise Failed(f"{name} answers {status}: {_told(answer)}")
        return
    if status < 400:
        raise Failed(f"{name} answers {status}, wanted an error: {catch}")
    if catch.startswith("/"):
        plain = _told(answer).replace('\\"', '"')
        pattern = catch.strip("/").replace("\\/", "/")
        if not (re.search(pattern, plain) or re.search(pattern.replace('\\"', '"'), plain) or re.search(pattern, _told(answer))):
            raise Failed(f"{name}: the error is not {catch}: {_told(answer)}")
    elif catch in _STATUS and status != _STATUS[catch]:
        raise Failed(f"{name} answers {status}, wanted {_STATUS[catch]}: {_told(answer)}")


def _told(answer: Any) -> str:
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return text[:1500]


def _consider(kind: str, what: Any) -> None:
    """:raises Skipped: the case is not for this node."""
    if not isinstance(what, dict):
        return
    features = what.get("features", what.get("test_runner_features")) or []
    for feature in features.replace(" ", "").split(",") if isinstance(features, str) else features:
        if feature not in _FEATURES:
            raise Skipped(f"needs [{feature}]")
    if kind == "requires":
        wanted = what.get("cluster_features") or []
        missing = [feature for feature in ([wanted] if isinstance(wanted, str) else wanted) if feature in _NOT_YET]
        if missing:
            raise Skipped(f"needs {missing}")
        return
    if what.get("awaits_fix") or what.get("cluster_features") or what.get("capabilities"):
        raise Skipped(str(what.get("reason", "not for this version")))
    for part in str(what.get("version") or "").split(","):
        _consider_version(part.strip(), str(what.get("reason", "")))


def _consider_version(versions: str, reason: str) -> None:
    if versions.lower() == "all":
        raise Skipped(reason)
    found = re.fullmatch(r"([\d.]*)\s*-\s*([\d.]*)", versions)
    if found and _version(found[1], (0,)) <= VERSION <= _version(found[2], (99,)):
        raise Skipped(f"versions {versions}: {reason}")


def _version(text: str, default: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part) or default


def _wild(step: Step) -> bool:
    """Whether a step closes, opens or deletes indices by a pattern."""
    for name, parameters in (step.get("do") or {}).items():
        index = (parameters or {}).get("index", "_all") if name in _BY_NAME else ""
        if any("*" in part or part == "_all" for part in (index.split(",") if isinstance(index, str) else map(str, index))):
            return True
    return False
