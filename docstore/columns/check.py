"""Do the columns that are kept say what the documents say?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from docstore.columns import stored
from docstore.columns.cache import ColumnCache
from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.nested import object_count
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.reader import Reader
from docstore.columns.shelf import Shelf
from docstore.columns.text_column import TextColumn
from docstore.columns.view import IndexView
from docstore.columns.want import Aspect, Want


def check_columns(reader: Reader) -> Iterator[str]:
    """Damaged files, and columns that differ from what a build gives now. Files that nothing would read are passed over."""
    files = reader.files
    if files is None:
        return
    root = IndexView(reader, cache=ColumnCache(files=False))
    wanted: dict[IndexView, list[Want]] = {}
    group = stored.group_of(reader.uuid)
    for name in files.names(group):
        content = files.read(group, name)
        if content is None:
            yield f"the file [{name}] of a column is damaged: it is built anew when it is next needed"
            continue
        header, _ = stored.opened(content)
        if header is None:
            continue
        view = _view(root, header.uuid.partition("/")[2])
        want = None if view is None else _want(view, header.path, Aspect(header.aspect))
        if view is None or want is None or name != stored.name_of(view.documents.uuid, want):
            continue
        if stored.load(view.documents, want) is not None:
            wanted.setdefault(view, []).append(want)
    for view, wants in wanted.items():
        _, kept = Shelf(loads=True).columns(view.documents, wants)
        _, built = Shelf().columns(view.documents, wants)
        for want, one, other in zip(wants, kept, built, strict=True):
            if not same(one.settled(), other):
                yield f"the column of [{want.field.path}] is not what the documents say"


def _view(root: IndexView, path: str) -> IndexView | None:
    """The documents, or the nested objects of a path."""
    if not path:
        return root
    levels = root.fields.nested_levels(path)
    return root.nested(path) if levels and levels[-1] == path else None


def _want(view: IndexView, path: str, aspect: Aspect) -> Want | None:
    """The column of that path; None when there is no such field any more."""
    base, mark, part = path.rpartition("#")
    if mark and part == "objects":
        return object_count(base, view.reader.history)
    field = view.fields.get(base if mark else path)
    if field is None:
        return None
    return Want(field.part(part) if mark else field, aspect)


def same(first: Column, second: Column) -> bool:
    """Whether two columns have the same values for all ordinals; dictionaries may hold terms that nobody has."""
    if type(first) is not type(second) or not np.array_equal(first.rows.counts(), second.rows.counts()):
        return False
    pairs = zip(_contents(first), _contents(second), strict=True)
    return all(a == b if isinstance(a, list) else np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def _contents(column: Column) -> list[Any]:
    if isinstance(column, TextColumn):
        counts = np.diff(column.tokens.starts)
        used = np.flatnonzero(counts)
        return [[column.terms[code] for code in used.tolist()], counts[used], column.tokens.spots, column.norms]
    if isinstance(column, KeywordColumn):
        used, codes = np.unique(column.rows.flat(column.codes), return_inverse=True)
        return [[column.terms[code] for code in used.tolist()], codes]
    return [column.rows.flat(column.values)] if isinstance(column, NumericColumn) else []
