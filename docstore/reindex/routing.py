"""``dest.routing``: keep the source's, drop it, or set one for all."""

from __future__ import annotations

from dataclasses import dataclass

from docstore.errors import IllegalArgumentError


@dataclass(frozen=True, slots=True)
class Routing:
    """The rule; ``text`` as the request has it."""

    text: str | None = None

    @classmethod
    def parse(cls, value: object) -> Routing:
        """:raises IllegalArgumentError: not a string; whether the text is a rule, ``valid`` tells."""
        if value is not None and not isinstance(value, str):
            raise IllegalArgumentError(f"[dest] routing doesn't support values of type: {type(value).__name__}")
        return cls(value)

    @property
    def valid(self) -> bool:
        """Whether the text is one of the three rules."""
        return self.text is None or self.text in ("keep", "discard") or self.text.startswith("=")

    @property
    def keeps(self) -> bool:
        """Whether documents keep the routing they have."""
        return self.text in (None, "keep")

    def of(self, present: str | None) -> str | None:
        """The routing that a document gets."""
        if self.text is None or self.text == "keep":
            return present
        return None if self.text == "discard" else self.text[1:] or None


KEEP = Routing()
"""What holds when nothing is said."""
