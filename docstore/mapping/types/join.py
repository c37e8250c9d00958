"""join: documents as parents and children of others in the same index (``ParentJoinFieldMapper``, ``Joiner``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from docstore.errors import ElasticsearchParseError, IllegalArgumentError, IllegalStateError
from docstore.json_token import token_of
from docstore.mapping import parameter as p
from docstore.mapping.field_type import ColumnKind, ColumnValue, Fetcher, FieldType
from docstore.mapping.java_text import java_class, java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind

Relations = dict[str, list[str]]
"""A kind of parents -> the kinds of their children."""


def _relations(_field: str, value: Any) -> Relations:
    if not isinstance(value, dict):
        package = "util" if isinstance(value, list) else "lang"
        raise ElasticsearchParseError(
            f"relations should be a hash but was of type: class java.{package}.{java_class(value)}"
        )
    relations = {}
    for parent, children in value.items():
        listed = children if isinstance(children, list) else [children]
        relations[parent] = list(dict.fromkeys(map(java_string, listed)))
    return relations


@field_type("join")
class JoinField(FieldType):
    """``"question"``, or ``{"name": "answer", "parent": "1"}`` for a child; a column holds the name."""

    __slots__ = ("_parents",)
    names_itself: ClassVar[bool] = False
    single: ClassVar[str | None] = (
        'DocValuesField "{path}" appears more than once in this document (only one value is allowed per field)'
    )
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    checkable: ClassVar[Kind] = Kind.OBJECT | Kind.STRING
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.flag("eager_global_ordinals", True, updatable=True),
        Parameter("relations", _relations, {}, updatable=True),
        p.META,
    )

    def _configured(self) -> None:
        if "." in self.path:
            raise IllegalArgumentError(
                f"join field [{self.path}] cannot be added inside an object or in a multi-field"
            )
        self._parents: dict[str, str] = {}
        for parent, children in self.relations.items():
            for child in children:
                if child in self._parents:
                    raise IllegalArgumentError(f"[{child}] cannot have multiple parents")
                self._parents[child] = parent

    @property
    def relations(self) -> Relations:
        """The children of each parent."""
        relations: Relations = self.get("relations")
        return relations

    def to_body(self) -> dict[str, Any]:
        """Written out always; an only child without its list (``doXContentBody``)."""
        relations = {
            parent: children[0] if len(children) == 1 else children for parent, children in self.relations.items()
        }
        body = super().to_body()
        return {**body, "eager_global_ordinals": self.get("eager_global_ordinals"), "relations": relations}

    def merge(self, other: FieldType) -> FieldType:
        """Relations may be added; none may go or change its parent."""
        conflicts = self._conflicts(other) if isinstance(other, JoinField) else []
        if conflicts:
            listed = "\n\t".join(f"Conflict in parameter [relations]: {one}" for one in conflicts)
            raise IllegalArgumentError(f"Mapper for [{self.path}] conflicts with existing mapper:\n\t{listed}")
        return super().merge(other)

    def _conflicts(self, other: JoinField) -> list[str]:
        old, new = self._with_children(), other._with_children()
        found = [f"Cannot remove parent [{parent}]" for parent in old if parent not in new]
        found += [f"Cannot remove child [{child}]" for child in self._parents if child not in other._parents]
        found += [
            f"Cannot create parent [{parent}] from an existing child"
            for parent in new
            if parent in self._parents and parent not in old
        ]
        for child, parent in other._parents.items():
            if self._parents.get(child, parent) != parent:
                found.append(f"Cannot change parent of [{child}]")
            if child in old and self._parents.get(child) != parent:
                found.append(f"Cannot create child [{child}] from an existing root")
        return found

    def _with_children(self) -> list[str]:
        return [parent for parent, children in self.relations.items() if children]

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        name, parent = self._read(value)
        if name is None:
            raise IllegalArgumentError(f"null join name in field [{self.path}]")
        if name not in self._parents and name not in self._with_children():
            raise IllegalArgumentError(f"unknown join name [{name}] for field [{self.path}]")
        if name in self._parents and parent is None:
            raise IllegalArgumentError(f"[parent] is missing for join field [{self.path}]")

    def _read(self, value: Any) -> tuple[str | None, str | None]:
        if isinstance(value, str):
            return value, None
        if not isinstance(value, dict):
            raise IllegalStateError(
                f"[{self.path}] expected START_OBJECT or VALUE_STRING but was: {token_of(value)}"
            )
        found: dict[str, str] = {}
        for key, item in value.items():
            number = isinstance(item, (int, float)) and not isinstance(item, bool)
            if not number and not isinstance(item, str):
                continue
            if key != "parent" and (number or key != "name"):
                raise IllegalArgumentError(f"unknown field name [{key}] in join field [{self.path}]")
            found[key] = java_string(item)
        return found.get("name"), found.get("parent")

    def check_routing(self, value: Any, routing: str | None) -> None:
        """A child must be routed as its parent is.

        :raises IllegalArgumentError: ``value`` makes the document a child, and the request has no routing.
        """
        values = value if isinstance(value, list) else [value]
        if routing is None and any(self._child_of(one) is not None for one in values):
            raise IllegalArgumentError(f"[routing] is missing for join field [{self.path}]")

    def _child_of(self, value: Any) -> str | None:
        name = value.get("name") if isinstance(value, dict) else value
        return self._parents.get(name) if isinstance(name, str) else None

    def column_value(self, value: Any) -> ColumnValue | None:
        """The name."""
        name = value.get("name") if isinstance(value, dict) else value
        return name if isinstance(name, str) else None

    def fetcher(self, pattern: str | None) -> Fetcher | None:
        """As the document has it."""
        if pattern is not None:
            raise IllegalArgumentError(f"Field [{self.path}] doesn't support formats.")
        return lambda value: [] if value is None else [value]

    def parent_of(self, child: str) -> str | None:
        """The kind of the parents of a kind of children."""
        return self._parents.get(child)

    def parent_id(self, value: Any, parent: str) -> str | None:
        """The id of the document's parent, when that is of the kind ``parent``."""
        if not isinstance(value, dict) or self._child_of(value) != parent or value.get("parent") is None:
            return None
        return java_string(value["parent"])

    def derived_fields(self) -> Mapping[str, FieldType]:
        """For each kind of parents the ids that their children name."""
        ids = (ParentIdField(self, parent) for parent in self.relations)
        return {field.path: field for field in ids}

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)


class ParentIdField(FieldType):
    """``join#question``: the id of the parent, in documents that are children of one (``ParentIdFieldMapper``)."""

    __slots__ = ("of", "parent")
    type_name: ClassVar[str] = "parent"
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD

    def __init__(self, of: JoinField, parent: str) -> None:
        super().__init__(f"{of.path}#{parent}", settings=of.settings)
        self.of = of
        self.parent = parent

    def to_body(self) -> dict[str, Any]:
        """The join field's: it decides which documents are children."""
        return self.of.to_body()

    def column_value(self, value: Any) -> ColumnValue | None:
        """The parent's id."""
        return self.of.parent_id(value, self.parent)

    def fetcher(self, pattern: str | None) -> Fetcher | None:
        """Nothing: the join field shows it."""
        return lambda value: []

    def _query(self, value: Any, bound: str | None) -> ColumnValue:
        return java_string(value)
