"""``unified``: passages of sentences, the best of them, phrases marked as one (``DefaultHighlighter``)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from docstore.errors import IllegalArgumentError
from docstore.mapping.java_text import utf16_length
from docstore.search.highlight import breaks
from docstore.search.highlight.breaks import BoundedSentences, Breaks
from docstore.search.highlight.encoder import encoder
from docstore.search.highlight.job import Job
from docstore.search.highlight.passage import Passage, passages
from docstore.search.highlight.texts import Analyzed, Match

SEPARATOR = "\0"
"""Between the values of a field (``MULTIVAL_SEP_CHAR``)."""

_ALL = (1 << 31) - 2


def unified(job: Job) -> list[str]:
    """The marked passages of one field of one document."""
    options = job.options
    if not job.values:
        return []
    text = SEPARATOR.join(job.values)
    if not job.field.offsets:
        job.check_length(utf16_length(text), str(job.ordinal))
    matches = _matches(job)
    most = options.number_of_fragments or _ALL
    found = passages(matches, _Values(job.values, _breaks(job)), len(text), most)
    if not found:
        found = _without_match(job, text)
    if options.by_score:
        found.sort(key=lambda passage: -passage.score)
    tags = options.pre_tags[0], options.post_tags[0]
    marked = (passage.marked(text, tags, encoder(options.encoder)) for passage in found)
    return [shown for each in marked if (shown := each.strip() if options.number_of_fragments else each)]


def _matches(job: Job) -> list[Match]:
    found: list[Match] = []
    for field, marks in [(job.field, job.marks), *job.masked]:
        if marks:
            analyzed = Analyzed.of(job.values, field.cut, field.gap, most=job.most_analyzed)
            found += analyzed.matches(marks) if job.whole_phrases else analyzed.single(marks)
    return sorted(found, key=lambda match: match[:2])


def _breaks(job: Job) -> Callable[[str], Breaks]:
    options = job.options
    if not options.number_of_fragments or not job.field.tokenized:
        return breaks.whole
    if options.boundary_scanner == "WORD":
        return breaks.words
    if options.boundary_scanner == "CHARS":
        raise IllegalArgumentError("Invalid boundary scanner type: chars")
    if options.fragment_size > 0:
        return lambda text: BoundedSentences(text, options.fragment_size)
    return breaks.sentences


def _without_match(job: Job, text: str) -> list[Passage]:
    """The beginning of the first value, up to the word boundary behind ``no_match_size``."""
    size = job.options.no_match_size
    begin = len(text) - len(text.lstrip(SEPARATOR))
    if size <= 0 or begin == len(text):
        return []
    end = text.find(SEPARATOR, begin)
    end = len(text) if end < 0 else end
    if job.options.number_of_fragments and size + begin < end:
        end = begin + breaks.words(text[begin:end]).following(size)
    return [Passage(begin, end)]


class _Values:
    """Boundaries within each value; no passage reaches over two (``SplittingBreakIterator``)."""

    def __init__(self, values: Sequence[str], make: Callable[[str], Breaks]) -> None:
        self._values = values
        self._make = make
        self._begins = [0, *accumulate(len(value) + 1 for value in values[:-1])]
        self._at = -1
        self._breaks: Breaks

    def _of(self, offset: int) -> int:
        at = max(bisect_right(self._begins, offset) - 1, 0)
        if at != self._at:
            self._at, self._breaks = at, self._make(self._values[at])
        return self._begins[at]

    def preceding(self, offset: int) -> int:
        """Of the value in which the character before the offset stands."""
        begin = self._of(offset - 1)
        return begin + max(self._breaks.preceding(offset - begin), 0)

    def following(self, offset: int) -> int:
        """The end of the value at the latest."""
        begin = self._of(offset)
        found = self._breaks.following(offset - begin)
        return begin + (len(self._values[self._at]) if found < 0 else found)
