"""The columns that tables of indices, shards and nodes share: what statistics count, shown to those who name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.api.cat.table import Column
from docstore.api.cat.units import Size, Time
from docstore.api.indices.sections import METRICS, Counted, sections
from docstore.errors import JsonObject

_COLUMNS = """
completion.size              completion.size_in_bytes             cs,completionSize             size of completion
fielddata.memory_size        fielddata.memory_size_in_bytes       fm,fielddataMemory            used fielddata cache
fielddata.evictions          fielddata.evictions                  fe,fielddataEvictions         fielddata evictions
query_cache.memory_size      query_cache.memory_size_in_bytes     qcm,queryCacheMemory          used query cache
query_cache.evictions        query_cache.evictions                qce,queryCacheEvictions       query cache evictions
request_cache.memory_size    request_cache.memory_size_in_bytes   rcm,requestCacheMemory        used request cache
request_cache.evictions      request_cache.evictions              rce,requestCacheEvictions     request cache evictions
request_cache.hit_count      request_cache.hit_count              rchc,requestCacheHitCount     request cache hit count
request_cache.miss_count     request_cache.miss_count             rcmc,requestCacheMissCount    request cache miss count
flush.total                  flush.total                          ft,flushTotal                 number of flushes
flush.total_time             flush.total_time_in_millis           ftt,flushTotalTime            time spent in flush
get.current                  get.current                          gc,getCurrent                 number of current get ops
get.time                     get.time_in_millis                   gti,getTime                   time spent in get
get.total                    get.total                            gto,getTotal                  number of get ops
get.exists_time              get.exists_time_in_millis            geti,getExistsTime            time spent in successful gets
get.exists_total             get.exists_total                     geto,getExistsTotal           number of successful gets
get.missing_time             get.missing_time_in_millis           gmti,getMissingTime           time spent in failed gets
get.missing_total            get.missing_total                    gmto,getMissingTotal          number of failed gets
indexing.delete_current      indexing.delete_current              idc,indexingDeleteCurrent     number of current deletions
indexing.delete_time         indexing.delete_time_in_millis       idti,indexingDeleteTime       time spent in deletions
indexing.delete_total        indexing.delete_total                idto,indexingDeleteTotal      number of delete ops
indexing.index_current       indexing.index_current               iic,indexingIndexCurrent      number of current indexing ops
indexing.index_time          indexing.index_time_in_millis        iiti,indexingIndexTime        time spent in indexing
indexing.index_total         indexing.index_total                 iito,indexingIndexTotal       number of indexing ops
indexing.index_failed        indexing.index_failed                iif,indexingIndexFailed       number of failed indexing ops
merges.current               merges.current                       mc,mergesCurrent              number of current merges
merges.current_docs          merges.current_docs                  mcd,mergesCurrentDocs         number of current merging docs
merges.current_size          merges.current_size_in_bytes         mcs,mergesCurrentSize         size of current merges
merges.total                 merges.total                         mt,mergesTotal                number of completed merge ops
merges.total_docs            merges.total_docs                    mtd,mergesTotalDocs           docs merged
merges.total_size            merges.total_size_in_bytes           mts,mergesTotalSize           size merged
merges.total_time            merges.total_time_in_millis          mtt,mergesTotalTime           time spent in merges
refresh.total                refresh.total                        rto,refreshTotal              total refreshes
refresh.time                 refresh.total_time_in_millis         rti,refreshTime               time spent in refreshes
refresh.external_total       refresh.external_total               ret,refreshExternalTotal      total external refreshes
refresh.external_time        refresh.external_total_time_in_millis reti,refreshExternalTime     time spent in external refreshes
refresh.listeners            refresh.listeners                    rli,refreshListeners          number of pending refresh listeners
search.fetch_current         search.fetch_current                 sfc,searchFetchCurrent        current fetch phase ops
search.fetch_time            search.fetch_time_in_millis          sfti,searchFetchTime          time spent in fetch phase
search.fetch_total           search.fetch_total                   sfto,searchFetchTotal         total fetch ops
search.open_contexts         search.open_contexts                 so,searchOpenContexts         open search contexts
search.query_current         search.query_current                 sqc,searchQueryCurrent        current query phase ops
search.query_time            search.query_time_in_millis          sqti,searchQueryTime          time spent in query phase
search.query_total           search.query_total                   sqto,searchQueryTotal         total query phase ops
search.scroll_current        search.scroll_current                scc,searchScrollCurrent       open scroll contexts
search.scroll_time           search.scroll_time_in_millis         scti,searchScrollTime         time scroll contexts held open
search.scroll_total          search.scroll_total                  scto,searchScrollTotal        completed scroll contexts
segments.count               segments.count                       sc,segmentsCount              number of segments
segments.memory              segments.memory_in_bytes             sm,segmentsMemory             memory used by segments
segments.index_writer_memory segments.index_writer_memory_in_bytes siwm,segmentsIndexWriterMemory memory used by index writer
segments.version_map_memory  segments.version_map_memory_in_bytes svmm,segmentsVersionMapMemory memory used by version map
segments.fixed_bitset_memory segments.fixed_bit_set_memory_in_bytes sfbm,fixedBitsetMemory      memory used by fixed bit sets
suggest.current              search.suggest_current               suc,suggestCurrent            number of current suggest ops
suggest.time                 search.suggest_time_in_millis        suti,suggestTime              time spent in suggest
suggest.total                search.suggest_total                 suto,suggestTotal             number of suggest ops
bulk.total_operations        bulk.total_operations                bto,bulkTotalOperations       number of bulk shard ops
bulk.total_time              bulk.total_time_in_millis            btti,bulkTotalTime            time spent in shard bulk
bulk.total_size_in_bytes     bulk.total_size_in_bytes             btsi,bulkTotalSizeInBytes     total size in bytes of shard bulk
bulk.avg_time                bulk.avg_time_in_millis              bati,bulkAvgTime              average time spent in shard bulk
bulk.avg_size_in_bytes       bulk.avg_size_in_bytes               basi,bulkAvgSizeInBytes       average size in bytes of shard bulk
"""
"""Name, where its value stands in the sections of statistics, other names, what ``help`` says."""

_ROWS = [line.split(maxsplit=3) for line in _COLUMNS.strip().splitlines()]
_PATHS = [path.split(".") for _, path, _, _ in _ROWS]

COLUMNS = tuple(Column(name, told, tuple(others.split(",")), shown=False, right=True) for name, _, others, told in _ROWS)
OF_PRIMARIES = tuple(Column(f"pri.{name}", told, shown=False, right=True) for name, _, _, told in _ROWS)
"""The same of primary shards alone, which are all there are."""


class ActivityRow(Sequence[Any]):
    """A row that ends in the values of ``COLUMNS``, of some indices together; they are looked for when one is wanted."""

    def __init__(self, first: Sequence[Any], known: Sequence[Counted], times: int = 1) -> None:
        """``times``: so often one after the other."""
        self._first = first
        self._known = known
        self._times = times
        self._sections: JsonObject | None = None

    def __len__(self) -> int:
        return len(self._first) + self._times * len(_PATHS)

    def __getitem__(self, at: Any) -> Any:
        if at < len(self._first):
            return self._first[at]
        if not self._known:
            return None
        if self._sections is None:
            self._sections = sections(self._known, METRICS)
        section, key = _PATHS[(at - len(self._first)) % len(_PATHS)]
        return _value(self._sections[section], key)


def _value(section: JsonObject, key: str) -> Any:
    if key.endswith("_in_millis"):
        return Time(section[key] * 1_000_000)
    return Size(section[key]) if key.endswith("_in_bytes") else section[key]
