from __future__ import annotations

import subprocess
import sys

import pytest

_WITHOUT = """
import sys
sys.modules[{client!r}] = None
import docstore
with docstore.open() as store:
    try:
        store.{method}()
    except ImportError as error:
        print(error)
"""


@pytest.mark.parametrize(
    ("method", "client", "extra"),
    [
        ("elasticsearch", "elastic_transport", "elasticsearch"),
        ("async_elasticsearch", "elastic_transport", "elasticsearch"),
        ("opensearch", "opensearchpy", "opensearch"),
        ("async_opensearch", "opensearchpy", "opensearch"),
    ],
)
def test_a_client_that_is_not_installed(method: str, client: str, extra: str) -> None:
    script = _WITHOUT.format(method=method, client=client)
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == f"this needs [{client}]: pip install 'docstore[{extra}]'"
