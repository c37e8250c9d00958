"""How a command fails: one line on stderr and an exit code, never a traceback for what can be expected."""

from __future__ import annotations

import sys
from typing import Any

import lmdb
import typer
from typer.core import TyperGroup

from docstore.errors import ApiError, StoreError

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do what was asked, for a reason of its own (a file that cannot be read as documents ...)."""


def reason_of(error: Exception) -> str:
    """What happened, with the innermost cause where there is one."""
    if not isinstance(error, ApiError):
        return str(error)
    inner = error
    while inner.caused_by is not None:
        inner = inner.caused_by
    return error.reason if inner is error else f"{error.reason}: {inner.reason}"


def fail(reason: str, code: int = FAILED) -> typer.Exit:
    """Say the reason on stderr; raise what is returned."""
    print(f"error: {reason}", file=sys.stderr)
    return typer.Exit(code)


class Commands(TyperGroup):
    """All commands; what one of them raises ends here."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (ApiError, StoreError, CommandError, OSError, lmdb.Error) as error:
            raise fail(reason_of(error)) from None
        except KeyboardInterrupt:
            raise fail("interrupted", INTERRUPTED) from None
        except Exception as error:
            if getattr(error, "exit_code", None) != WRONG_USAGE or not hasattr(error, "format_message"):
                raise
            raise fail(f"{error.format_message()} (docstore --help)", WRONG_USAGE) from None
