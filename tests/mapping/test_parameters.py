"""Parameters of fields: what they accept, what they demand of each other, what a put-mapping may change."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.errors import ApiError
from docstore.mapping import Mapping


def reason(field: dict[str, Any], **settings: Any) -> str:
    with pytest.raises(ApiError) as caught:
        Mapping.parse({"properties": {"f": field}}, settings=settings)
    return caught.value.reason.removeprefix("Failed to parse mapping: ")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ({"type": "text", "similarity": "strange"}, "Unknown Similarity type [strange] for field [f]"),
        (
            {"type": "text", "index_options": "all"},
            "Unknown value [all] for field [index_options] - accepted values are [positions, docs, freqs, offsets]",
        ),
        (
            {"type": "text", "index_options": "docs", "position_increment_gap": 1},
            "Cannot set position_increment_gap on field [f] without positions enabled",
        ),
        ({"type": "text", "position_increment_gap": -2}, "[position_increment_gap] must be positive, got [-2]"),
        (
            {"type": "text", "index": False, "fielddata": True},
            "Cannot enable fielddata on a [text] field that is not indexed: [f]",
        ),
        ({"type": "text", "index": False, "index_phrases": True}, "Cannot set index_phrases on unindexed field [f]"),
        (
            {"type": "text", "index_options": "freqs", "index_phrases": True},
            "Cannot set index_phrases on field [f] if positions are not enabled",
        ),
        ({"type": "text", "index": False, "index_prefixes": {}}, "Cannot set index_prefixes on unindexed field [f]"),
        ({"type": "text", "index_prefixes": {"min_chars": 6}}, "min_chars [6] must be less than max_chars [5]"),
        ({"type": "text", "index_prefixes": {"min_chars": 0}}, "min_chars [0] must be greater than zero"),
        ({"type": "text", "index_prefixes": {"max_chars": 20}}, "max_chars [20] must be less than 20"),
        ({"type": "text", "index_prefixes": {"chars": 1}}, "Mapping definition for [f] has unsupported parameters:  [chars : 1]"),
        ({"type": "text", "fielddata_frequency_filter": {"x": 1}}, "Mapping definition for [f] has unsupported parameters:  [x : 1]"),
        ({"type": "keyword", "on_script_error": "fail"}, "Field [on_script_error] requires field [script] to be configured"),
        (
            {"type": "keyword", "on_script_error": "panic"},
            "Unknown value [panic] for field [on_script_error] - accepted values are [fail, continue]",
        ),
        (
            {"type": "long", "time_series_dimension": True, "index": False},
            "Field [time_series_dimension] requires that [index] and [doc_values] are true",
        ),
        (
            {"type": "long", "time_series_dimension": True, "time_series_metric": "gauge"},
            "Field [time_series_dimension] cannot be set in conjunction with field [time_series_metric]",
        ),
        (
            {"type": "keyword", "time_series_dimension": True, "normalizer": "lowercase"},
            "Field [normalizer] cannot be set in conjunction with field [time_series_dimension]",
        ),
        (
            {"type": "double", "time_series_metric": "counter", "doc_values": False},
            "Field [time_series_metric] requires that [doc_values] is true",
        ),
        ({"type": "completion", "analyzer": "none"}, "analyzer [none] has not been configured in mappings"),
        ({"type": "completion", "search_analyzer": "none"}, "analyzer [none] has not been configured in mappings"),
        ({"type": "keyword", "normalizer": "default"}, "normalizer [default] not found for field [f]"),
        (
            {"type": "double", "time_series_metric": "meter"},
            "Unknown value [meter] for field [time_series_metric] - accepted values are [gauge, counter]",
        ),
        ({"type": "date", "locale": "xyzzy"}, "Unknown language: xyzzy"),
        (
            {"type": "date", "locale": "de_DE", "format": "strict_date||dd MMM yyyy"},
            "docstore reads names of months and days in English only, not in the locale [de_DE] of field [f]",
        ),
        (
            {"type": "date_range", "locale": "fr", "format": "EEE dd.MM.yyyy"},
            "docstore reads names of months and days in English only, not in the locale [fr] of field [f]",
        ),
        ({"type": "date", "locale": "a_b_c_d"}, "Locales can have at most 3 parts but got 4: [a, b, c, d]"),
        (
            {"type": "long", "synthetic_source_keep": "some"},
            "Unknown value [some] for field [synthetic_source_keep] - accepted values are [none, arrays, all]",
        ),
        ({"type": "long", "meta": {str(n): "x" for n in range(6)}}, "[meta] can't have more than 5 entries, but got 6 on field [f]"),
    ],
)
def test_refused(field: dict[str, Any], text: str) -> None:
    assert reason(field) == text


@pytest.mark.parametrize(
    "field",
    [
        {"type": "text", "index_prefixes": {"min_chars": 1, "max_chars": 10}},
        {"type": "text", "fielddata": True, "fielddata_frequency_filter": {"min": 0.001, "max": 0.1, "min_segment_size": 500}},
        {"type": "text", "similarity": "boolean", "term_vector": "with_positions_offsets", "index_phrases": True},
        {"type": "date", "locale": "en-US", "format": "dd MMM yyyy"},
        {"type": "date", "locale": "de", "format": "dd.MM.yyyy'Match'||basic_date||epoch_millis"},
        {"type": "keyword", "time_series_dimension": True, "meta": {"unit": "ms"}},
        {"type": "double", "time_series_metric": "gauge"},
    ],
)
def test_shown_as_given(field: dict[str, Any]) -> None:
    assert Mapping.parse({"properties": {"f": field}}).to_body() == {"properties": {"f": field}}


def test_defaults_of_prefixes_are_written_out() -> None:
    mapping = Mapping.parse({"properties": {"f": {"type": "text", "index_prefixes": {}}}})
    assert mapping.to_body()["properties"]["f"]["index_prefixes"] == {"min_chars": 2, "max_chars": 5}


def test_an_index_may_have_similarities_of_its_own() -> None:
    field = {"type": "text", "similarity": "mine"}
    mapping = Mapping.parse({"properties": {"f": field}}, settings={"index.similarity.mine.type": "BM25"})
    assert mapping.to_body() == {"properties": {"f": field}}


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ({"norms": False}, {"norms": True}, "Cannot update parameter [norms] from [false] to [true]"),
        ({}, {"index_options": "docs"}, "Cannot update parameter [index_options] from [positions] to [docs]"),
        ({}, {"similarity": "boolean"}, "Cannot update parameter [similarity] from [null] to [boolean]"),
        ({}, {"term_vector": "yes"}, "Cannot update parameter [term_vector] from [no] to [yes]"),
        ({}, {"index_phrases": True}, "Cannot update parameter [index_phrases] from [false] to [true]"),
        ({}, {"position_increment_gap": 1}, "Cannot update parameter [position_increment_gap] from [-1] to [1]"),
        ({}, {"store": True, "index": False}, "Cannot update parameter [index] from [true] to [false]"),
    ],
)
def test_what_stays_as_it_was(old: dict[str, Any], new: dict[str, Any], text: str) -> None:
    mapping = Mapping.parse({"properties": {"f": {"type": "text", **old}}})
    with pytest.raises(ApiError) as caught:
        mapping.merge({"properties": {"f": {"type": "text", **new}}})
    assert caught.value.reason.startswith("Mapper for [f] conflicts with existing mapper:\n\t")
    assert text in caught.value.reason


@pytest.mark.parametrize(
    "new",
    [
        {"norms": False},
        {"fielddata": True},
        {"fielddata_frequency_filter": {"min": 1, "max": 2, "min_segment_size": 3}},
        {"eager_global_ordinals": True},
        {"meta": {"a": "b"}},
        {"synthetic_source_keep": "all"},
    ],
)
def test_what_may_change(new: dict[str, Any]) -> None:
    mapping = Mapping.parse({"properties": {"f": {"type": "text"}}}).merge({"properties": {"f": {"type": "text", **new}}})
    assert mapping.to_body()["properties"]["f"] == {"type": "text", **new}


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        ("text", {"analyzer": "english", "search_analyzer": "english"}, {"analyzer": "english"}),
        ("text", {"search_analyzer": "default"}, {}),
        ("text", {"search_analyzer": "simple", "search_quote_analyzer": "simple"}, {"search_analyzer": "simple"}),
        ("text", {"search_quote_analyzer": "simple"}, {"search_quote_analyzer": "simple"}),
        ("text", {"position_increment_gap": -1}, {}),
        ("text", {"fielddata_frequency_filter": {}}, {}),
        ("keyword", {"normalizer": None, "null_value": None}, {}),
        ("long", {"time_series_metric": None}, {}),
        ("float", {"null_value": "1.9"}, {"null_value": 1.9}),
        ("half_float", {"null_value": 1.9}, {"null_value": 1.9003906}),
        ("rank_feature", {"null_value": 1.9}, {"null_value": 1.9}),
        ("token_count", {"analyzer": "simple", "null_value": None}, {"analyzer": "simple"}),
    ],
)
def test_what_is_as_by_default_is_not_shown(kind: str, given: dict[str, Any], shown: dict[str, Any]) -> None:
    mapping = Mapping.parse({"properties": {"f": {"type": kind, **given}}})
    assert mapping.to_body()["properties"]["f"] == {"type": kind, **shown}


def test_defaults_on_request() -> None:
    field = Mapping.parse({"properties": {"f": {"type": "text", "analyzer": "simple"}}}).field("f")
    assert field is not None
    assert field.full_body() == {
        "type": "text",
        "index": True,
        "store": False,
        "index_options": "positions",
        "norms": True,
        "term_vector": "no",
        "analyzer": "simple",
        "search_analyzer": "simple",
        "search_quote_analyzer": "simple",
        "similarity": None,
        "position_increment_gap": -1,
        "fielddata": False,
        "fielddata_frequency_filter": {"min": 0.0, "max": 2147483647.0, "min_segment_size": 0},
        "eager_global_ordinals": False,
        "index_phrases": False,
        "index_prefixes": None,
        "meta": {},
    }
