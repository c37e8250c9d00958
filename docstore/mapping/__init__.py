"""What is a field: types, dynamic mapping, put-mapping, and the shapes of documents."""

from docstore.mapping.field_type import Acceptance, ColumnKind, FieldType
from docstore.mapping.json_values import normalise
from docstore.mapping.mapping import Mapping
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.shape import ForeignValueError, Kind, Shape, Shapes
from docstore.mapping.verdict import Action, Verdict

__all__ = [
    "Acceptance",
    "Action",
    "ColumnKind",
    "Dynamic",
    "FieldType",
    "ForeignValueError",
    "Kind",
    "Mapping",
    "ObjectMapping",
    "Shape",
    "Shapes",
    "Verdict",
    "normalise",
]
