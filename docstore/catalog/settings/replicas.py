"""``index.auto_expand_replicas``: as many copies as there are nodes for, within bounds (``AutoExpandReplicas``)."""

from __future__ import annotations

from docstore.catalog.settings.settings import Settings

_SETTING = "index.auto_expand_replicas"


def expanded(settings: Settings) -> Settings:
    """The settings with the number of replicas that one node leads to: the fewest that are wanted."""
    wanted = str(settings.get(_SETTING))
    if wanted == "false":
        return settings
    fewest = str(int(wanted.partition("-")[0]))
    return settings if settings.flat.get("index.number_of_replicas") == fewest else settings.merged({"index.number_of_replicas": fewest})
