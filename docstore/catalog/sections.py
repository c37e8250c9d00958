"""All sections of the catalog. Importing this declares them; a section that is not here is not read."""

from __future__ import annotations

from docstore.catalog.section import SECTIONS

__all__ = ["SECTIONS"]
