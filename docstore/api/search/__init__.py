"""The APIs of search: hits, counts, explanations, fields, templates of searches. A module is imported when it is first named."""

from typing import TYPE_CHECKING

from docstore.lazy import submodules

if not TYPE_CHECKING:
    __getattr__ = submodules(__name__)
else:
    from docstore.api.search import async_search as async_search
    from docstore.api.search import count as count
    from docstore.api.search import explain as explain
    from docstore.api.search import field_caps as field_caps
    from docstore.api.search import msearch as msearch
    from docstore.api.search import pits as pits
    from docstore.api.search import point_in_time as point_in_time
    from docstore.api.search import rank_eval as rank_eval
    from docstore.api.search import scripts as scripts
    from docstore.api.search import scroll as scroll
    from docstore.api.search import search as search
    from docstore.api.search import search_template as search_template
    from docstore.api.search import terms_enum as terms_enum
    from docstore.api.search import validate_query as validate_query
