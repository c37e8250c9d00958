"""``fvh``: fragments around matches, their ends moved to boundaries (Lucene's ``FastVectorHighlighter``).

Only of fields whose terms are kept with positions and offsets, as Elasticsearch has it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

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
    best: list[tuple[int, str]] = []
    for value in job.values:
        matches = _matches(job, value)
        fragments = _fragments(matches, size, margin) if options.number_of_fragments else _one(matches, len(value))
        best += [(fragment.score, _shown(job, value, fragment)) for fragment in fragments]
    if options.by_score and options.number_of_fragments:
        best.sort(key=lambda each: -each[0])
    found = [text for _, text in best][: options.number_of_fragments or None]
    if not found and options.no_match_size > 0 and job.values:
        found = [_shown(job, job.values[0], _Fragment(0, options.no_match_size, ()))]
    return found


def _matches(job: Job, value: str) -> list[Match]:
    found: list[Match] = []
    for field, marks in [(job.field, job.marks), *job.masked]:
        found += Analyzed.of([value], field.cut, field.gap).matches(marks)
    kept: list[Match] = []
    for match in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept[: job.options.phrase_limit]


def _one(matches: Sequence[Match], length: int) -> list[_Fragment]:
    return [_Fragment(0, length, matches)] if matches else []


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


def _shown(job: Job, value: str, fragment: _Fragment) -> str:
    options, encode = job.options, encoder(job.options.encoder)
    start, end = 0, len(value)
    if options.number_of_fragments or not fragment.matches:
        before, after = _moves(job)
        start, end = before(value, fragment.start), after(value, min(fragment.end, len(value)))
    parts, at = [], start
    numbers = _numbers(job)
    for match in fragment.matches:
        number = numbers.get(match.label, 0)
        tags = options.pre_tags[number % len(options.pre_tags)], options.post_tags[number % len(options.post_tags)]
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
