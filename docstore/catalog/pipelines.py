"""``index.default_pipeline`` and ``index.final_pipeline``: documents are to go through pipelines, of which there is one."""

from __future__ import annotations

from docstore.catalog.index import Index
from docstore.errors import IllegalArgumentError

NONE = "_none"
"""What a setting, or a request, says that wants no pipeline."""

LOGS_PIPELINE = "logs@default-pipeline"
"""The one that there is, as a default (``documents.arrival``)."""


def check_pipelines(index: Index, *, default: bool = True) -> None:
    """Let documents be written as they are.

    :param default: whether the default pipeline is not called off by the request.
    :raises IllegalArgumentError: they are to go through a pipeline (``IngestService``: a pipeline that does not exist).
    """
    flat = index.settings.flat
    wanted = flat.get("index.default_pipeline", NONE) if default else NONE
    if wanted in (NONE, LOGS_PIPELINE):
        wanted = flat.get("index.final_pipeline", NONE)
    if wanted != NONE:
        raise IllegalArgumentError(f"pipeline with id [{wanted}] does not exist")
