"""How the demo is shown: a row for each scene as it ends, and a closing line."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from docstore.cli import numbers
from docstore.cli.demo.scene import Scene

_TITLE, _COUNT, _SECONDS, _RATE, _OUTCOME = 33, 10, 9, 11, 43


class Playbill:
    """The rows; silent under ``--json``."""

    def __init__(self, console: Console, *, silent: bool) -> None:
        self._console = console
        self._silent = silent

    def open(self, path: object, cities: int) -> None:
        """The head."""
        self._print(f"[bold]docstore demo[/]: {numbers.count(cities)} cities of GeoNames, a store on disk in {escape(str(path))}\n")
        head = f"{'what':<{_TITLE}}{'documents':>{_COUNT}}{'seconds':>{_SECONDS}}{'docs/s':>{_RATE}}   {'outcome':<{_OUTCOME}}read back"
        self._print(f"[bold]{head}[/]")

    def row(self, scene: Scene) -> None:
        """What came of a scene."""
        pace = numbers.count(scene.documents / scene.seconds) if scene.documents and scene.seconds else ""
        documents = numbers.count(scene.documents) if scene.documents else ""
        figures = f"{documents:>{_COUNT}}{scene.seconds:>{_SECONDS}.2f}[cyan]{pace:>{_RATE}}[/]"
        self._print(f"{scene.title:<{_TITLE}}{figures}   {scene.outcome:<{_OUTCOME}}{_verdict(scene)}")
        for problem in scene.problems:
            self._print(f"  [red]{escape(problem)}[/]")

    def close(self, scenes: list[Scene], seconds: float) -> None:
        """The last line."""
        wrong = [scene.title for scene in scenes if scene.problems]
        compared = numbers.count(sum(scene.compared for scene in scenes))
        self._print("")
        if wrong:
            self._print(f"[bold red]NOT everything is right:[/] {escape('; '.join(wrong))}")
        else:
            self._print(
                f"[bold green]Everything was verified:[/] {compared} documents read back and compared with their source, "
                f"ids, contents and versions, in {seconds:.0f} s altogether."
            )

    def _print(self, text: str) -> None:
        if not self._silent:
            self._console.print(text, soft_wrap=True)


def _verdict(scene: Scene) -> str:
    if scene.problems:
        return "[bold red]WRONG[/]"
    return "[green]all equal[/]" if scene.compared else "[green]sound[/]"
