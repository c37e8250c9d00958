"""From a name in a query to the field it means. The mapping is consulted here."""

from __future__ import annotations

from docstore.columns.fields import Field
from docstore.columns.view import IndexView
from docstore.mapping.field_type import ColumnKind
from docstore.query.targets.mapped import MappedTarget, NumberTarget, StringTarget, TextTarget
from docstore.query.targets.metadata import metadata_target
from docstore.query.targets.registry import TARGETS
from docstore.query.targets.target import Target

_BY_COLUMN: dict[ColumnKind, type[MappedTarget]] = {
    ColumnKind.INTEGER: NumberTarget,
    ColumnKind.FLOAT: NumberTarget,
    ColumnKind.KEYWORD: StringTarget,
    ColumnKind.TEXT: TextTarget,
}

_MOST = 4_096
"""So many names are remembered of a mapping."""


def target_of(view: IndexView, name: str) -> Target | None:
    """The field of a name; None when nothing is mapped under it that a plain query can see: such a query matches
    nothing.
    """
    known: tuple[Field, type[MappedTarget]] | None = view.fields.kinds.get(name)
    if known is not None:
        return known[1](view, name, known[0])
    if (metadata := metadata_target(view, name)) is not None:
        return metadata
    field = view.field(name)
    if field is None:
        return None
    if len(view.fields.kinds) < _MOST:
        view.fields.kinds[name] = field, _kind(field)
    return _kind(field)(view, name, field)


def targets_matching(view: IndexView, pattern: str) -> list[Target]:
    """The fields whose name matches a pattern; if there is none, the fields of the object of that name."""
    if (metadata := metadata_target(view, pattern)) is not None:
        return [metadata]
    found = view.fields.matching(pattern) or view.fields.matching(pattern + ".*")
    return [_kind(field)(view, field.path, field) for field in found]


def _kind(field: Field) -> type[MappedTarget]:
    known = field.type.searched_as or field.type_name
    kind = TARGETS[known] if known in TARGETS else _BY_COLUMN.get(field.type.column)
    return kind or TARGETS["no_column"]
