"""From the name of a field in a geographic query to the field of places it means."""

from __future__ import annotations

from docstore.columns.view import IndexView
from docstore.errors import NotImplementedByDocstoreError
from docstore.query.targets.places import GeoPointTarget
from docstore.query.targets.resolve import target_of
from docstore.query.targets.target import refusal


def place_target(view: IndexView, name: str, kind: str, *, ignore_unmapped: bool) -> GeoPointTarget | None:
    """The field of places that a query of this kind means; None when it is not mapped and that is ignored.

    :raises QueryShardError: it is not mapped, or holds no places.
    """
    target = target_of(view, name)
    if target is None:
        if ignore_unmapped:
            return None
        raise refusal(view, f"failed to find geo field [{name}]")
    if isinstance(target, GeoPointTarget):
        return target
    if target.type_name == "geo_shape":
        raise NotImplementedByDocstoreError(f"docstore does not support [{kind}] on fields of type [geo_shape]")
    raise refusal(view, f"Field [{name}] is of unsupported type [{target.type_name}] for [{kind}] query")
