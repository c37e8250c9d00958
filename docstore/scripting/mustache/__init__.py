"""Templates in Mustache, with what Elasticsearch adds to it."""

from docstore.scripting.mustache.template import DEFAULT_MEDIA_TYPE, Template, compile_template

__all__ = ["DEFAULT_MEDIA_TYPE", "Template", "compile_template"]
