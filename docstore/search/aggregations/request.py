"""What was asked for: aggregations as recipes. They know no index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.search.aggregations.path import names_along

if TYPE_CHECKING:
    from docstore.search.aggregations.collect import Collector
    from docstore.search.aggregations.context import Context
    from docstore.search.aggregations.result import Bucket, Result

Json = dict[str, Any]


class Aggregation(ABC):
    """One kind of bucket or metric aggregation; registered by name (``registry.aggregation``). Subclasses are frozen."""

    kind: ClassVar[str]
    takes_subs: ClassVar[bool] = False
    """Whether it makes buckets, which can be aggregated further."""

    @classmethod
    @abstractmethod
    def parse(cls, name: str, body: Json) -> Self:
        """From the JSON below its kind; ``name`` is for error texts.

        :raises ApiError: an unknown key, or a value that is not what it must be.
        """

    @abstractmethod
    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """On one index: names meet the mapping, columns are noted.

        :raises ApiError: a field that cannot be aggregated so.
        """

    def aggregator(self, collector: Collector) -> str:
        """The class that does it in Elasticsearch, as ``profile`` names it."""
        return "".join(part.capitalize() for part in self.kind.split("_")) + "Aggregator"

    def check_parents(self, name: str, parents: tuple[Node, ...]) -> None:  # noqa: B027  # most may stand anywhere
        """:raises ApiError: it cannot stand below these (the outermost first)."""


class Pipeline(ABC):
    """One kind of pipeline aggregation. Subclasses are frozen."""

    kind: ClassVar[str]

    @classmethod
    @abstractmethod
    def parse(cls, name: str, body: Json) -> Self:
        """See ``Aggregation.parse``."""

    @property
    @abstractmethod
    def paths(self) -> tuple[str, ...]:
        """The ``buckets_path`` that it reads; for the order in which pipelines run."""

    def misplaced(self, name: str, tree: Tree, parent: Aggregation | None) -> Iterator[str]:
        """What is wrong with where it stands."""
        yield from ()


class SiblingPipeline(Pipeline):
    """A result beside those it reads."""

    @abstractmethod
    def run(self, name: str, results: dict[str, Result]) -> Result:
        """The result, from those of its level."""


class ParentPipeline(Pipeline):
    """Something about each bucket of the aggregation that it stands in."""

    @abstractmethod
    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets, with results added, reordered or left out."""


@frozen
class Node:
    """A bucket or metric aggregation in the tree."""

    name: str
    aggregation: Aggregation
    subs: Tree
    meta: Json | None = None


@frozen
class PipelineNode:
    """A pipeline aggregation in the tree."""

    name: str
    pipeline: Pipeline
    meta: Json | None = None


@frozen
class Tree:
    """The aggregations of one level."""

    nodes: tuple[Node, ...] = ()
    pipelines: tuple[PipelineNode, ...] = ()

    def node(self, name: str) -> Node | None:
        """The bucket or metric aggregation of this name."""
        return next((node for node in self.nodes if node.name == name), None)

    def pipelines_of(self, kind: type[Pipeline]) -> list[PipelineNode]:
        """The pipelines of a kind, those that others read first."""
        waiting = [node for node in self.pipelines if isinstance(node.pipeline, kind)]
        done: list[PipelineNode] = []
        while waiting:
            names = {node.name for node in waiting}
            ready = [node for node in waiting if not _reads(node.pipeline.paths, names - {node.name})]
            if not ready:
                raise IllegalArgumentError(f"Cyclical dependency found with pipeline aggregator [{waiting[0].name}]")
            done += ready
            waiting = [node for node in waiting if node not in ready]
        return done


def lost_at(path: str, tree: Tree) -> str | None:
    """What is wrong with a path that leads to nothing below this level (``AggregatorFactories.resolvePipelineAggregatorOrder``)."""
    first, *rest = names_along(path)
    if path in ("_count", "_key") or any(node.name == first for node in tree.pipelines):
        return None
    node = tree.node(first)
    if node is None:
        return f"No aggregation found for path [{path}]"
    for at, name in enumerate(rest, 1):
        last = at == len(rest)
        if last and (name in ("_count", "_key") or any(each.name == name for each in node.subs.pipelines)):
            return None
        node = node.subs.node(name)
        if node is None:
            return f"No aggregation [{name}] found for path [{path}]"
    return None


def check_parents(tree: Tree, parents: tuple[Node, ...] = ()) -> None:
    """Whether the aggregations of a tree may stand below the others; said by each index, as Elasticsearch's shards do.

    :raises ApiError: one may not.
    """
    for node in tree.nodes:
        node.aggregation.check_parents(node.name, parents)
        check_parents(node.subs, (*parents, node))


def _reads(paths: Sequence[str], names: set[str]) -> bool:
    return any(names_along(path)[0] in names for path in paths)
