"""Where the scenes of the demo play: the store, the cities, the bars."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docstore.cli import numbers
from docstore.cli.demo.cities import Cities
from docstore.cli.demo.scene import Expected, Scene
from docstore.cli.screen import Bar, Screen
from docstore.errors import JsonObject

if TYPE_CHECKING:
    from docstore.store import Store

CITIES = "cities"
"""The index that most scenes copy from."""


@dataclass(slots=True)
class Stage:
    """What every scene is given."""

    store: Store
    cities: Cities
    screen: Screen

    def bar(self, title: str) -> AbstractContextManager[Bar]:
        """A bar while something runs."""
        return self.screen.bar(title)

    def load(self, title: str, index: str, cities: Cities) -> Scene:
        """Load cities under their ids."""
        with self.bar(title) as bar:
            began = time.monotonic()
            loaded = self.store.load(index=index, documents=cities.values(), id="geonameid", progress=bar.counted)
            seconds = time.monotonic() - began
        text = _text({"created": loaded.created, "updated": loaded.updated})
        return Scene(title, loaded.created + loaded.updated, seconds, text, Expected(index, cities))

    def reindex(self, title: str, expected: Expected, counts: JsonObject, **request: Any) -> Scene:
        """Reindex into the index that is expected, and compare the counts of the answer."""
        with self.bar(title) as bar:
            began = time.monotonic()
            outcome = self.store.reindex(progress=bar.of, **request)
            seconds = time.monotonic() - began
        return self.ended(title, outcome, seconds, expected, counts)

    def ended(self, title: str, outcome: JsonObject, seconds: float, expected: Expected, counts: JsonObject) -> Scene:
        """The scene of a reindex that gave this answer."""
        scene = Scene(title, outcome["total"], seconds, _text(outcome), expected)
        for name, value in {**_NOTHING, **counts}.items():
            if outcome[name] != value:
                scene.problems.append(f"the answer says {name} {outcome[name]}, not {value}")
        return scene


_NOTHING: JsonObject = {"updated": 0, "created": 0, "deleted": 0, "version_conflicts": 0, "noops": 0, "failures": [], "timed_out": False}

Play = Callable[[Stage], Scene]
"""A scene to be played."""


def _text(outcome: JsonObject) -> str:
    words = (("created", "created"), ("updated", "updated"), ("version_conflicts", "conflicts"))
    return ", ".join(f"{numbers.count(outcome[name])} {word}" for name, word in words if outcome.get(name)) or "nothing to do"
