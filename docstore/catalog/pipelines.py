"""``index.default_pipeline`` and ``index.final_pipeline``: documents are to go through pipelines, of which there are none yet."""

from __future__ import annotations

from docstore.catalog.index import Index
from docstore.errors import IllegalArgumentError

NONE = "_none"
"""What a setting, or a request, says that wants no pipeline."""


def check_pipelines(index: Index, *, default: bool = True) -> None:
    """Let documents be written as they are.

    :param default: whether the default pipeline is not called off by the request.
    :raises IllegalArgumentError: they are to go through a pipeline (``IngestService``: a pipeline that does not exist).
    """
    flat = index.settings.flat
    for name in ("index.default_pipeline", "index.final_pipeline") if default else ("index.final_pipeline",):
        wanted = flat.get(name, NONE)
        if wanted != NONE:
            raise IllegalArgumentError(f"pipeline with id [{wanted}] does not exist")
