"""``ip_prefix``: a bucket for each network with addresses (``IpPrefixAggregationBuilder``)."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints, distinct
from docstore.errors import IllegalArgumentError
from docstore.query.wire import declared
from docstore.search.aggregations.bucket.order import By, Order
from docstore.search.aggregations.bucket.term_buckets import Choice, Keys, TermPartial, TermTable, Thresholds
from docstore.search.aggregations.collect import Below, Collector, Partial, Table
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.groups import Groups
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, flag_key, int_key, long_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_BY_KEY: Order = (By("_key", descending=False),)
_ALL = 2**31 - 1


def _check(name: str, least: int, most: int, value: int) -> None:
    if not least <= value <= most:
        raise IllegalArgumentError(f"[{name}] must be in range [{least}, {most}] while value is [{value}]")


@aggregation("ip_prefix")
@dataclass(frozen=True, slots=True)
class IpPrefix(Aggregation):
    """Addresses by their first bits: of 128, or of the last 32, which an IPv4 address has."""

    takes_subs: ClassVar[bool] = True
    source: Source
    length: int
    wide: bool = False
    appends: bool = False
    keyed: bool = False
    min_doc_count: int = 1

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "ip", "prefix_length": 24, "is_ipv6": false, "append_prefix_length": false, "keyed": false}``."""
        keys = {
            **{key: SOURCE_KEYS[key] for key in ("field", "missing", "value_type")},
            "prefix_length": int_key,
            "is_ipv6": flag_key,
            "append_prefix_length": flag_key,
            "keyed": flag_key,
            "min_doc_count": long_key,
        }
        found = declared(cls.kind, body, keys)
        wide = found.get("is_ipv6", False)
        _check("prefix_length", 0, 128 if wide else 32, found.get("prefix_length", -1))
        _check("min_doc_count", 1, _ALL, found.get("min_doc_count", 1))
        return cls(
            Source.of(found, "ip"),
            found["prefix_length"],
            wide,
            found.get("append_prefix_length", False),
            found.get("keyed", False),
            found.get("min_doc_count", 1),
        )

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """A field of addresses."""
        values = self.source.bind(context, self.kind, Support.ADDRESSES)
        choice = Choice(name, Thresholds(_ALL, _ALL, self.min_doc_count), _BY_KEY, shows_other=False)
        return _PrefixCollector(self, choice, values, Below.bind(subs, context), context.alone)

    @property
    def mask(self) -> int:
        """The bits of an address that count, at their places."""
        width = 128 if self.wide else 32
        return ((1 << self.length) - 1) << (width - self.length)

    def networks(self, terms: Sequence[str]) -> list[int]:
        """The network of each address as columns have them."""
        mask = self.mask
        return [int(term, 16) & mask for term in in_time(terms, CHECKED)]

    def text(self, number: int) -> str:
        """An address; one of IPv4 also where it is mapped into IPv6, as Elasticsearch shows it."""
        if not self.wide or number >> 32 == 0xFFFF:
            return str(ipaddress.IPv4Address(number & 0xFFFFFFFF))
        return str(ipaddress.IPv6Address(number))


@dataclass(slots=True)
class _PrefixCollector(Collector):
    request: IpPrefix
    choice: Choice
    values: Values
    below: Below
    alone: bool

    def collect(self, docs: Ints, owners: Ints, count: int) -> Table:
        places, codes, terms = self.values.codes(docs)
        used, codes = np.unique(codes, return_inverse=True)
        networks = self.request.networks([terms[code] for code in in_time(used.tolist(), CHECKED)])
        known = sorted(set(networks))
        at = {network: place for place, network in enumerate(known)}
        moved = np.array([at[network] for network in in_time(networks, CHECKED)], dtype=np.int64)
        places, codes = distinct(places, moved[codes] if len(codes) else codes.astype(np.int64))
        groups = self.below.weighed(Groups.of(docs[places], owners[places], codes, max(len(known), 1), count))
        ranks = np.arange(len(known))
        keys = _Networks(self.request)
        return _PrefixTable.choose(self.choice, keys, groups, known, ranks, self.below, count, alone=self.alone)


@dataclass(slots=True)
class _PrefixTable(TermTable):
    def partial(self, owner: int) -> Partial:
        found = TermTable.partial(self, owner)
        assert isinstance(found, TermPartial)
        return _PrefixPartial(found.choice, found.keys, found.buckets, found.other, found.unknown, found.indices)


@dataclass(slots=True)
class _PrefixPartial(TermPartial):
    def finish(self, reduction: Reduction, subs: Tree) -> Result:
        """All of them, by key; or an object of them."""
        found = TermPartial.finish(self, reduction, subs)
        assert isinstance(found, BucketsResult)
        assert isinstance(self.keys, _Networks)
        found.keyed = self.keys.request.keyed
        return found

    def _bucket(self, raw: Any, bucket: Any, reduction: Reduction, subs: Tree) -> Bucket:
        assert isinstance(self.keys, _Networks)
        key, fields = self.keys.fields(raw)
        name = fields.pop("key") if self.keys.request.keyed else ""
        return Bucket(key, fields, bucket.count, bucket.results(reduction, subs), self.keys.after, name)


@dataclass(frozen=True, slots=True)
class _Networks(Keys):
    """Networks of one length."""

    request: IpPrefix

    @property
    def wire_type(self) -> str:
        """The kind."""
        return self.request.kind

    @property
    def domain(self) -> object:
        """The same everywhere."""
        return self.request.kind

    def fields(self, raw: Any) -> tuple[Any, Json]:
        """The network, with its length where that is asked for."""
        text = self.request.text(raw) + (f"/{self.request.length}" if self.request.appends else "")
        return raw, {"key": text, "is_ipv6": self.request.wide}

    @property
    def after(self) -> Json:
        """What all buckets have in common."""
        request = self.request
        return {"prefix_length": request.length, **({} if request.wide else {"netmask": request.text(request.mask)})}
