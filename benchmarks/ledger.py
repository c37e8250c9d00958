"""Where measured comparisons are kept between ``pytest`` and ``report``: one JSON file each, in a folder that git ignores."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".benchmarks" / "comparisons"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that were compared: what it does, and its figure in each round."""

    what: str
    rounds: list[float]

    @property
    def median(self) -> float:
        """The middle round."""
        ordered = sorted(self.rounds)
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """docstore and a rival at the same work.

    ``amount`` is how many ``unit`` a round does; the figures of ``seconds`` rounds are shown as units a second, all others as they are.
    ``goal`` is the least ratio of docstore's speed to the rival's; without one the row is only shown.
    """

    name: str
    title: str
    order: int
    ours: Side
    theirs: Side
    amount: int = 1
    unit: str = "documents"
    measure: str = "seconds"
    their_amount: int = 0
    goal: float | None = None
    note: str = ""
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How well docstore does against the rival: above 1 it is the better one."""
        share = self.amount / (self.their_amount or self.amount) if self.measure == "seconds" else 1.0
        return share * self.theirs.median / self.ours.median

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; ``None`` without a goal."""
        return None if self.goal is None else self.ratio >= self.goal

    def save(self) -> None:
        """Keep it, in place of an earlier one of the same name."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{self.name}.json").write_text(json.dumps(asdict(self), indent=1))


def load_all() -> list[Comparison]:
    """All comparisons kept, in the order of the report."""
    found = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
    rows = [Comparison(**{**one, "ours": Side(**one["ours"]), "theirs": Side(**one["theirs"])}) for one in found]
    return sorted(rows, key=lambda row: row.order)
