"""From a name in a query to the field it means. The mapping is consulted here."""

from __future__ import annotations

from docstore.columns.fields import Field
from docstore.columns.view import IndexView
from docstore.mapping.field_type import ColumnKind, FieldType
from docstore.mapping.types.flattened import FlattenedKey
from docstore.query.targets.address import AddressTarget
from docstore.query.targets.flattened import FlattenedKeyTarget
from docstore.query.targets.mapped import BooleanTarget, DateTarget, MappedTarget, NumberTarget, StringTarget, TextTarget
from docstore.query.targets.metadata import metadata_target
from docstore.query.targets.opaque import (
    CompletionTarget,
    FeaturesTarget,
    GeometryTarget,
    HistogramTarget,
    OpaqueTarget,
    PercolatorTarget,
    RankFeaturesTarget,
    RankFeatureTarget,
    VectorTarget,
)
from docstore.query.targets.places import GeoPointTarget
from docstore.query.targets.ranges import RangeTarget
from docstore.query.targets.target import Target
from docstore.query.targets.versions import VersionTarget

_BY_TYPE: dict[str, type[MappedTarget]] = {
    "boolean": BooleanTarget,
    "date": DateTarget,
    "date_nanos": DateTarget,
    "ip": AddressTarget,
    "version": VersionTarget,
    "histogram": HistogramTarget,
    "percolator": PercolatorTarget,
    "geo_point": GeoPointTarget,
    **dict.fromkeys(("geo_shape", "point", "shape"), GeometryTarget),
    "completion": CompletionTarget,
    "dense_vector": VectorTarget,
    "rank_feature": RankFeatureTarget,
    "rank_features": RankFeaturesTarget,
    "sparse_vector": FeaturesTarget,
    **dict.fromkeys(
        ("integer_range", "long_range", "float_range", "double_range", "date_range", "ip_range"), RangeTarget
    ),
}
_BY_CLASS: dict[type[FieldType], type[MappedTarget]] = {FlattenedKey: FlattenedKeyTarget}
_BY_COLUMN: dict[ColumnKind, type[MappedTarget]] = {
    ColumnKind.INTEGER: NumberTarget,
    ColumnKind.FLOAT: NumberTarget,
    ColumnKind.KEYWORD: StringTarget,
    ColumnKind.TEXT: TextTarget,
    ColumnKind.NONE: OpaqueTarget,
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
    kind = _BY_CLASS.get(type(field.type)) or _BY_TYPE.get(field.type_name) or _BY_COLUMN[field.type.column]
    return kind(view, name, field)
