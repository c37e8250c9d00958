"""Parents and children of one index, as its join field relates them (``Joiner``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from docstore.columns.column import Column
from docstore.columns.dictionary import Base, Terms
from docstore.columns.fields import Field
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.mapping.types.join import JoinField
from docstore.query.joining import JoinScorer
from docstore.query.limits import check_cheap
from docstore.query.marks import Mark
from docstore.query.matcher import Matcher
from docstore.query.scorer import Explanation, score_of
from docstore.query.strings import keywords
from docstore.query.targets import refusal

_OWNERS: WeakKeyDictionary[Column, Ints] = WeakKeyDictionary()
"""By the column of parent ids: another content of the index has another column."""

_SEQS: WeakKeyDictionary[Base, Ints] = WeakKeyDictionary()
"""The ``_seq_no`` of the documents with the ids in a dictionary, -1 where there was none; those that are not live any more say nothing."""


class Join(NamedTuple):
    """The join field of a mapping."""

    field: Field
    type: JoinField


def join_of(view: IndexView) -> Join | None:
    """The only one that a mapping can have.

    :raises IllegalArgumentError: joins are forbidden.
    """
    check_cheap(view, "[joining] queries")
    for each in view.fields.matching("*"):
        if isinstance(each.type, JoinField):
            return Join(each, each.type)
    return None


@dataclass(frozen=True, slots=True)
class Relation:
    """The children of one kind of parents."""

    view: IndexView
    names: Want
    ids: Want
    parent: str

    @classmethod
    def of(cls, view: IndexView, join: Join, parent: str) -> Relation:
        """Notes the columns."""
        ids = view.field(f"{join.field.path}#{parent}")
        assert ids is not None
        return cls(view, view.need(Want(join.field)), view.need(Want(ids)), parent)

    @classmethod
    def find(
        cls,
        view: IndexView,
        parent_of: Callable[[JoinField], str | None],
        *,
        ignored: bool,
        no_join: str,
        no_kind: Callable[[str], str],
    ) -> Relation | None:
        """The relation of an index that a query means; None where there is none and that is ``ignored``.

        :param parent_of: which kind of parents is meant.
        :param no_join, no_kind: what is said where there is no join field, and of one (by its path) that has no such kind.
        :raises QueryShardError: that.
        """
        join = join_of(view)
        if join is None:
            if ignored:
                return None
            raise refusal(view, no_join)
        parent = parent_of(join.type)
        if parent is None:
            if ignored:
                return None
            raise refusal(view, no_kind(join.field.path))
        return cls.of(view, join, parent)

    def named(self, *names: str) -> Mask:
        """The documents of these kinds."""
        column = keywords(self.view.column(self.names))
        return column.with_any_code([code for name in names if (code := column.code(name)) is not None])

    def owners(self) -> Ints:
        """For each child the ordinal of its parent; -1 for those that have none here, and for other documents."""
        column = keywords(self.view.column(self.ids))
        if (found := _OWNERS.get(column)) is None:
            found = _OWNERS[column] = self._found(column)
        return found

    def _found(self, column: KeywordColumn) -> Ints:
        found = np.full(self.view.count, -1, dtype=np.int64)
        children = np.flatnonzero(column.exists())
        if not len(children):
            return found
        codes = column.rows.least(column.codes)[children]
        parents = self._parents(column.terms)
        found[children] = parents[codes]
        is_parent = self.named(self.parent)
        found[(found >= 0) & ~is_parent[found]] = -1
        return found


    def _parents(self, terms: Terms) -> Ints:
        """The ordinals of the documents with these ids, -1 where there is none. Ids are looked up again whose document was another one, or
        none, the last time.
        """
        base = terms.base
        seqs = _SEQS.get(base, np.full(len(base.terms), -1, dtype=np.int64)).copy()
        places = self._places(seqs)
        stale = np.flatnonzero(places < 0)
        seqs[stale] = self.view.documents.find([base.terms[at] for at in stale.tolist()])
        _SEQS[base] = seqs
        found = np.empty(len(terms), dtype=np.int64)
        found[terms.of_base(np.arange(len(seqs)))] = self._places(seqs)
        if terms.added:
            found[terms.added_codes] = self._places(self.view.documents.find(terms.added))
        return found

    def _places(self, seqs: Ints) -> Ints:
        """The ordinals with these ``_seq_no``, -1 for those that are gone."""
        live = self.view.seqs
        at = np.searchsorted(live, seqs)
        at[at == len(live)] = 0
        return np.where((seqs >= 0) & (live[at] == seqs), at, -1)


@dataclass(frozen=True, slots=True)
class OfKind(Matcher):
    """Documents that another matcher finds and that are of some kinds."""

    view: IndexView
    matcher: Matcher
    relation: Relation
    kinds: tuple[str, ...]

    def run(self) -> Mask:
        """Both masks."""
        return self.matcher.run() & self.relation.named(*self.kinds)

    def few(self) -> Ints | None:
        """Of the few that the other finds."""
        found = self.matcher.few()
        return None if found is None else found[self.relation.named(*self.kinds)[found]]

    def marks(self) -> Sequence[Mark]:
        """The other matcher's."""
        return self.matcher.marks()


class RelationScorer(JoinScorer):
    """The scores of related documents."""

    def explain(self, ordinal: int) -> Explanation:
        """``GlobalOrdinalsWithScoreQuery.explain``."""
        return Explanation(score_of(self, ordinal), "Score based on join value")
