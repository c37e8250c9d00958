"""Fields of type ``ip``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.mapping.types.ip import IpField
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.strings import HasTerm, TermBetween
from docstore.query.targets.mapped import MappedTarget
from docstore.query.targets.registry import target
from docstore.query.targets.target import Bounds, Target


@target("ip")
class AddressTarget(MappedTarget):
    """Addresses, IPv4 mapped into IPv6, in numeric order, which the text form of the column keeps."""

    def term(self, value: Any) -> Matcher:
        """An address, or all of a network in CIDR notation (``IpFieldMapper.IpFieldType.termQuery``)."""
        want = self.values()
        if _is_network(value) and isinstance(self.field.type, IpField):
            return TermBetween(self.view, want, *self.field.type.network(value))
        return HasTerm(self.view, want, (self._address(value),))

    def terms(self, values: Sequence[Any]) -> Matcher:
        """Networks need a range each; addresses alone are one look at the dictionary."""
        if any(map(_is_network, values)):
            return Target.terms(self, values)
        return HasTerm(self.view, self.values(), tuple(map(self._address, values)))

    def between(self, bounds: Bounds) -> Matcher:
        """The field type knows the inclusive ends."""
        want = self.values()
        ends = self.field.type.range_values(
            bounds.low, bounds.high, include_lower=bounds.with_low, include_upper=bounds.with_high
        )
        return MatchesNone(self.view) if ends is None else TermBetween(self.view, want, *ends)

    def _address(self, value: Any) -> str:
        return str(self.field.type.query_value(value))


def _is_network(value: Any) -> bool:
    return isinstance(value, str) and "/" in value
