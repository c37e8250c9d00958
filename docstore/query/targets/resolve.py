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


def target_of(view: IndexView, name: str) -> Target | None:
    """The field of a name; None when nothing is mapped under it that a plain query can see: such a query matches
    nothing.
    """
    if (metadata := metadata_target(view, name)) is not None:
        return metadata
    field = view.field(name)
    return None if field is None else _mapped(view, name, field)


def targets_matching(view: IndexView, pattern: str) -> list[Target]:
    """The fields whose name matches a pattern; if there is none, the fields of the object of that name."""
    if (metadata := metadata_target(view, pattern)) is not None:
        return [metadata]
    found = view.fields.matching(pattern) or view.fields.matching(pattern + ".*")
    return [_mapped(view, field.path, field) for field in found]


def _mapped(view: IndexView, name: str, field: Field) -> Target:
    known = field.type.searched_as or field.type_name
    kind = TARGETS[known] if known in TARGETS else _BY_COLUMN.get(field.type.column)
    return (kind or TARGETS["no_column"])(view, name, field)
