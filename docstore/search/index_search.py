"""A search on one index: bound, run, and the best rows of it chosen. Fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from docstore.catalog.current import current
from docstore.catalog.settings.cluster import cluster_setting
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.errors import ApiError, IllegalArgumentError
from docstore.once import once
from docstore.query.index_sort import index_order, ranked
from docstore.query.inner_hits import Others, inner_hits_of
from docstore.query.kinds.bool import Bool
from docstore.query.kinds.match_all import MatchAll
from docstore.query.matcher import Matcher, Remembered, members
from docstore.query.scorer import NO_BOOST, Given, Scorer, Scores
from docstore.query.select import bind, bind_scored, refuse
from docstore.search import aggregations, top
from docstore.search.alias_filter import alias_filter
from docstore.search.allowed import check_allowed, check_inner
from docstore.search.found import Found
from docstore.search.near_real_time import reader_of
from docstore.search.order import Criterion, by_score_alone, criteria
from docstore.search.request import ACCURATE, SearchRequest
from docstore.search.rescore import Pass
from docstore.search.row import Row
from docstore.search.runtime_mappings import with_runtime
from docstore.search.standpoint import Standpoint
from docstore.storage.index_reader import IndexReader

if TYPE_CHECKING:
    from docstore.search.aggregations.collect import Below, Partials
    from docstore.search.aggregations.context import Context
    from docstore.search.aggregations.profiling import Entry


_TOGETHER = 8
"""Of so many criteria what they compare is in memory at once."""


class IndexSearch:
    """One index of a search; binds when it is made, so that all columns are built in one pass.

    :raises ApiError: a part of the request does not fit the index.
    """

    def __init__(self, standpoint: Standpoint, request: SearchRequest, view: IndexView | None = None) -> None:
        """``view``: the search is for the others of documents that were found (``inside``)."""
        index = standpoint.target.index
        index.check_readable()
        self.standpoint = standpoint
        self.index = index
        self.request = request
        mapping = index.mapping if request.runtime_mappings is None else with_runtime(index, request.runtime_mappings)
        self.reader: IndexReader[Any] = reader_of(standpoint.txn, index, mapping)
        self.view = IndexView(self.reader, aliases=index.aliases, cache=standpoint.cache) if view is None else view
        self.filter = None if standpoint.target.filters is None or view is not None else alias_filter(standpoint.target.filters)
        self.is_inner = view is not None
        self._bind(NO_BOOST if standpoint.boost == 1.0 else np.float32(standpoint.boost))
        if view is None:
            check_allowed(request, index.settings)

    def again(self, request: SearchRequest) -> IndexSearch:
        """Another search on the same index."""
        return _again(self.standpoint, self.request, request)

    def inside(self, name: str, others: Others) -> IndexSearch:
        """A search for inner hits; ``run`` with ``only`` the ordinals that belong to one document.

        :raises IllegalArgumentError: more of them are wanted than the index allows.
        """
        request = replace(
            others.wanted.request, query=others.query, track_total_hits=ACCURATE, named_scores=self.request.named_scores
        )
        check_inner(name, request, self.index.settings)
        return IndexSearch(replace(self.standpoint, boost=1.0), request, others.view)

    def _bind(self, boost: np.float32) -> None:
        request, view = self.request, self.view
        query = request.asked or MatchAll()
        if not self.is_inner:
            view.wanted, view.restriction = request.size, self.filter
        if self.filter is not None:
            query = Bool(must=(query,), filter=(self.filter,))
        self.query = query
        self.scorer: Scorer | None = None
        if request.needs_scores or request.aggregations is not None or request.explain:
            scored = bind_scored(query, view, boost)
            self.matcher: Matcher = scored.matcher
            self.scorer = scored.scorer
        else:
            self.matcher = bind(query, view)
        self.post = None if request.post_filter is None else bind(request.post_filter, view)
        self.criteria: list[Criterion] = [] if by_score_alone(request.sort) else criteria(request.sort, view, self.standpoint.number)
        self.ties = index_order(view)
        self.groups = None if request.collapse is None else request.collapse.bind(view)
        self.passes = self._passes() if request.rescore else []
        self.inner = [] if query.is_leaf and request.post_filter is None else self._inner()
        self.below: Below | None = None
        self.entries: list[Entry] | None = [] if request.profile else None
        if request.aggregations is not None:
            aggregations.request.check_parents(request.aggregations)
            self.below = aggregations.collect.Below.bind(request.aggregations, self._context())

    def _passes(self) -> list[Pass]:
        limit = int(self.index.settings.get("index.max_rescore_window") or 10_000)
        return [rescore.bind(self.view, self.index.name, limit) for rescore in self.request.rescore]

    def _inner(self) -> list[tuple[str, IndexSearch, Callable[[int], Ints]]]:
        """For each inner hits of the query: its name, a search, and the ordinals of that which belong to one of these."""
        found = []
        for name, query in inner_hits_of(self.request.asked, self.request.post_filter).items():
            try:
                others = query.others(self.view)
            except ApiError as error:
                refuse(self.view, error)
            if others is not None:
                found.append((name, self.inside(name, others), others.of))
        return found

    def _context(self) -> Context:
        scorer = self.scorer
        everything = None
        if self.filter is not None:
            matcher = Remembered(bind(self.filter, self.view))
            everything = matcher.run
        scores = None if scorer is None else scorer.scores
        return aggregations.context.Context(
            self.view,
            alone=self.standpoint.alone,
            everything=everything,
            scores=scores,
            hits=partial(_among, self.standpoint, self.request, self.view),
            max_buckets=self.max_buckets,
            max_inner_window=int(self.index.settings.get("index.max_inner_result_window") or 100),
            entries=self.entries,
        )

    @property
    def max_buckets(self) -> int:
        """``search.max_buckets`` of the cluster settings."""
        return int(cluster_setting(current(self.standpoint.txn), "search.max_buckets"))

    def among(self, ordinals: Ints) -> Found:
        """The best of some ordinals, ascending, that are known to match."""
        best, scores, most = self._best(ordinals, self._scores(ordinals))
        return Found(self, len(ordinals), best, scores, most)

    @once
    def matched(self) -> Ints:
        """The ordinals that the query finds, ascending, before ``post_filter``."""
        found = self.matcher.ordinals()
        if (part := self.request.slice) is not None:
            found = found[self.view.seqs[found] % part.max == part.id]
        return found

    def _ranked(self) -> tuple[Ints, Scores | None]:
        """The same with their scores."""
        if self.scorer is not None and self.request.needs_scores and self.request.slice is None:
            found = self.scorer.ranked()
            if found is not None:
                return found
        return self.matched, self._scores(self.matched)

    def run(self, *, only: Ints | None = None) -> Found:
        """Everything but the documents. ``only``: no other ordinals than these, ascending."""
        if only is None and (quick := self._quick()) is not None:
            return quick
        terminated = False
        if only is None:
            ordinals, scores = self._ranked()
        else:
            ordinals = only[members(self.matched, only)]
            scores = self._scores(ordinals)
        if self.request.min_score is not None and scores is not None:
            good = scores >= np.float32(self.request.min_score)
            ordinals, scores = ordinals[good], scores[good]
        kept = None if self.post is None else self.post.among(ordinals)
        if self.request.terminate_after and (end := top.end(self.request.terminate_after, len(ordinals), kept)) < len(ordinals):
            ordinals, terminated = ordinals[:end], True
            scores, kept = None if scores is None else scores[:end], None if kept is None else kept[:end]
        partials = None
        if self.below is not None:
            owners = np.zeros(len(ordinals), dtype=np.int64)
            partials = self._of_all() if len(ordinals) == self.view.count else self.below.collect(ordinals, owners, 1).partials(0)
        if kept is not None:
            ordinals, scores = ordinals[kept], None if scores is None else scores[kept]
        best, best_scores, max_score = self._best(ordinals, scores)
        return Found(self, len(ordinals), best, best_scores, max_score, terminated, partials)

    def nothing(self) -> Found:
        """What is found when the time is over at once."""
        partials = None
        if self.below is not None:
            partials = self.below.empty()
        return Found(self, 0, np.zeros(0, dtype=np.int64), None, aggregations=partials)

    def _quick(self) -> Found | None:
        """Where all that match are equal, or stand in the order of a column, those that are not shown are only counted."""
        request, wanted = self.request, self.request.from_ + self.request.size
        if not self._is_plain or request.min_score is not None or request.terminate_after or request.search_after is not None:
            return None
        if request.needs_scores:
            if self.criteria or self.scorer is None or (score := self.scorer.uniform) is None:
                return None
            total, best = self.matcher.head(wanted) if not self.ties or not wanted else self._first_of_all(wanted)
            if best is None:
                return None
            most = float(score) if total and wanted else None
            return Found(self, total, best, np.float32(score).repeat(len(best)), most)
        if not wanted:
            return Found(self, self.matcher.count(), np.zeros(0, dtype=np.int64), None, aggregations=self._of_all())
        if len(self.criteria) != 1 or self.ties or not self.matcher.finds_all:
            return None
        leading = self.criteria[0].leading(self.view, wanted)
        return None if leading is None else Found(self, self.view.count, leading, None, aggregations=self._of_all())

    def _of_all(self) -> Partials | None:
        """The aggregations of all documents, as far as there are some."""
        return None if self.below is None else self.below.collect_all(self.view.count).partials(0)

    @property
    def _is_plain(self) -> bool:
        """Whether hits and their number are all that is asked for, and what all documents add up to."""
        if self.passes or self.post is not None or self.groups is not None or self.request.slice is not None:
            return False
        return self.below is None or (self.matcher.finds_all and not self.request.needs_scores)

    def _scores(self, ordinals: Ints) -> Scores | None:
        """One for each ordinal, where something but their order in the log depends on them."""
        if self.scorer is None or not self.request.needs_scores:
            return None
        uniform = self.scorer.uniform if len(ordinals) else None
        if uniform is not None:
            return np.broadcast_to(uniform, len(ordinals))
        return self.scorer.scores(ordinals)

    def _best(self, ordinals: Ints, scores: Scores | None) -> tuple[Ints, Scores | None, float | None]:
        """The best in their order, their scores, and the best score."""
        wanted = self.request.from_ + self.request.size
        if not wanted or not len(ordinals):
            return ordinals[:0], None, None
        if self.criteria:
            greatest = float(scores.max()) if scores is not None and self.request.track_scores else None
            return *self._sorted(ordinals, scores, wanted), greatest
        assert scores is not None
        window = max([wanted, *[each.rescore.window for each in self.passes]]) if self.passes else wanted
        arrays = [] if len(scores) == 1 or scores.strides == (0,) else [-scores]
        if arrays or self.ties or self.groups is not None:
            chosen = self._first([*arrays, *self._tied(ordinals)] if self.ties else arrays, ordinals, window)
            ordinals, scores = ordinals[chosen], scores[chosen]
        else:
            ordinals, scores = ordinals[:window], scores[:window]
        most: float | None = float(scores[0])
        for each in self.passes:
            ordinals, scores = each.apply(ordinals, scores)
            most = float(scores.max()) if len(scores) else None
        return ordinals[:wanted], scores[:wanted], most

    def _first(self, arrays: list[Any], ordinals: Ints, wanted: int) -> Ints:
        """The places of the best; of each group one."""
        if self.groups is None:
            return top.first(arrays, len(ordinals), wanted)
        ordered = ordinals[np.lexsort(arrays[::-1])] if arrays else ordinals
        return np.searchsorted(ordinals, self.groups.firsts(ordered)[:wanted])

    def _sorted(self, ordinals: Ints, scores: Scores | None, wanted: int) -> tuple[Ints, Scores | None]:
        if len(self.criteria) > _TOGETHER:
            return self._sorted_by_many(ordinals, scores, wanted)
        parts = [criterion.arrays(self.view, ordinals, scores) for criterion in self.criteria]
        arrays = [array for part in parts for array in part]
        if self.request.search_after is not None:
            behind = self._behind(arrays, len(ordinals))
            arrays = [array[behind] for array in arrays]
            ordinals, scores = ordinals[behind], None if scores is None else scores[behind]
        chosen = self._first([*arrays, *self._tied(ordinals)], ordinals, wanted)
        return ordinals[chosen], None if scores is None else scores[chosen]

    def _sorted_by_many(self, ordinals: Ints, scores: Scores | None, wanted: int) -> tuple[Ints, Scores | None]:
        """The same, one criterion after the other."""

        def part(criterion: Criterion, places: Ints) -> list[Any]:
            return criterion.arrays(self.view, ordinals[places], None if scores is None else scores[places])

        parts: list[top.Part] = [partial(part, criterion) for criterion in self.criteria]
        if self.request.search_after is not None:
            places = [criterion.place(self.view, value) for criterion, value in self._after()]
            behind = top.after_by(zip(parts, places, strict=True), len(ordinals))
            ordinals, scores = ordinals[behind], None if scores is None else scores[behind]
        parts.append(lambda places: self._tied(ordinals[places]))
        chosen = top.first_by(parts, len(ordinals), len(ordinals) if self.groups is not None else wanted)
        if self.groups is not None:
            chosen = np.searchsorted(ordinals, self.groups.firsts(ordinals[chosen])[:wanted])
        return ordinals[chosen], None if scores is None else scores[chosen]

    def _first_of_all(self, wanted: int) -> tuple[int, Ints | None]:
        """How many documents match, and the first of them in the order of the index; None where those are not known at once."""
        whole = ranked(self.view, self.ties) if self.matcher.finds_all else None
        return (0, None) if whole is None else (self.view.count, whole.order[:wanted])

    def _tied(self, ordinals: Ints) -> list[Any]:
        """What decides between equals, before the order in which they were written."""
        whole = ranked(self.view, self.ties) if self.ties else None
        if whole is not None:
            return [whole.places[ordinals]]
        return [array for key in self.ties for array in key.arrays_of(self.view, ordinals)]

    def rows(self, ordinals: Ints, scores: Scores | None) -> list[Row]:
        """Ordinals in order as rows; ranked, where there are rows of other indices."""
        if not len(ordinals):
            return []
        shown, values = self.shown(ordinals, scores)
        groups = repeat(None) if self.groups is None else self.groups.values(ordinals)
        every = zip(ordinals.tolist(), shown, values or repeat(()), groups, strict=False)
        return [Row(() if self.standpoint.alone else self._ranks(score, each), at, score, each, group) for at, score, each, group in every]

    def shown(self, ordinals: Ints, scores: Scores | None) -> tuple[list[float | None], list[tuple[Any, ...]]]:
        """The score of each of some ordinals, and what it sorts by; nothing for those in the order of scores."""
        if not self.criteria:
            assert scores is not None
            return scores.tolist(), []
        columns = [criterion.values(self.view, ordinals, scores) for criterion in self.criteria]
        return self._shown_scores(scores, len(ordinals)), list(zip(*columns, strict=True))

    def _ranks(self, score: float | None, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self.criteria:
            assert score is not None
            return (-score,)
        return tuple([criterion.rank(value) for criterion, value in zip(self.criteria, values, strict=True)])

    def _shown_scores(self, scores: Scores | None, count: int) -> list[float | None]:
        scored = self.request.track_scores or any(sort.field == "_score" for sort in self.request.sort)
        return [None] * count if scores is None or not scored else scores.tolist()

    def _after(self) -> Iterator[tuple[Criterion, Any]]:
        after = self.request.search_after
        assert after is not None
        if len(after) != len(self.criteria):
            raise IllegalArgumentError(
                f"search_after has {len(after)} value(s) but sort has {len(self.criteria)}."
            )
        return zip(self.criteria, after, strict=True)

    def _behind(self, arrays: list[Any], count: int) -> Mask:
        place = [scalar for criterion, value in self._after() for scalar in criterion.place(self.view, value)]
        return top.after(arrays, place) if arrays else np.zeros(count, dtype=np.bool_)


def _again(standpoint: Standpoint, asked: SearchRequest, request: SearchRequest) -> IndexSearch:
    return IndexSearch(standpoint, replace(request, runtime_mappings=asked.runtime_mappings))


def _among(
    standpoint: Standpoint,
    asked: SearchRequest,
    own: IndexView,
    request: SearchRequest,
    view: IndexView,
    scores: Callable[[Ints], Scores] | None,
) -> Callable[[Ints], Found]:
    """For ``top_hits``: the query of a search with another request, over some ordinals of a view at a time."""
    request = replace(request, fields=request.fields or asked.fields)
    if view is own:
        return _again(standpoint, asked, request if scores is None else replace(request, query=asked.asked)).among
    inside = IndexSearch(replace(standpoint, boost=1.0), request, view)
    if scores is not None and inside.scorer is not None:
        inside.scorer = Given(scores)
    return inside.among
