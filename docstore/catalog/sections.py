"""All sections of the catalog. Importing this declares them; a section that is not here is not read."""

from __future__ import annotations

from docstore.catalog.lifecycle_policy import LIFECYCLE_POLICIES
from docstore.catalog.section import SECTIONS
from docstore.catalog.settings.cluster import CLUSTER
from docstore.catalog.stored_script import STORED_SCRIPTS
from docstore.catalog.streams.data_stream import DATA_STREAMS
from docstore.catalog.templates.component import COMPONENT_TEMPLATES
from docstore.catalog.templates.composable import INDEX_TEMPLATES
from docstore.catalog.templates.legacy import LEGACY_TEMPLATES

__all__ = [
    "CLUSTER",
    "COMPONENT_TEMPLATES",
    "DATA_STREAMS",
    "INDEX_TEMPLATES",
    "LEGACY_TEMPLATES",
    "LIFECYCLE_POLICIES",
    "SECTIONS",
    "STORED_SCRIPTS",
]
