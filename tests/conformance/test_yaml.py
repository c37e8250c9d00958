"""Elasticsearch's YAML REST tests, in process: ``DOCSTORE_YAML_TESTS=path/to/tests pytest tests/conformance``.

A case that calls an API which docstore does not have is skipped, and says which.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

import docstore
from tests.conformance import suite
from tests.conformance.expected_failures import EXPECTED
from tests.conformance.outcome import Failed, NoSuchApi, Skipped
from tests.conformance.runner import Runner

_CASES = list(suite.cases())

if not _CASES:
    pytest.skip("no YAML REST tests: name their directory in DOCSTORE_YAML_TESTS", allow_module_level=True)


def _expected(case: suite.Case) -> str | None:
    return next((reason for pattern, reason in EXPECTED.items() if fnmatchcase(case.id, pattern)), None)


@pytest.mark.parametrize("case", _CASES, ids=[case.id for case in _CASES])
def test_case(case: suite.Case) -> None:
    reason = _expected(case)
    with docstore.open() as store:
        try:
            Runner(store.rest.handle).run(case)
        except Skipped as skipped:
            pytest.skip(str(skipped))
        except NoSuchApi as missing:
            pytest.skip(f"docstore has no API [{missing}]")
        except Failed as failed:
            if reason is not None:
                pytest.xfail(reason)
            pytest.fail(str(failed), pytrace=False)
        assert reason is None, f"passes, although it is expected to fail: {reason}"
        assert store.check() == []
