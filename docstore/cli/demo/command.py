"""``docstore demo``."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import docstore
from docstore.cli.demo import cities
from docstore.cli.demo.playbill import Playbill
from docstore.cli.demo.scene import Scene
from docstore.cli.demo.scenes import SCENES
from docstore.cli.demo.stage import Play, Stage
from docstore.cli.demo.verification import differences
from docstore.cli.failure import FAILED
from docstore.cli.parameters import AsJson
from docstore.cli.screen import Screen


def demo(
    keep: Annotated[Path | None, typer.Option("--keep", metavar="PATH", help="Make the store here and leave it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Load 234,908 cities, reindex them in every way, kill a run and resume it, search them; read every result back and compare it."""
    began = time.monotonic()
    screen = Screen(as_json=as_json)
    playbill = Playbill(screen.out, silent=as_json)
    with screen.bar("reading the cities"):
        data = cities.read()
    with _directory(keep) as path, docstore.open(path) as store:
        stage = Stage(store, data, screen)
        playbill.open(store.path, len(data))
        scenes = list(_play(stage, playbill))
    seconds = time.monotonic() - began
    verified = not any(scene.problems for scene in scenes)
    body = {"verified": verified, "seconds": round(seconds, 3), "scenes": [scene.to_body() for scene in scenes]}
    screen.answer(body, lambda _: playbill.close(scenes, seconds))
    if not verified:
        raise typer.Exit(FAILED)


def _play(stage: Stage, playbill: Playbill) -> Iterator[Scene]:
    for play in SCENES:
        scene = _verified(stage, play)
        playbill.row(scene)
        yield scene
    scene = _check(stage)
    playbill.row(scene)
    yield scene


def _verified(stage: Stage, play: Play) -> Scene:
    scene = play(stage)
    if scene.expected is not None:
        with stage.bar(f"reading back: {scene.title}"):
            scene.problems += differences(stage.store, scene.expected)
        scene.compared = len(scene.expected.documents)
    return scene


def _check(stage: Stage) -> Scene:
    title = "check the whole store"
    with stage.bar(title):
        began = time.monotonic()
        problems = stage.store.check()
        seconds = time.monotonic() - began
    documents = stage.store.count()["count"]
    return Scene(title, documents, seconds, f"{len(problems)} problems", problems=problems)


@contextmanager
def _directory(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="docstore-demo-") as path:
        yield Path(path)
