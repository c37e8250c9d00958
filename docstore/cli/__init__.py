"""The command ``docstore``: one command, one file. What each does is in docs/cli.md.

Useful for: loading, reindexing, dumping and examining a store without writing a program. Not useful for: anything that the library
cannot do; no rule of a store is decided here.
"""

from __future__ import annotations

import sys

_NEEDED = ("typer", "rich")


def main() -> None:
    """Run the command; the entry point."""
    try:
        from docstore.cli.app import app
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _NEEDED:
            raise
        print(f"error: the docstore command needs {error.name}: pip install 'docstore[cli]'", file=sys.stderr)
        raise SystemExit(1) from None
    app()
