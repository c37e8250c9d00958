"""Few documents out of many: choosing them must not cost more than copying all."""

from __future__ import annotations

from benchmarks.data import LARGE_CITIES, LARGE_CITY, TOTAL
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.test_reindex import FRESH, forget, reindex
from docstore import Store
from docstore.columns.cache import CACHE

CHOSEN = "chosen"


def _uncached(store: Store) -> None:
    forget(store, CHOSEN)
    CACHE.forget(store.indices.stats(index="cities")["indices"]["cities"]["uuid"])


def test_filtered(benchmark: Pedantic, store: Store) -> None:
    query = {"range": {"population": {"gte": LARGE_CITY}}}
    ours = Contestant(
        f"range on population, {LARGE_CITIES:,} of {TOTAL:,}, no column in memory",
        lambda: reindex(store, CHOSEN, query=query),
        lambda: _uncached(store),
    )
    whole = Contestant("all documents", lambda: reindex(store, FRESH), lambda: forget(store, FRESH))
    duel(benchmark, ours, whole)
    assert store.count(index=CHOSEN)["count"] == LARGE_CITIES
    note = "Time of the whole call against time of the whole call."
    title = "Filtered reindex, against the full one"
    Comparison("filtered", title, 30, ours.side(), whole.side(), unit="calls", goal=1.0, note=note).save()
