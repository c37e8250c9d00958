"""``plain``: fragments of about the same size, each term marked (Lucene's ``Highlighter`` with ``QueryScorer``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from docstore.analysis.token import Token
from docstore.columns.deadline import CHECKED, in_time
from docstore.errors import IllegalArgumentError
from docstore.mapping.java_text import utf16_length
from docstore.query.marks import PhraseMark
from docstore.search.highlight.encoder import encoder
from docstore.search.highlight.job import Job
from docstore.search.highlight.texts import Analyzed

Ends = Callable[[Token], bool]
"""Whether a fragment begins with this token."""


@dataclass(slots=True)
class _Fragment:
    parts: list[str] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)

    @property
    def score(self) -> int:
        """How many different terms are found in it."""
        return len(self.terms)


def plain(job: Job) -> list[str]:
    """The marked fragments of one field of one document: the best of each value."""
    options = job.options
    _check_fragmenter(job)
    most = options.number_of_fragments or 1
    found: list[_Fragment] = []
    for value in job.values:
        if job.field.ignore_above is not None and utf16_length(value) > job.field.ignore_above:
            continue
        job.check_length(utf16_length(value), job.id)
        fragments = _fragments(job, value)
        fragments.sort(key=lambda fragment: -fragment.score)
        found += [fragment for fragment in fragments[:most] if fragment.score]
    if options.by_score:
        found.sort(key=lambda fragment: -fragment.score)
    if options.number_of_fragments or len(job.values) == 1:
        found = found[:most]
    return ["".join(fragment.parts) for fragment in found] or _without_match(job)


def _check_fragmenter(job: Job) -> None:
    if job.options.number_of_fragments and job.options.fragmenter not in (None, "simple", "span"):
        raise IllegalArgumentError(f"unknown fragmenter option [{job.options.fragmenter}] for the field [{job.field.name}]")


def _fragments(job: Job, value: str) -> list[_Fragment]:
    analyzed = Analyzed.of([value], job.field.cut, job.field.gap, most=job.most_analyzed)
    found = {id(token) for tokens in analyzed.terms(job.marks).values() for token in tokens}
    begins = _begins(job, value, analyzed)
    before, after = job.options.pre_tags[0], job.options.post_tags[0]
    encode, fragments, last = encoder(job.options.encoder), [_Fragment()], 0
    for number, group in enumerate(in_time(_groups(analyzed.tokens), CHECKED)):
        if number and begins(group[0]):
            fragments.append(_Fragment())
        current = fragments[-1]
        marked = [token for token in group if id(token) in found]
        current.terms.update(token.term for token in marked)
        start, end = _extent(marked or group[:1])
        if start > last:
            current.parts.append(encode(value[last:start]))
        shown = encode(value[start:end])
        current.parts.append(f"{before}{shown}{after}" if marked else shown)
        last = max(end, last)
    fragments[-1].parts.append(encode(value[last:]))
    return fragments


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens that overlap belong together (``TokenGroup``)."""
    group: list[Token] = []
    end = 0
    for token in in_time(tokens, CHECKED):
        if group and token.start >= end:
            yield group
            group = []
        end = max(end, token.end) if group else token.end
        group.append(token)
    if group:
        yield group


def _extent(tokens: Sequence[Token]) -> tuple[int, int]:
    return min(token.start for token in tokens), max(token.end for token in tokens)


def _begins(job: Job, value: str, analyzed: Analyzed) -> Ends:
    options = job.options
    if not options.number_of_fragments:
        return lambda token: False
    if options.fragmenter == "simple":
        return _Simple(options.fragment_size)
    spans = [
        (min(token.position for token in span), max(token.position for token in span))
        for mark in job.marks
        if isinstance(mark, PhraseMark)
        for span in analyzed.phrases(mark)
    ]
    return _Span(options.fragment_size, len(value), spans, analyzed.tokens[0].position if analyzed.tokens else 0)


@dataclass(slots=True)
class _Simple:
    """Fragments of the same size (``SimpleFragmenter``)."""

    size: int
    count: int = 1

    def __call__(self, token: Token) -> bool:
        new = token.end >= self.size * self.count
        self.count += new
        return new


@dataclass(slots=True)
class _Span:
    """The same, but a phrase is not cut, and no short end is left (``SimpleSpanFragmenter``)."""

    size: int
    length: int
    spans: Sequence[tuple[int, int]]
    first: int
    """The position of the first token, which does not count."""
    count: int = 1
    wait: int = -1

    def __call__(self, token: Token) -> bool:
        position = token.position - self.first - 1
        if self.wait <= position:
            self.wait = -1
        elif self.wait != -1:
            return False
        for start, end in self.spans:
            if start == position:
                self.wait = end + 1
                break
        new = token.end >= self.size * self.count and self.length - token.end >= self.size >> 1
        self.count += new
        return new


def _without_match(job: Job) -> list[str]:
    """The beginning of the first value, up to the last term that ends within ``no_match_size``."""
    size = job.options.no_match_size
    if size <= 0 or not job.values:
        return []
    end = -1
    for token in job.field.cut(job.values[0]):
        if token.end >= size:
            end = size if token.end == size else end
            break
        end = token.end
    return [job.values[0][:end]] if end > 0 else []
