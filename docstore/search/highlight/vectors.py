"""``fvh``: fragments around matches, their ends moved to boundaries (Lucene's ``FastVectorHighlighter``).

Only of fields whose terms are kept with positions and offsets, as Elasticsearch has it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from docstore.columns.deadline import CHECKED, in_time
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.marks import TermMark
from docstore.search.highlight import breaks
from docstore.search.highlight.encoder import encoder
from docstore.search.highlight.job import Job
from docstore.search.highlight.texts import Analyzed, Match

_MARGIN = 6
_WHOLE = (1 << 31) - 1
Move = Callable[[str, int], int]
"""From an end of a fragment to a boundary near it."""


@frozen
class _Fragment:
    start: int
    end: int
    matches: Sequence[Match]

    @property
    def score(self) -> int:
        """How many matches it has."""
        return len(self.matches)


def vectors(job: Job) -> list[str]:
    """The marked fragments of one field of one document.

    :raises IllegalArgumentError: the field keeps no offsets or not the order of its values, or the fragments are too small.
    """
    if not job.field.vectors:
        raise IllegalArgumentError(
            f"the field [{job.field.name}] should be indexed with term vector with position offsets to be used with fast vector"
            " highlighter"
        )
    if job.field.reordered and len(job.values) > 1:
        raise IllegalArgumentError(
            "The fast vector highlighter doesn't support loading multi-valued fields from _source in index"
            f" [{job.field.index}] because _source can reorder field values"
        )
    options = job.options
    size = options.fragment_size if options.number_of_fragments else _WHOLE
    margin = _MARGIN if options.fragment_offset == -1 else options.fragment_offset
    if size < (least := max(1, margin * 3)):
        raise IllegalArgumentError(f"fragCharSize({size}) is too small. It must be {least} or higher.")
    matches = _matches(job)
    found = _fragments(matches, size, margin) if options.number_of_fragments else _one(matches)
    if not found and options.no_match_size > 0:
        found = [_Fragment(0, options.no_match_size, ())]
    if len(job.values) > 1:
        found = _by_value(found, job.values)
    if options.by_score and options.number_of_fragments:
        found.sort(key=lambda each: -each.score)
    text = _Text(job.values)
    return [_shown(job, text, fragment) for fragment in found[: options.number_of_fragments or None]]


def _matches(job: Job) -> list[Match]:
    found: list[Match] = []
    for field, marks in [(job.field, job.marks), *job.masked]:
        found += Analyzed.of(job.values, field.cut, field.gap).matches(marks)
    kept: list[Match] = []
    for match in in_time(sorted(found, key=lambda each: (each.start, -each.end)), CHECKED):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept[: job.options.phrase_limit]


def _one(matches: Sequence[Match]) -> list[_Fragment]:
    return [_Fragment(0, _WHOLE, matches)] if matches else []


def _fragments(matches: Sequence[Match], size: int, margin: int) -> list[_Fragment]:
    """Each begins before its first match, and has its matches in the middle (``BaseFragListBuilder``)."""
    made: list[_Fragment] = []
    begin = at = 0
    while at < len(matches):
        first = matches[at]
        if first.start < begin:
            at += 1
            continue
        reach = max(first.end, max(first.start - margin, begin) + size)
        inside, end = [first], first.end
        at += 1
        while at < len(matches) and matches[at].end <= reach:
            inside.append(matches[at])
            end = matches[at].end
            at += 1
        start = max(first.start - max(0, (size - (end - first.start)) // 2), begin)
        begin = start + max(end - first.start, size)
        made.append(_Fragment(start, begin, [match for match in inside if match.end - match.start <= size]))
    return [fragment for fragment in made if fragment.matches]


def _by_value(fragments: Sequence[_Fragment], values: Sequence[str]) -> list[_Fragment]:
    """Those that reach over several values, as one for each value in which they have matches (``discreteMultiValueHighlighting``)."""
    made: list[_Fragment] = []
    for fragment in in_time(fragments, CHECKED):
        begin, end, rest = 0, 0, list(fragment.matches)
        for value in values:
            begin, end = end, end + len(value) + 1
            if not value:
                continue
            if begin <= fragment.start and fragment.end <= end:
                made.append(fragment)
                break
            if not rest:
                break
            inside = [Match(max(m.start, begin), min(m.end, end - 1), m.label) for m in rest if m.start < end]
            rest = [m for m in rest if m.end >= end]
            if inside and fragment.start < end:
                made.append(_Fragment(max(fragment.start, begin), min(fragment.end, end), inside))
    return sorted(made, key=lambda each: each.start)


class _Text:
    """The values with a space behind each, as many as have been asked for: what ends behind them has no boundary to look for."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = iter(values)
        self.text = ""

    def part(self, fragment: _Fragment, moves: tuple[Move, Move]) -> tuple[int, int]:
        """From where to where a fragment is shown (``getFragmentSourceMSO``)."""
        while len(self.text) < fragment.end and (value := next(self._values, None)) is not None:
            self.text += f"{value} "
        before, after = moves
        last = len(self.text) - 1
        return before(self.text, fragment.start), last if last < fragment.end else after(self.text, fragment.end)


def _shown(job: Job, whole: _Text, fragment: _Fragment) -> str:
    encode = encoder(job.options.encoder)
    start, end = whole.part(fragment, _moves(job))
    value = whole.text
    parts, at = [], start
    numbers, befores, afters = _numbers(job), job.options.pre_tags, job.options.post_tags
    for match in fragment.matches:
        number = numbers.get(match.label, 0)
        tags = befores[number % len(befores)], afters[number % len(afters)]
        parts += [encode(value[at : match.start]), tags[0], encode(value[match.start : match.end]), tags[1]]
        at = match.end
    parts.append(encode(value[at : max(end, at)]))
    return "".join(parts)


def _numbers(job: Job) -> dict[Hashable, int]:
    """Which of the query's terms and phrases a match is: each has tags of its own."""
    labels = [mark.label if isinstance(mark, TermMark) else mark.positions for mark in job.marks]
    return {label: number for number, label in enumerate(dict.fromkeys(labels))}


def _moves(job: Job) -> tuple[Move, Move]:
    options = job.options
    if options.boundary_scanner in ("SENTENCE", "WORD"):
        make = breaks.sentences if options.boundary_scanner == "SENTENCE" else breaks.words

        def start(value: str, offset: int) -> int:
            return offset if not 1 <= offset <= len(value) else max(make(value[:offset]).preceding(offset), 0)

        def end(value: str, offset: int) -> int:
            return offset if not 0 <= offset < len(value) else offset + make(value[offset:]).following(0)

        return start, end
    chars, most = options.boundary_chars, options.boundary_max_scan

    def before(value: str, offset: int) -> int:
        if not 1 <= offset <= len(value):
            return offset
        for at in range(offset, max(offset - most, 0), -1):
            if value[at - 1] in chars:
                return at
        return 0 if offset - most <= 0 else offset

    def after(value: str, offset: int) -> int:
        for at in range(offset, min(offset + most, len(value))):
            if value[at] in chars:
                return at
        return offset

    return before, after
