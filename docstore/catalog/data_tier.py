"""The tier of nodes that a new index prefers (``DataTier``, ``DataTierSettingsProvider``).

A store is one node, so the preference moves nothing. Elasticsearch gives it to every index, and programs read it.
"""

from __future__ import annotations

from collections.abc import Mapping

from docstore.catalog.settings.setting import Raw

_PREFERENCE = "index.routing.allocation.include._tier_preference"


def preferred_tier(given: Mapping[str, Raw | None], *, stream: bool = False) -> dict[str, Raw]:
    """The setting of a new index that says nothing of it, not even null.

    :param given: the settings that it has.
    :param stream: whether it is the backing index of a data stream.
    """
    return {} if _PREFERENCE in given else {_PREFERENCE: "data_hot" if stream else "data_content"}
