"""The scenes of the demo, in the order in which they are played."""

from __future__ import annotations

from docstore.cli.demo.interruption import interruption
from docstore.cli.demo.scene import Expected, Scene
from docstore.cli.demo.searching import searching
from docstore.cli.demo.stage import CITIES, Play, Stage

_BETWEEN = {"gte": 100_000, "lt": 1_000_000}
_RENEWED = 3
"""Every third city of ``renewed`` is written twice, so that versions differ."""

_SLICES = 4


def load(stage: Stage) -> Scene:
    """From the file into an index."""
    return stage.load("load the cities", CITIES, stage.cities)


def whole(stage: Stage) -> Scene:
    """All documents into a new index."""
    counts = {"created": len(stage.cities), "total": len(stage.cities)}
    return stage.reindex(
        "reindex everything", Expected("copy", stage.cities), counts, source={"index": CITIES}, dest={"index": "copy"}
    )


def filtered(stage: Stage) -> Scene:
    """What a query selects."""
    chosen = {key: city for key, city in stage.cities.items() if _BETWEEN["gte"] <= city["population"] < _BETWEEN["lt"]}
    counts = {"created": len(chosen), "total": len(chosen)}
    source = {"index": CITIES, "query": {"range": {"population": _BETWEEN}}}
    return stage.reindex(
        "only 100,000 to 1,000,000 people", Expected("large", chosen), counts, source=source, dest={"index": "large"}
    )


def external(stage: Stage) -> Scene:
    """The versions move with the documents."""
    renewed = dict(list(stage.cities.items())[::_RENEWED])
    stage.store.load(index="renewed", documents=stage.cities.values(), id="geonameid")
    stage.store.load(index="renewed", documents=renewed.values(), id="geonameid")
    versions = {key: 2 if key in renewed else 1 for key in stage.cities}
    counts = {"created": len(stage.cities)}
    dest = {"index": "versioned", "version_type": "external"}
    return stage.reindex(
        "with external versions", Expected("versioned", stage.cities, versions), counts, source={"index": "renewed"}, dest=dest
    )


def external_again(stage: Stage) -> Scene:
    """Nothing is newer than what is there: conflicts only."""
    versions = {key: 2 if at % _RENEWED == 0 else 1 for at, key in enumerate(stage.cities)}
    counts = {"version_conflicts": len(stage.cities)}
    return stage.reindex(
        "the same again: conflicts only",
        Expected("versioned", stage.cities, versions),
        counts,
        source={"index": "renewed"},
        dest={"index": "versioned", "version_type": "external"},
        conflicts="proceed",
    )


def create_only(stage: Stage) -> Scene:
    """Into an index that has every second city, marked: those stay as they are."""
    marked = {key: {**city, "marked": True} for key, city in list(stage.cities.items())[::2]}
    stage.store.load(index="half", documents=marked.values(), id="geonameid")
    counts = {"created": len(stage.cities) - len(marked), "version_conflicts": len(marked)}
    return stage.reindex(
        "only what is missing (create)",
        Expected("half", {**stage.cities, **marked}),
        counts,
        source={"index": CITIES},
        dest={"index": "half", "op_type": "create"},
        conflicts="proceed",
    )


def over(stage: Stage) -> Scene:
    """Every document of the destination is replaced."""
    counts = {"updated": len(stage.cities)}
    return stage.reindex(
        "over an index that is full", Expected("copy", stage.cities, 2), counts, source={"index": CITIES}, dest={"index": "copy"}
    )


def sliced(stage: Stage) -> Scene:
    """In slices."""
    counts = {"created": len(stage.cities)}
    return stage.reindex(
        f"in {_SLICES} slices", Expected("sliced", stage.cities), counts, source={"index": CITIES}, dest={"index": "sliced"}, slices=_SLICES
    )


SCENES: tuple[Play, ...] = (load, whole, filtered, external, external_again, create_only, over, sliced, interruption, searching)
"""All of them."""
