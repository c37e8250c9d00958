"""``fuzziness``: how many letters a term may differ (``Fuzziness``)."""

from __future__ import annotations

from typing import Any

from docstore.errors import ElasticsearchParseError, IllegalArgumentError, ParsingError
from docstore.frozen import frozen


@frozen
class Fuzziness:
    """A number of edits, or AUTO with the lengths from which one and two are allowed."""

    edits: int | None = None
    low: int = 3
    high: int = 6

    @classmethod
    def parse(cls, value: Any) -> Fuzziness:
        """``0``, ``"1"``, ``"AUTO"``, ``"AUTO:4,7"``.

        :raises ApiError: something else.
        """
        text = str(value)
        if text.upper() == "AUTO":
            return cls()
        if text.upper().startswith("AUTO:"):
            return cls._custom(text)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ParsingError(f"Can't parse fuzziness on token: [{type(value).__name__}]")
        try:
            edits = float(text)
        except ValueError:
            raise IllegalArgumentError(f"Invalid fuzziness value: {text}") from None
        if edits not in (0, 1, 2):
            shown = text if isinstance(value, str) else str(value)
            raise IllegalArgumentError(f"Valid edit distances are [0, 1, 2] but was [{shown}]")
        return cls(int(edits))

    @classmethod
    def _custom(cls, text: str) -> Fuzziness:
        parts = text.partition(":")[2].split(",")
        if len(parts) != 2:
            raise ElasticsearchParseError(f"failed to find low and high distance values in auto fuzziness [{text}]")
        try:
            low, high = (int(part.strip()) for part in parts)
        except ValueError:
            raise ElasticsearchParseError(f'failed to parse [{text}] as a "auto:int,int"') from None
        if low < 0 or high < low:
            raise IllegalArgumentError(
                f"fuzziness wrongly configured, must be: lowDistance > 0, highDistance > 0 and lowDistance <= highDistance {text}"
            )
        return cls(None, low, high)

    def distance(self, term: str) -> int:
        """The edits that are allowed for a term.

        >>> [Fuzziness().distance(term) for term in ("ab", "abcde", "abcdef")]
        [0, 1, 2]
        """
        if self.edits is not None:
            return self.edits
        return 0 if len(term) < self.low else 1 if len(term) < self.high else 2


AUTO = Fuzziness()
