"""One line of the page: a thing that Elasticsearch has, and whether docstore has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["yes", "partly", "no"]
STATES: tuple[State, ...] = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Row:
    """``note`` tells what is missing, or what has no effect; empty where there is nothing to say."""

    name: str
    state: State
    note: str = ""
    more: tuple[str, ...] = ()
    """Further columns, between the name and the state."""

    def __str__(self) -> str:
        cells = (f"`{self.name}`", *self.more, self.state, self.note)
        return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


@dataclass(frozen=True, slots=True)
class Section:
    """Rows below a heading. ``parts``: the heading's tables, each with a title, or one without."""

    title: str
    intro: str
    columns: tuple[str, ...]
    parts: tuple[tuple[str, Sequence[Row]], ...]

    @property
    def counts(self) -> Counter[State]:
        """How many rows are of which state."""
        return Counter(row.state for _, rows in self.parts for row in rows)

    def __str__(self) -> str:
        return "\n".join([f"\n## {self.title}\n", f"{self.intro}\n", *self._tables()])

    def _tables(self) -> Iterable[str]:
        head = (*self.columns, "", "")
        for title, rows in self.parts:
            if title:
                yield f"### {title}\n"
            yield f"| {' | '.join(head)} |"
            yield f"|{'---|' * len(head)}"
            yield from map(str, rows)
            yield ""


def known(
    names: Iterable[str], present: Iterable[str], missing: Mapping[str, str] | None = None, idle: Mapping[str, str] | None = None
) -> list[Row]:
    """Rows that say whether a name is there.

    :param missing: what some that are there have not.
    :param idle: what of others has no effect.
    """
    there, lacks, notes = set(present), missing or {}, idle or {}
    rows: list[Row] = []
    for name in sorted(names):
        state: State = "no" if name not in there else "partly" if name in lacks else "yes"
        note = "" if state == "no" else "; ".join(filter(None, (lacks.get(name), notes.get(name))))
        rows.append(Row(name, state, note))
    return rows
