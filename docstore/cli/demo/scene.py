"""One scene of the demo and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docstore.cli.demo.cities import Cities
from docstore.errors import JsonObject


@dataclass(frozen=True, slots=True)
class Expected:
    """What an index must hold: these documents, in these versions (one number: all of them), and nothing else."""

    index: str
    documents: Cities
    versions: int | Mapping[str, int] = 1

    def version(self, doc_id: str) -> int:
        """The version that a document must have."""
        return self.versions if isinstance(self.versions, int) else self.versions[doc_id]


@dataclass(slots=True)
class Scene:
    """What was done, how long it took, and what reading it back showed."""

    title: str
    documents: int
    seconds: float
    outcome: str
    expected: Expected | None = None
    compared: int = 0
    problems: list[str] = field(default_factory=list)

    def to_body(self) -> JsonObject:
        """As ``--json`` shows it."""
        rate = round(self.documents / self.seconds) if self.documents and self.seconds else None
        return {
            "title": self.title,
            "documents": self.documents,
            "seconds": round(self.seconds, 3),
            "documents_per_second": rate,
            "outcome": self.outcome,
            "compared": self.compared,
            "problems": self.problems,
        }
