"""The aggregations by name, and parsing of ``{name: {kind: body, "aggs": {...}, "meta": {...}}}`` (``AggregatorFactories``)."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable
from typing import Any, TypeVar

from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    NamedObjectNotFoundError,
    NotImplementedByDocstoreError,
    ParsingError,
    Place,
    Token,
    ValidationError,
)
from docstore.kinds import Kinds
from docstore.query.wire import at_key, token_of
from docstore.search.aggregations.kinds import MODULES, PIPELINE_MODULES
from docstore.search.aggregations.known import ELASTICSEARCH_KINDS
from docstore.search.aggregations.request import Aggregation, Node, Pipeline, PipelineNode, Tree, lost_at
from docstore.spelling import did_you_mean

A = TypeVar("A", bound=type[Aggregation])
P = TypeVar("P", bound=type[Pipeline])
Json = dict[str, Any]

KINDS: Kinds[type[Aggregation]] = Kinds("docstore.search.aggregations", MODULES)
"""Bucket and metric aggregations."""

PIPELINES: Kinds[type[Pipeline]] = Kinds("docstore.search.aggregations", PIPELINE_MODULES)
"""Aggregations of the results of others."""

_VALID_NAME = re.compile(r"[^\[\]>]+", re.DOTALL)


def aggregation(kind: str) -> Callable[[A], A]:
    """Register a class as the bucket or metric aggregation of that name."""

    def register(cls: A) -> A:
        cls.kind = kind
        KINDS.add(kind, cls)
        return cls

    return register


def pipeline(kind: str) -> Callable[[P], P]:
    """Register a class as the pipeline aggregation of that name."""

    def register(cls: P) -> P:
        cls.kind = kind
        PIPELINES.add(kind, cls)
        return cls

    return register


def parse(body: Any) -> Tree:
    """The whole tree of a request, under ``aggs``.

    :raises ParsingError: not a tree of definitions, or a kind that does not exist.
    :raises NotImplementedByDocstoreError: a kind that Elasticsearch has and docstore has not.
    """
    if not isinstance(body, dict):
        raise ParsingError(f"Unknown key for a {token_of(body)} in [aggs].")
    name = _name_of(body)
    if name is None:
        return _checked(body)
    if (tree := _known.get(name)) is None:
        if len(_known) >= _MOST:
            _known.clear()
        try:
            tree = _known[name] = _checked(marshal.loads(name))
        except ApiError:
            return _checked(body)  # so that the error points into the body that was given
    return tree


def _checked(body: Json) -> Tree:
    tree = _level(body)
    check_places(tree, None)
    return tree


_known: dict[bytes, Tree] = {}
"""What was parsed lately: programs ask the same again and again, and a tree never changes."""

_MOST = 256
_LONGEST = 4_096


def _name_of(body: Json) -> bytes | None:
    """Bytes that only equal bodies have, and that make one again; None for a long one, one with values that are not JSON's, and one with
    ``meta``, which is given out.
    """
    try:
        found = marshal.dumps(body, 2)
    except ValueError:
        return None
    return found if len(found) <= _LONGEST and b"meta" not in found else None


def check_places(tree: Tree, parent: Aggregation | None) -> None:
    """Whether the pipelines of a tree stand where they can (``PipelineAggregationBuilder.validate``)."""
    lost = next((text for each in tree.pipelines for path in each.pipeline.paths if (text := lost_at(path, tree)) is not None), None)
    places = (text for each in tree.pipelines for text in each.pipeline.misplaced(each.name, tree, parent))
    problems = [*places] if lost is None else [lost]
    if problems:
        raise ValidationError(*problems)
    for node in tree.nodes:
        if not node.aggregation.takes_subs and (node.subs.nodes or node.subs.pipelines):
            kind = node.aggregation.kind
            raise IllegalArgumentError(f"Aggregator [{node.name}] of type [{kind}] cannot accept sub-aggregations")
        check_places(node.subs, node.aggregation)


def _level(body: Json) -> Tree:
    nodes: list[Node] = []
    pipelines: list[PipelineNode] = []
    for name, definition in body.items():
        if not _VALID_NAME.fullmatch(name):
            text = f"Invalid aggregation name [{name}]. Aggregation names can contain any character except '[', ']', and '>'"
            raise at_key(ParsingError(text), name, Token.KEY, body)
        if not isinstance(definition, dict):
            text = f"Aggregation definition for [{name} starts with a [{token_of(definition)}], expected a [START_OBJECT]."
            raise at_key(ParsingError(text), name, within=body)
        found = _definition(name, definition)
        if isinstance(found, Node):
            nodes.append(found)
        else:
            pipelines.append(found)
    return Tree(tuple(nodes), tuple(pipelines))


def _definition(name: str, definition: Json) -> Node | PipelineNode:
    kind: str | None = None
    subs: Tree | None = None
    for key, value in definition.items():
        if not isinstance(value, dict):
            text = f"Expected [START_OBJECT] under [{key}], but got a [{token_of(value)}] in [{name}]"
            raise at_key(ParsingError(text), key, within=definition)
        if key in ("aggs", "aggregations"):
            if subs is not None:
                raise at_key(ParsingError(f"Found two sub aggregation definitions under [{name}]"), key, within=definition)
            subs = _level(value)
        elif key != "meta":
            if kind is not None:
                text = f"Found two aggregation type definitions in [{name}]: [{kind}] and [{key}]"
                raise at_key(ParsingError(text), key, within=definition)
            kind = key
    if kind is None:
        raise _at_end(definition, ParsingError(f"Missing definition for aggregation [{name}]"))
    if kind in PIPELINES and subs is not None and (subs.nodes or subs.pipelines):
        raise _at_end(definition, ParsingError(f"Aggregation [{name}] cannot define sub-aggregations"))
    if kind not in KINDS and kind not in PIPELINES:
        raise at_key(_unknown(kind), kind, within=definition)
    return _node(name, kind, definition[kind], subs or Tree(), definition.get("meta"))


def _at_end(definition: Json, error: ParsingError) -> ParsingError:
    error.place = Place(Token.END, within=definition)
    return error


def _node(name: str, kind: str, body: Json, subs: Tree, meta: Json | None) -> Node | PipelineNode:
    if kind in KINDS:
        return Node(name, KINDS[kind].parse(name, body), subs, meta)
    return PipelineNode(name, PIPELINES[kind].parse(name, body), meta)


def _unknown(kind: str) -> ApiError:
    if kind in ELASTICSEARCH_KINDS:
        return NotImplementedByDocstoreError(f"docstore has no [{kind}] aggregation; it has {sorted((*KINDS, *PIPELINES))}")
    return ParsingError(
        f"Unknown aggregation type [{kind}]{did_you_mean(kind, ELASTICSEARCH_KINDS)}",
        caused_by=NamedObjectNotFoundError(f"unknown field [{kind}]"),
    )
