"""Making, rolling over and removing data streams (``MetadataCreateDataStreamService``)."""

from __future__ import annotations

from dataclasses import replace

from docstore.catalog.aliases.alias import Alias
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import create_index, delete_object, put_object, remove_index
from docstore.catalog.current import current
from docstore.catalog.data_tier import preferred_tier
from docstore.catalog.index import Index
from docstore.catalog.index_mode import mode_of_stream
from docstore.catalog.names.valid import name_problem
from docstore.catalog.settings.cluster import cluster_setting
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import parse_settings
from docstore.catalog.streams.data_stream import BACKING_PREFIX, DATA_STREAMS, DataStream
from docstore.catalog.templates.composable import ComposableTemplate
from docstore.catalog.templates.composition import Composed, composed, template_of
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.catalog.time_series import settings_of_backing_index
from docstore.clock import Clock
from docstore.errors import IllegalArgumentError, JsonObject, ResourceAlreadyExistsError
from docstore.storage.transaction import Transaction


def stream_template(catalog: Catalog, name: str) -> ComposableTemplate:
    """The template that data streams of a name are made from.

    :raises IllegalArgumentError: none matches, or the one that does is for indices.
    """
    template = template_of(catalog, name)
    if template is None:
        raise IllegalArgumentError(f"no matching index template found for data stream [{name}]")
    if template.data_stream is None:
        raise IllegalArgumentError(f"matching index template [{template.name}] for data stream [{name}] has no data stream template")
    return template


def create_stream(txn: Transaction, name: str, clock: Clock) -> DataStream:
    """Make a data stream and its first backing index.

    :raises IllegalArgumentError: not a name, or no template enables such a data stream.
    :raises ResourceAlreadyExistsError: a data stream, an index or an alias has the name.
    """
    catalog = current(txn)
    _check_name(catalog, name)
    template = stream_template(catalog, name)
    assert template.data_stream is not None
    found = composed(catalog, template, name)
    stream = DataStream(
        name,
        (),
        0,
        hidden=template.data_stream.hidden,
        allow_custom_routing=template.data_stream.allow_custom_routing,
        aliases=_aliases(found),
        lifecycle=found.lifecycle,
        options=found.data_stream_options,
    )
    return add_backing_index(txn, stream, found, clock)


def _aliases(found: Composed) -> dict[str, Alias]:
    return {name: replace(alias, is_write_index=alias.is_write_index) for name, alias in found.aliases.items()}


def _check_name(catalog: Catalog, name: str) -> None:
    if catalog.stream(name) is not None:
        raise ResourceAlreadyExistsError(f"data_stream [{name}] already exists")
    problem = name_problem(name)
    if problem is not None:
        raise IllegalArgumentError(f"data_stream [{name}] {problem}")
    if name.lower() != name:
        raise IllegalArgumentError(f"data_stream [{name}] must be lowercase")
    if name.startswith(BACKING_PREFIX):
        raise IllegalArgumentError(f"data_stream [{name}] must not start with '{BACKING_PREFIX}'")
    if catalog.index(name) is not None or catalog.behind(name):
        raise IllegalArgumentError(f"data stream [{name}] conflicts with existing {'index' if catalog.index(name) else 'alias'}")


def add_backing_index(txn: Transaction, stream: DataStream, found: Composed, clock: Clock) -> DataStream:
    """Make the next backing index, and let the stream write to it."""
    own = _parts(found, stream)
    name, generation = stream.following(clock.millis(), current(txn).has)
    last = current(txn).index(stream.write_index) if stream.backing else None
    settings = provided_settings(current(txn), stream.name, own, last, clock)
    create_index(txn, name, settings={"index.hidden": True, **settings}, clock=clock, templates=own)
    changed = stream.with_index(name, generation)
    put_object(txn, DATA_STREAMS, stream.name, changed)
    return changed


def provided_settings(catalog: Catalog, stream: str, own: Composed, last: Index | None, clock: Clock) -> dict[str, Raw]:
    """The settings of a backing index that no template has, and docstore adds (``IndexSettingProvider``).

    :param last: the present write index.
    """
    mode = mode_of_stream(stream, own.settings, logs=cluster_setting(catalog, "cluster.logsdb.enabled"))
    tier = preferred_tier(own.settings, stream=True)
    return tier | mode | settings_of_backing_index(own.settings, own.mappings, last, clock.millis())


def _parts(found: Composed, stream: DataStream) -> Composed:
    """What the template gives, and above it what the stream has of its own."""
    own = found.of_data_stream()
    settings = {key: raw for key, raw in parse_settings(stream.settings).items() if raw is not None}
    return replace(own, settings={**own.settings, **settings}, mappings=merged_mappings([own.mappings, stream.mappings]))


def next_parts(catalog: Catalog, stream: DataStream) -> tuple[dict[str, Raw], JsonObject]:
    """The settings and the mapping that the next backing index would have."""
    template = template_of(catalog, stream.name)
    found = _parts(Composed() if template is None else composed(catalog, template, stream.name), stream)
    return dict(found.settings), found.mappings


def backing_indices(catalog: Catalog, stream: DataStream) -> list[Index]:
    """The indices of a stream, the oldest first."""
    return list(catalog.behind(stream.name))


def delete_stream(txn: Transaction, stream: DataStream) -> None:
    """Remove a data stream with its backing indices, and those of its failure store."""
    indices = [*backing_indices(current(txn), stream), *current(txn).failures(stream.name)]
    delete_object(txn, DATA_STREAMS, stream.name)
    for index in indices:
        remove_index(txn, index)
