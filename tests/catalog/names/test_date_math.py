"""Index names with dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from docstore.catalog.catalog import WriteTarget
from docstore.catalog.names import options
from docstore.catalog.names.date_math import resolved
from docstore.errors import ElasticsearchParseError, IllegalArgumentError

NOW = int(datetime(2024, 3, 22, 23, 30, 5, 42_000, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("plain", "plain"),
        ("<static>", "static"),
        ("<logs-{now/d}>", "logs-2024.03.22"),
        ("<logs-{now/M}>", "logs-2024.03.01"),
        ("<logs-{now/M{yyyy.MM}}>", "logs-2024.03"),
        ("<logs-{now/M-1M{yyyy.MM}}>", "logs-2024.02"),
        ("<logs-{now/d{yyyy.MM.dd|+12:00}}>", "logs-2024.03.23"),
        ("<logs-{now{uuuu-MM-dd'T'HH_mm_ss_SSS}}-x>", "logs-2024-03-22T23_30_05_042-x"),
        ("<{now/d{yy-D}}-{now+1d}>", "24-82-2024.03.23"),
        ("<{now{MMM_EEE}}>", "Mar_Fri"),
        ("<{now{basic_date}}>", "20240322"),
        ("<{now/d{epoch_millis}}>", "1711065600000"),
        ("<{2024.01.31||+1M/d{yyyy.MM.dd}}>", "2024.02.29"),
        ("<{now/d{yyyy.MM.dd|Pacific/Auckland}}>", "2024.03.23"),
        ("<elastic\\{ON\\}-{now/M}>", "elastic{ON}-2024.03.01"),
    ],
)
def test_names(expression, name):
    assert resolved(expression, NOW) == name


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("<a-{now/d>", "date math placeholder is open ended"),
        ("<a-{}>", "nothing captured"),
        ("<a-{now{}}>", "missing date format"),
        ("<a-now}>", "invalid character at position [5]"),
    ],
)
def test_not_an_expression(expression, problem):
    with pytest.raises(ElasticsearchParseError) as caught:
        resolved(expression, NOW)
    assert caught.value.reason.startswith(f"invalid dynamic name expression [{expression[1:-1]}]. {problem}")


@pytest.mark.parametrize(
    ("expression", "problem"),
    [("<a-{now{yyyy|Nowhere/City}}>", "Unknown time-zone ID: Nowhere/City"), ("<a-{now{bogus}}>", "Invalid format: [bogus]")],
)
def test_no_such_zone_or_format(expression, problem):
    with pytest.raises(IllegalArgumentError) as caught:
        resolved(expression, NOW)
    assert caught.value.reason.startswith(problem)


def test_in_expressions_writes_and_creation(make, catalog):
    made = make("<logs-{now/d}>")
    assert made.name.startswith("logs-2")
    assert made.settings.flat["index.provided_name"] == "<logs-{now/d}>"
    assert catalog().resolve("<logs-{now/d}>", options.OPEN) == [made]
    assert catalog().resolve(["<logs-{now/d{yyyy.MM}}*>"], options.OPEN) == [made]
    assert catalog().write_index("<logs-{now/d}>") == WriteTarget(made)
