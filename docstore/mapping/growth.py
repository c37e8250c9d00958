"""Whether a mapping takes one more field that a document brings (``MapperService.mergeMappings`` under ``index.mapping`` limits)."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import TYPE_CHECKING

from docstore.errors import IllegalArgumentError
from docstore.mapping.extensions import Addition
from docstore.mapping.lookup import check_name_length, depth_error, limit_error
from docstore.mapping.object_mapping import ObjectMapping
from docstore.mapping.runtime_field import RuntimeField
from docstore.mapping.settings import NO_NAME_LIMIT

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping


def is_full(mapping: Mapping) -> bool:
    """Whether every further dynamic field is left out of the mapping, whatever its name and values."""
    settings = mapping.settings
    return (
        settings.ignore_dynamic_beyond_limit
        and mapping.size >= settings.total_fields_limit
        and settings.field_name_length_limit == NO_NAME_LIMIT
        and not mapping.options.dynamic_templates
    )


def admits(mapping: Mapping, node: Addition, sizes: Table[str, int]) -> bool:
    """Whether one more dynamic field becomes part of the mapping; false where the index ignores those beyond its limit.

    :param sizes: of the fields that the document has added so far, by path.

    :raises IllegalArgumentError: it is beyond a limit.
    """
    if not isinstance(node, RuntimeField):
        limit = mapping.settings.field_name_length_limit
        if len(node.name) > limit and mapping.settings.ignore_long_names:
            return False
        check_name_length(node.name, limit)
    if isinstance(node, ObjectMapping):
        error = depth_error(node.path, mapping.settings)
        if error is not None:
            raise IllegalArgumentError(error)
    if node.path in sizes:
        return True
    added = sum(sizes.values()) + node.size()
    total = mapping.size
    error = limit_error(total, added, mapping.settings)
    if error is not None and not mapping.settings.ignore_dynamic_beyond_limit:
        raise IllegalArgumentError(error)
    return error is None
