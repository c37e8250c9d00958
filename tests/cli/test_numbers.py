import pytest

from docstore.cli import numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (70_500_000, "70.5 MB"), (3 * 10**9, "3.0 GB"), (5 * 10**15, "5000.0 TB")],
)
def test_size(number: int, text: str) -> None:
    assert numbers.size(number) == text


def test_rate() -> None:
    assert numbers.rate(10_000, 2.0) == "5,000 docs/s"
    assert numbers.rate(1, 0.0) == ""
    assert numbers.count(234908) == "234,908"
