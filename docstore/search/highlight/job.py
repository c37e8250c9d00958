"""What a highlighter is given: one field of one document, and what the query finds in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.marks import Leaf
from docstore.search.highlight.request import Options
from docstore.search.highlight.texts import Cut


@frozen
class Source:
    """A field of one index, as highlighters need it."""

    name: str
    index: str
    cut: Cut
    gap: int
    tokenized: bool
    offsets: bool
    """Whether terms are indexed with offsets, so that nothing need be analyzed."""
    vectors: bool
    """Whether documents keep their terms with positions and offsets."""
    max_analyzed_offset: int
    ignore_above: int | None = None
    reordered: bool = False
    """Whether values are read of a source that is rebuilt, in another order."""


@frozen
class Job:
    """One field of one document."""

    field: Source
    options: Options
    values: Sequence[str]
    marks: Sequence[Leaf]
    masked: Sequence[tuple[Source, Sequence[Leaf]]]
    """``matched_fields``: the same values as other fields cut them, and what the query finds in those."""
    whole_phrases: bool
    id: str
    ordinal: int

    @property
    def most_analyzed(self) -> int | None:
        """Up to where the request wants texts analyzed; -1 is as far as the index allows."""
        asked = self.options.max_analyzed_offset
        return self.field.max_analyzed_offset if asked == -1 else asked

    def check_length(self, length: int, doc: str) -> None:
        """:raises IllegalArgumentError: the text is longer than the index lets be analyzed, and the request cuts it no shorter."""
        limit, asked = self.field.max_analyzed_offset, self.most_analyzed
        if (asked is None or asked > limit) and length > limit:
            raise IllegalArgumentError(
                f"The length [{length}] of field [{self.field.name}] in doc[{doc}]/index[{self.field.index}] exceeds the"
                f" [index.highlight.max_analyzed_offset] limit [{limit}]. To avoid this error, set the query parameter"
                f" [max_analyzed_offset] to a value less than index setting [{limit}] and this will tolerate long field values by"
                " truncating them."
            )


Highlighter = Callable[[Job], list[str]]
"""The marked parts; none, where nothing is found."""
