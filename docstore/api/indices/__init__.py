"""The APIs of indices: their mappings, settings, aliases, templates and data streams. A module is imported when it is first named."""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.api.indices import aliases as aliases
    from docstore.api.indices import analyze as analyze
    from docstore.api.indices import blocks as blocks
    from docstore.api.indices import component_templates as component_templates
    from docstore.api.indices import create as create
    from docstore.api.indices import data_stream_lifecycle as data_stream_lifecycle
    from docstore.api.indices import data_stream_mappings as data_stream_mappings
    from docstore.api.indices import data_stream_options as data_stream_options
    from docstore.api.indices import data_stream_settings as data_stream_settings
    from docstore.api.indices import data_streams as data_streams
    from docstore.api.indices import field_mapping as field_mapping
    from docstore.api.indices import forcemerge as forcemerge
    from docstore.api.indices import ilm as ilm
    from docstore.api.indices import index_templates as index_templates
    from docstore.api.indices import legacy_templates as legacy_templates
    from docstore.api.indices import mapping as mapping
    from docstore.api.indices import resize as resize
    from docstore.api.indices import resolve as resolve
    from docstore.api.indices import rollover as rollover
    from docstore.api.indices import search_analyzers as search_analyzers
    from docstore.api.indices import settings as settings
    from docstore.api.indices import shards as shards
    from docstore.api.indices import state as state
    from docstore.api.indices import stats as stats
    from docstore.api.indices import storage as storage
    from docstore.api.indices import template_simulation as template_simulation
