"""Every answer is of the type that the official JavaScript client declares for it: all that must be there is, and nothing else.

The types are generated from Elasticsearch's specification, as those of the Java, .NET, Go and Rust clients are, which refuse an
answer that lacks something.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import docstore
from docstore.api.listing import apis
from docstore.rest.router import Router
from tests.clients.asked import answers

_MODULES = Path(__file__).parents[2] / ".node" / "node_modules"
_TYPES = _MODULES / "@elastic" / "elasticsearch" / "lib" / "api" / "types.d.ts"
_COMPILER = _MODULES / "typescript" / "bin" / "tsc"

if not (_TYPES.exists() and _COMPILER.exists()):
    pytest.skip("the programs are not installed: make node", allow_module_level=True)

_WITHOUT_TYPE = frozenset({"cancel_reindex", "capabilities", "tasks.delete", "tasks.resume"})
"""Of docstore alone, or newer than the client."""

_NO_JSON = frozenset({"cat.help", "dangling_indices.delete_dangling_index", "dangling_indices.import_dangling_index", "nodes.hot_threads"})
"""Those that answer in text, or refuse always; with a body of true or false those of HEAD, which have no JSON either."""


def _declared() -> dict[str, str]:
    """The names of all types, each with what stands for its parameters."""
    found = re.findall(r"^export (?:interface|type) (\w+)(<)?", _TYPES.read_text(), re.MULTILINE)
    return {name: "<any>" if parameters else "" for name, parameters in found}


def _type_name(api: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[._]", api)) + "Response"


def test_every_answer_is_of_the_type_that_the_client_declares(tmp_path: Path) -> None:
    declared = _declared()
    lines = ["import * as types from '@elastic/elasticsearch/lib/api/types'"]
    asked, seen = [""], set()
    with docstore.open() as store:
        for answer in answers(store.rest, Router(apis())):
            assert answer.response.status < 300 or answer.target in _REFUSED, (answer.target, answer.text)
            seen.add(answer.name)
            name = _type_name(answer.name)
            if name in declared and answer.response.status < 300:
                lines.append(f"export const answer{len(lines)}: types.{name}{declared[name]} = {answer.text}".replace("\n", " "))
                asked.append(answer.target)
    typed = {api.name for api in apis() if any(route.method != "HEAD" for route in api.routes)}
    assert typed - seen - _WITHOUT_TYPE - _NO_JSON == set()
    (tmp_path / "answers.ts").write_text("\n".join(lines))
    (tmp_path / "node_modules").symlink_to(_MODULES)
    compiled = subprocess.run(
        ["node", _COMPILER, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "node16", "answers.ts"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    told = re.findall(r"^answers\.ts\((\d+),\d+\): error \w+: (.*)$", compiled.stdout, re.MULTILINE)
    assert told or compiled.returncode == 0, compiled.stdout
    wrong = {(asked[int(line) - 1], text) for line, text in told}
    strange = sorted((target, text) for target, text in wrong if not _known(target, text))
    assert not strange, "\n".join(f"{target}: {text[:600]}" for target, text in strange)


_REFUSED = {
    "DELETE /_ingest/pipeline/none",
    "DELETE /_snapshot/none",
    "GET /_scripts/none",
    "POST /_ilm/start",
    "POST /_license/start_basic",
    "POST /_reindex",
}
"""Requests whose answers are errors: what is not there, a license that is there, lifecycles that nothing carries out, conflicts."""

_MORE = {
    "IndexingStats": {"index_failed_due_to_version_conflict"},
    "SearchStats": {"query_failure"},
    "FlushStats": {"total_time_excluding_waiting_on_lock", "total_time_excluding_waiting_on_lock_in_millis"},
    "RefreshStats": {"external_total_time"},
    "SegmentsStats": {"fixed_bit_set_memory"},
    "IndicesStatsShardQueryCache": {"memory_size"},
    "IndicesShardStoresShardStoreException | IndicesShardStoresShardStoreNo": {"version"},
    "AcknowledgedResponseBase": {"errors"},
    "ReindexStatus": {"canceled"},
    "ReindexTaskResult": {"canceled"},
    "IndicesRolloverResponse": {"lazy"},
    "DanglingIndicesListDanglingIndicesResponse": {"_nodes", "cluster_name"},
    "IlmGetLifecycleLifecycle": {"in_use_by"},
    "XpackUsageIlm": {"available", "enabled"},
}
"""What Elasticsearch too says in an answer although its type does not know it, by the type in which it stands."""

_AT = {
    "AcknowledgedResponseBase": r"POST /_aliases|PUT /[\w-]+/_alias/[\w-]+",
    "ReindexStatus": r"POST /_reindex/.*_cancel",
    "ReindexTaskResult": r"POST /_reindex/.*_cancel",
}
"""Of types that several answers have, those of which it is so."""

_LESS = {
    "GET /_xpack": r"'expiry_date_in_millis' is missing .* 'XpackInfoMinimalLicenseInformation'",
    "GET /_xpack/usage": r"'\{ available: false; enabled: false; \}'.* type 'XpackUsage\w+'",
}
"""A license without an end has none, in Elasticsearch too; of features that are not there it is not told how they are used."""


def _known(target: str, text: str) -> bool:
    found = re.search(r"""'"(\w+)"' does not exist in type '([^']*)""", text)
    if found is None:
        return target in _LESS and re.search(_LESS[target], text) is not None
    named = next((each for each in _MORE if found[2].startswith(each)), None)
    return named is not None and found[1] in _MORE[named] and re.fullmatch(_AT.get(named, ".*"), target) is not None
