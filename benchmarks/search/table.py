"""The part of docs/benchmarks.md about searches."""

from __future__ import annotations

import math
from collections.abc import Iterable

from benchmarks.search.contest import IN_MEMORY, Contest, Figures
from benchmarks.search.corpus import CORPORA, GROWTH, VARIANTS
from benchmarks.search.operation import HITS, KINDS

_INTRODUCTION = f"""## Search

Each engine runs in a process of its own; all of them are asked the same in turn, in several rounds, {VARIANTS} different words or intervals
after each other (of the aggregations and of sort, all fields). A search returns the first {HITS} hits with their sources, decoded, and
counts all that match (`track_total_hits`); an aggregation returns the ten greatest groups of all documents. docstore is called through
`store.search`, osmem-server and noida-db over HTTP on loopback with one connection (noida-db in one round, of the least documents),
SQLite with two statements (hits, and `count(*)`), FTS5 for the text and an index for each other field, tantivy through its Python
package. *First* is the first search of a kind after loading: docstore
builds the columns that it needs, the others have done so while loading. *Reopen* is opening what is on disk up to the first answer.
Memory is what has no file behind it, above what the process had before: after all searches, and after all writes.
*After a write* is one document and the search behind it, together,
of those that take single documents in their own process: `store.index`, SQLite's row, index entries and text in one transaction; once new
documents, once others in the place of documents that are there. Times are milliseconds.
"""


_GROWN = "docstore alone, p50 / p99 in milliseconds. *First* is the first searches of all kinds together.\n"


def section(contests: Iterable[Contest]) -> str:
    """All contests that were kept, in the order of the corpora."""
    kept = {each.corpus: each for each in contests}
    parts = [_contest(kept[name]) for name in CORPORA if name in kept]
    return "\n".join([_INTRODUCTION, *parts]) if parts else ""


def growth(contests: Iterable[Contest]) -> str:
    """docstore over more and more documents."""
    kept = {each.corpus: each.engines["docstore"] for each in contests}
    if not kept:
        return ""
    lines = ["### As documents become more\n", _GROWN]
    lines += [_line(["documents", *KINDS.values(), "load", "first", "reopen", "memory"]), _line(["---"] * (len(KINDS) + 5))]
    for name, corpus in GROWTH.items():
        if (figures := kept.get(name)) is not None:
            first = f"{sum(figures.first.values()):,.2f} s"
            cells = [*_both(figures), f"{figures.load:,.2f} s", first, _ms(figures.reopen), _mib(figures.memory)]
            lines.append(_line([corpus.title, *cells]))
            for way, title in _WAYS.items():
                if (part := figures.written.get(way)) is not None:
                    written = [_ms(part[kind]) for kind in KINDS]
                    lines.append(_line([f"{corpus.title}, {title}", *written, "", "", "", _mib(figures.memory_written)]))
    return "\n".join([*lines, ""])


def _contest(contest: Contest) -> str:
    lines = [f"### {CORPORA[contest.corpus].title}\n"]
    lines += [_line(["p50 / p99", *KINDS.values(), "memory"]), _line(["---"] * (len(KINDS) + 2))]
    lines += [_line([name, *_both(figures), _mib(figures.memory)]) for name, figures in contest.engines.items()]
    ours = contest.engines["docstore"]
    for name, figures in contest.engines.items():
        if not name.startswith("docstore"):
            memory = f"{figures.memory / ours.memory:.2f} x" if ours.memory else ""
            lines.append(_line([f"docstore against {name}", *(_ratio(ours, figures, kind) for kind in KINDS), memory]))
    lines += ["", _line(["first", *KINDS.values(), "load", "reopen"]), _line(["---"] * (len(KINDS) + 3))]
    for name, figures in contest.engines.items():
        cells = [_ms(figures.first[kind]) if kind in figures.first else "-" for kind in KINDS]
        reopen = "-" if name in IN_MEMORY else _ms(figures.reopen)
        lines.append(_line([name, *cells, f"{figures.load:,.2f} s", reopen]))
    lines += _after_writes(contest)
    lines += ["", *(f"- {each}" for each in _notes(contest)), ""]
    return "\n".join(lines)


_WAYS = {"index": "a new document", "overwrite": "another in its place"}


def _after_writes(contest: Contest) -> list[str]:
    rows = [
        [f"{name}, {_WAYS[way]}", *(_ms(part[kind]) if kind in part else "-" for kind in KINDS), _mib(figures.memory_written)]
        for way in _WAYS
        for name, figures in contest.engines.items()
        if (part := figures.written.get(way))
    ]
    head = [_line(["after a write", *KINDS.values(), "memory"]), _line(["---"] * (len(KINDS) + 2))]
    return ["", *head, *map(_line, rows)] if rows else []


def _notes(contest: Contest) -> Iterable[str]:
    ours = contest.engines["docstore"]
    if (client := contest.engines.get("docstore, official client")) is not None:
        more = sorted(client.p50[kind] - ours.p50[kind] for kind in KINDS)
        yield f"The official client in process adds {_ms(more[len(more) // 2])} ms to the p50 (the middle of all kinds)."
    for name, figures in contest.engines.items():
        if name.startswith("docstore"):
            continue
        both = [kind for kind in ours.p50 if kind in figures.p50]
        mean = math.exp(sum(math.log(figures.p50[kind] / ours.p50[kind]) for kind in both) / len(both))
        yield f"Geometric mean of docstore's speed against {name}: {mean:.2f} x."
    build = sum(ours.first.values())
    others = [(name, contest.engines[name].load) for name in sorted(IN_MEMORY) if name in contest.engines]
    faster = [f"{load / build:.0f} x faster than {name} loads" for name, load in others]
    yield ", ".join([f"The first searches of all kinds together, columns built: {build:.2f} s", *faster]) + "."
    built = ours.load + sum(ours.first.values())
    yield f"Reopened to the first hit: {ours.reopen / built:.1%} of loading and building."
    different = sorted({KINDS[kind] for each in contest.engines.values() for kind in each.totals if each.totals[kind] != ours.totals[kind]})
    if different:
        yield f"Not all engines count the same (words are cut, and fuzzy terms chosen, by their own rules): {', '.join(different)}."


def _ratio(ours: Figures, theirs: Figures, kind: str) -> str:
    return f"{theirs.p50[kind] / ours.p50[kind]:.2f} x" if kind in theirs.p50 else "-"


def _both(figures: Figures) -> list[str]:
    """p50 and p99 of each kind."""
    return [f"{_ms(figures.p50[kind])} / {_ms(figures.p99[kind])}" if kind in figures.p50 else "-" for kind in KINDS]


def _mib(memory: int) -> str:
    return f"{memory / 2**20:,.0f} MiB" if memory else ""


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds >= 0.01 else f"{seconds * 1000:.3f}"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
