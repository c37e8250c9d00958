"""Which aliases an expression selects (Elasticsearch's ``indices.get_alias`` tests tell the outcomes)."""

import pytest

from docstore.catalog.aliases.listing import missing_aliases, selects

ALIASES = ("alias_1", "alias_2", "blias_1", "blias_2", "other")


@pytest.mark.parametrize(
    ("names", "selected", "missing"),
    [
        ("alias*,blias_1", "alias_1 alias_2 blias_1", ""),
        ("blias_2,alias*,-alias_1", "alias_2 blias_2", ""),
        ("alias_1,blias_1,-alias*", "blias_1", ""),
        ("blias_2,*,-alias*", "blias_1 blias_2 other", ""),
        ("-alias_1,alias*,-alias_2", "alias_1", "-alias_1"),
        ("alias*,-none,blias*,-other", "alias_1 alias_2 blias_1 blias_2", ""),
        ("alias_1,blias_2,-alias*,-blias_2", "", ""),
        ("-none,-none*,-another", "", "-none"),
    ],
)
def test_names_patterns_and_exclusions(names: str, selected: str, missing: str) -> None:
    parts = names.split(",")
    found = [alias for alias in ALIASES if selects(parts, alias)]
    assert found == selected.split()
    assert missing_aliases(parts, {"index": {"aliases": dict.fromkeys(found)}}) == missing.split()
