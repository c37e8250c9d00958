"""What aliases must obey together with the indices (``AliasValidator``, ``IndexAbstraction.Alias``)."""

from __future__ import annotations

from docstore.catalog.aliases.alias import Alias
from docstore.catalog.catalog import Catalog
from docstore.catalog.names.valid import check_alias_name, invalid_alias_name
from docstore.catalog.settings.settings import Settings
from docstore.errors import CatalogConflictError, IllegalArgumentError

_TAKEN = "an index or data stream exists with the same name as the alias"


def check_new_alias(catalog: Catalog, alias: Alias, index: str) -> None:
    """Refuse a name that no alias of the index may have.

    :raises InvalidAliasNameError: not a name, or an index has it.
    :raises IllegalArgumentError: an empty name, several index routings.
    """
    check_alias_name(alias.name, alias.index_routing)
    if alias.name == index or catalog.index(alias.name) is not None or catalog.stream(alias.name) is not None:
        raise invalid_alias_name(alias.name, _TAKEN)


def check_alias_mode(alias: Alias, settings: Settings) -> None:
    """:raises IllegalArgumentError: an alias with a routing to an index that routes by dimensions."""
    if settings.get("index.mode") == "time_series" and (alias.index_routing is not None or alias.search_routing is not None):
        raise IllegalArgumentError("routing is forbidden on CRUD operations that target indices in [index.mode=time_series]")


def check_alias_properties(catalog: Catalog, name: str) -> None:
    """Refuse a catalog in which the indices of an alias disagree.

    :raises CatalogConflictError: two write indices; hidden on one index and not on another.
    """
    indices, streams = catalog.alias(name), catalog.stream_alias(name)
    if indices and streams:
        raise CatalogConflictError(
            f"alias [{name}] refers to both data streams [{','.join(stream.name for stream in streams)}] and indices "
            f"[{','.join(index.name for index in indices)}]"
        )
    writers = [index.name for index in indices if index.aliases[name].is_write_index]
    if len(writers) > 1:
        raise CatalogConflictError(f"alias [{name}] has more than one write index [{','.join(writers)}]")
    hidden = [index.name for index in indices if index.aliases[name].is_hidden]
    shown = [index.name for index in indices if not index.aliases[name].is_hidden]
    if hidden and shown:
        raise CatalogConflictError(
            f"alias [{name}] has is_hidden set to true on indices [{','.join(hidden)}] "
            f"but does not have is_hidden set to true on indices [{','.join(shown)}]; "
            "alias must have the same is_hidden setting on all indices"
        )


def check_alias_pattern(alias: Alias) -> None:
    """Refuse what no alias can be called, whatever index its ``{index}`` is.

    :raises InvalidAliasNameError: not a name.
    :raises IllegalArgumentError: an empty name, several index routings.
    """
    check_alias_name(alias.name.replace("{index}", "index"), alias.index_routing)
