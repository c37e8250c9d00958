"""A table of a ``_cat`` API: columns that are declared, rows of values, and how a caller wants to see them (``RestTable``)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, get_type_hints

from docstore.api.cat.units import Size, Time, check_unit
from docstore.api.node import Node
from docstore.api.parameters import Names, flag
from docstore.api.registry import Api, Privilege, api
from docstore.errors import IllegalArgumentError, JsonObject


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``shown`` is whether it is there when nobody asks for columns; numbers stand to the right."""

    name: str
    told: str
    aliases: tuple[str, ...] = ()
    shown: bool = True
    right: bool = False


def text(name: str, told: str, *aliases: str, shown: bool = True) -> Column:
    """A column of words."""
    return Column(name, told, aliases, shown)


def number(name: str, told: str, *aliases: str, shown: bool = True) -> Column:
    """A column of numbers, sizes or times."""
    return Column(name, told, aliases, shown, right=True)


Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class View:
    """What a caller wants of a table."""

    columns: Names | None = None
    sort: Names | None = None
    verbose: bool = False
    bytes: str | None = None
    time: str | None = None

    def of(self, columns: Sequence[Column], rows: Iterable[Row]) -> tuple[list[tuple[str, Column]], list[list[str | None]]]:
        """The wanted columns, under the names that were asked for, and the texts of the rows in the wanted order.

        :raises IllegalArgumentError: sorted by what is no column.
        """
        chosen = _chosen(columns, self.columns)
        ordered = _ordered(columns, list(rows), self.sort)
        at = {column.name: place for place, column in enumerate(columns)}
        return chosen, [[self._text(row[at[column.name]]) for _, column in chosen] for row in ordered]

    def _text(self, value: Any) -> str | None:
        if isinstance(value, Size):
            return value.shown(self.bytes)
        if isinstance(value, Time):
            return value.shown(self.time)
        if isinstance(value, bool):
            return str(value).lower()
        return None if value is None else str(value)


def _names(given: Names | None) -> list[str]:
    return [] if given is None else [each.strip() for each in (given.split(",") if isinstance(given, str) else given)]


def _chosen(columns: Sequence[Column], wanted: Names | None) -> list[tuple[str, Column]]:
    if wanted is None:
        return [(column.name, column) for column in columns if column.shown]
    found: list[tuple[str, Column]] = []
    for name in _names(wanted):
        exact = next((column for column in columns if name == column.name or name in column.aliases), None)
        if exact is not None:
            found.append((name, exact))
        elif "*" in name:
            found += [(column.name, column) for column in columns if any(fnmatchcase(n, name) for n in (column.name, *column.aliases))]
    return list(dict.fromkeys(found))


def _ordered(columns: Sequence[Column], rows: list[Row], sort: Names | None) -> list[Row]:
    for key in reversed(_names(sort)):
        name, _, order = key.partition(":")
        at = next((place for place, column in enumerate(columns) if name == column.name or name in column.aliases), None)
        if at is None:
            raise IllegalArgumentError(f"Unable to sort by unknown sort key `{name}`")
        rows.sort(key=lambda row: _rank(row[at]), reverse=order == "desc")
    return rows


def _rank(value: Any) -> tuple[int, Any, str]:
    if isinstance(value, Size):
        return 0, value.count, ""
    if isinstance(value, Time):
        return 0, value.nanos, ""
    if isinstance(value, int | float):
        return 0, value, ""
    return (1, 0, str(value)) if value is not None else (-1, 0, "")


def as_text(columns: Sequence[tuple[str, Column]], rows: Sequence[Sequence[str | None]], *, verbose: bool) -> str:
    """Rows as lines, every column as wide as its widest value."""
    lines: list[Sequence[str | None]] = [[name for name, _ in columns], *rows] if verbose else list(rows)
    widths = [max((len(line[at] or "") for line in lines), default=0) for at in range(len(columns))]
    return "".join(_line(columns, widths, line) for line in lines)


def _line(columns: Sequence[tuple[str, Column]], widths: list[int], line: Sequence[str | None]) -> str:
    last = len(columns) - 1
    cells = []
    for at, (_, column) in enumerate(columns):
        value = line[at] or ""
        cells.append(value.rjust(widths[at]) if column.right else value if at == last else value.ljust(widths[at]))
    return " ".join(cells) + "\n"


def help_text(columns: Sequence[Column]) -> str:
    """A line for each column: name, aliases, what it tells."""
    rows = [(column.name, ",".join(column.aliases), column.told) for column in columns]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    return "".join(f"{' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))}\n" for row in rows)


_SHOWN = {
    "bytes": str | None,
    "format": str | None,
    "h": Names | None,
    "help": bool | None,
    "s": Names | None,
    "time": str | None,
    "v": bool | None,
}


def cat(name: str, *routes: str, columns: Sequence[Column]) -> Callable[[Callable[..., Iterable[Row]]], Api[..., Any]]:
    """Declare the decorated function, which gives rows, as a ``_cat`` API with these columns; it gets the common parameters:

    ``v`` (a line of names), ``h`` (which columns), ``s`` (sorted by what), ``format`` (``text``, ``json``, ``yaml``), ``help``, ``bytes``
    and ``time`` (units). The answer is text, or a list of objects, whose values are all texts.
    """

    def declare(rows: Callable[..., Iterable[Row]]) -> Api[..., Any]:
        def handler(node: Node, **given: Any) -> str | list[JsonObject]:
            shown = {key: given.pop(key, None) for key in _SHOWN}
            return _answer(columns, lambda: rows(node, **given), shown)

        handler.__wrapped__ = rows  # type: ignore[attr-defined]
        handler.__doc__ = rows.__doc__
        handler.__name__ = name.replace(".", "_")
        handler.__signature__ = _signature(rows)  # type: ignore[attr-defined]
        handler.__annotations__ = {**get_type_hints(rows, include_extras=True), **_SHOWN, "return": Any}
        return api(name, *routes, privilege=Privilege.MONITOR)(handler)

    return declare


def _signature(rows: Callable[..., Any]) -> inspect.Signature:
    signature = inspect.signature(rows)
    own = list(signature.parameters.values())
    common = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hint)
        for key, hint in _SHOWN.items()
        if key not in signature.parameters
    ]
    keywords = sorted([*own[1:], *common], key=lambda parameter: (parameter.default is not inspect.Parameter.empty, parameter.name))
    return signature.replace(parameters=[own[0], *keywords], return_annotation=Any)


def _answer(columns: Sequence[Column], rows: Callable[[], Iterable[Row]], shown: JsonObject) -> str | list[JsonObject]:
    if flag("help", shown["help"], False):
        return help_text(columns)
    for unit in ("bytes", "time"):
        check_unit(unit, shown[unit])
    style = shown["format"]
    if style not in (None, "text", "txt", "json", "yaml"):
        raise IllegalArgumentError(f"format [{style}] is not supported by docstore: text, json and yaml are")
    view = View(shown["h"], shown["s"], flag("v", shown["v"], False), shown["bytes"], shown["time"])
    chosen, texts = view.of(columns, rows())
    if style in ("json", "yaml"):
        return [dict(zip([name for name, _ in chosen], row, strict=True)) for row in texts]
    return as_text(chosen, texts, verbose=view.verbose)
