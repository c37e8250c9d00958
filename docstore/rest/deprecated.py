"""What of the path and the query string of a request is deprecated in Elasticsearch 9, told in a ``Warning`` header."""

from __future__ import annotations

from collections.abc import Mapping

from docstore.caller import warn

_ROUTES = {"indices.put_template": "Legacy index templates are deprecated in favor of composable templates."}

_LOCAL_APIS = """
cluster.exists_component_template cluster.get_component_template cluster.pending_tasks indices.exists indices.exists_index_template
indices.exists_template indices.get indices.get_index_template indices.get_mapping indices.get_settings indices.get_template
"""
_LOCAL = frozenset(_LOCAL_APIS.split())
_LOCAL_TEXT = "the [?local] query parameter to this API has no effect, is now deprecated, and will be removed in a future version"
_ALIASES = frozenset({"indices.exists_alias", "indices.get_alias"})
_ALIASES_TEXT = "the [?local={}] query parameter to get-aliases requests has no effect and will be removed in a future version"
_THROTTLED = (
    "[ignore_throttled] parameter is deprecated because frozen indices have been deprecated. "
    "Consider cold or frozen tiers in place of frozen indices."
)


def warn_of_deprecated(api: str, query: Mapping[str, str], *, before_9: bool) -> None:
    """Warn the caller.

    :param before_9: the caller speaks to version 8, whose parameters are what they were (``compatible-with=8``).
    """
    if api in _ROUTES:
        warn(_ROUTES[api])
    if "ignore_throttled" in query:
        warn(_THROTTLED)
    if "local" in query and not before_9:
        if api in _LOCAL:
            warn(_LOCAL_TEXT)
        elif api in _ALIASES:
            warn(_ALIASES_TEXT.format("false" if query["local"] == "false" else "true"))
