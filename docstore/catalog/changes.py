"""Changes of the catalog within a write transaction.

Each writes its row, moves the version, and is seen by the same transaction at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from docstore.catalog.aliases.alias import Alias, parse_aliases
from docstore.catalog.aliases.rules import check_alias_mode, check_alias_properties, check_new_alias
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import INDEX_ROWS, VERSION, current, remember
from docstore.catalog.data_tier import preferred_tier
from docstore.catalog.definition import Definition
from docstore.catalog.index import Index
from docstore.catalog.index_mode import default_mapping, sorted_by_host
from docstore.catalog.mapping_rules import check_mapping
from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.dots import warn_of_visible
from docstore.catalog.names.valid import check_index_name, invalid_index_name
from docstore.catalog.section import EMPTY, Section
from docstore.catalog.settings.new import settings_of_new_index
from docstore.catalog.settings.settings import parse_settings
from docstore.catalog.shard_limit import check_shard_limit
from docstore.catalog.streams.data_stream import DATA_STREAMS
from docstore.catalog.templates.composition import Composed, composed_for, template_of
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.clock import Clock
from docstore.errors import IllegalArgumentError, ResourceAlreadyExistsError
from docstore.mapping.mapping import Mapping as FieldMapping
from docstore.storage import index_tables, layout
from docstore.storage.tables import CATALOG
from docstore.storage.transaction import Transaction

T = TypeVar("T")

_NO_TABLES = 0
"""The table number of an index that is not made yet."""


def create_index(
    txn: Transaction,
    name: str,
    *,
    settings: Mapping[str, Any] | None = None,
    mappings: Mapping[str, Any] | None = None,
    aliases: Mapping[str, Any] | None = None,
    clock: Clock,
    templates: Composed | None = None,
) -> Index:
    """Make an index.

    :param name: the name, or date math: ``<logs-{now/d}>``.
    :param settings: ``{"number_of_shards": 1}``, nested or flat; see ``parse_settings``.
    :param mappings: ``{"properties": {...}}``.
    :param aliases: ``{"name": {"filter": {...}}}``; see ``parse_alias``.
    :param templates: what it is made from where the request says nothing; ``None``: the templates that match its name.
    :raises InvalidIndexNameError: not a name, or an alias has it.
    :raises ResourceAlreadyExistsError: an index has it.
    :raises IllegalArgumentError: wrong settings or aliases.
    :raises MapperParsingError: a wrong mapping.
    """
    provided, name = name, resolved(name, clock.millis())
    catalog = current(txn)
    check_free(catalog, name)
    asked = parse_settings(settings or {})
    if templates is None:
        templates = _templates_of(catalog, name, hidden=asked.get("index.hidden") == "true")
    parsed = {**templates.aliases, **_aliases(aliases, clock.millis())}
    uuid = clock.uuid()
    given = {**templates.settings, **asked}
    made_settings, created = settings_of_new_index({**preferred_tier(given), **given}, name=provided, uuid=uuid, now=clock.millis())
    check_shard_limit(catalog, made_settings)
    described = merged_mappings([templates.mappings, dict(mappings or {})])
    if added := sorted_by_host(made_settings.flat, described):
        made_settings = made_settings.merged(added)
    if of_mode := default_mapping(made_settings):
        described = merged_mappings([of_mode, described])
    warn_of_visible(name, hidden=made_settings.flat.get("index.hidden") == "true")
    mapping = FieldMapping.parse(described, settings=made_settings.flat)
    check_mapping(name, made_settings, mapping)
    for alias in parsed.values():
        check_new_alias(catalog, alias, name)
        check_alias_mode(alias, made_settings)
    index = Index(name, uuid, _NO_TABLES, created, made_settings, Definition.of(mapping), parsed)
    for alias in parsed.values():
        check_alias_properties(catalog.replaced(name, index, b""), alias.name)
    index = replace(index, number=index_tables.create(txn))
    _replace(txn, name, index)
    return index


def _templates_of(catalog: Catalog, name: str, *, hidden: bool) -> Composed:
    template = template_of(catalog, name, hidden=hidden)
    if template is not None and template.data_stream is not None:
        raise IllegalArgumentError(
            f"cannot create index with name [{name}], because it matches with template [{template.name}] that creates data streams only, "
            "use create data stream api instead"
        )
    return composed_for(catalog, name, hidden=hidden)


def _aliases(body: Mapping[str, Any] | None, now: int) -> dict[str, Alias]:
    """Aliases of a new index; their names may be date math too."""
    given = [replace(alias, name=resolved(name, now)) for name, alias in parse_aliases(body).items()]
    return {alias.name: alias for alias in given}


def put_index(txn: Transaction, index: Index) -> None:
    """Put changed metadata (mapping, settings, aliases, open or closed) in place of what the index of this name had."""
    _replace(txn, index.name, index)


def put_mapping(txn: Transaction, index: Index, mapping: FieldMapping) -> Index:
    """Give an index another mapping; its documents see of it what Elasticsearch would have indexed (``mapping/history``)."""
    changed = index.with_mapping(mapping, index_tables.IndexTables(txn, index.number).state.next_seq)
    put_index(txn, changed)
    return changed


def delete_index(txn: Transaction, index: Index) -> None:
    """Remove an index with its documents; what blocks it was checked before.

    :raises IllegalArgumentError: a data stream writes to it.
    """
    stream = current(txn).stream_of(index.name)
    if stream is not None:
        refuses = index.name in stream.failures
        if index.name == (stream.failures[-1] if refuses else stream.write_index):
            which = "failure store write index" if refuses else "write index"
            raise IllegalArgumentError(f"index [{index.name}] is the {which} for data stream [{stream.name}] and cannot be deleted")
        without = stream.without_failure_index if refuses else stream.without_index
        put_object(txn, DATA_STREAMS, stream.name, without(index.name))
    remove_index(txn, index)


def remove_index(txn: Transaction, index: Index) -> None:
    """Remove an index with its documents and what is kept of their columns, whoever names it."""
    index_tables.drop(txn, index.number)
    derived = txn.environment.derived
    if derived is not None:
        txn.after_commit(lambda: derived.drop(index.uuid))
    _replace(txn, index.name, None)


def put_object(txn: Transaction, section: Section[T], name: str, value: T) -> None:
    """Put an object into a section, in place of one of the same name."""
    row = section.row(value)
    if current(txn).sections.get(section.name, EMPTY).rows.get(name) != row:
        _put_row(txn, section.key(name), row, current(txn).with_object(section, name, value, row))


def delete_object(txn: Transaction, section: Section[Any], name: str) -> None:
    """Take an object out of a section; nothing when there is none."""
    if name in current(txn).section(section):
        _put_row(txn, section.key(name), None, current(txn).with_object(section, name, None, None))


def check_free(catalog: Catalog, name: str) -> None:
    """Refuse a name that no new index can have.

    :raises InvalidIndexNameError: not a name, or an alias or a data stream has it.
    :raises ResourceAlreadyExistsError: an index has it.
    """
    check_index_name(name)
    existing = catalog.index(name)
    if existing is not None:
        raise ResourceAlreadyExistsError(
            f"index [{name}/{existing.uuid}] already exists", index_uuid=existing.uuid, index=name
        )
    if catalog.alias(name) or catalog.stream_alias(name):
        raise invalid_index_name(name, "already exists as alias")
    if catalog.stream(name) is not None:
        raise invalid_index_name(name, "already exists as data stream")


def _replace(txn: Transaction, name: str, index: Index | None) -> None:
    row = None if index is None else index.to_row()
    _put_row(txn, INDEX_ROWS + name.encode(), row, current(txn).replaced(name, index, row))


def _put_row(txn: Transaction, key: bytes, row: bytes | None, changed: Catalog) -> None:
    if row is None:
        txn.delete(CATALOG, key)
    else:
        txn.put(CATALOG, key, row)
    layout.advance(txn, VERSION)
    remember(txn, changed)
