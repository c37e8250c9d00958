"""Random queries of every kind."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies import values as v
from tests.search.reference.strategies.forms import GIVEN, SCORED, TEXTS, asked, built, long_or_short, on_field, options, ranged, spanned
from tests.search.reference.strategies.query_strings import lucene_strings, simple_strings, stringing
from tests.search.reference.strategies.score_functions import decays, factors, randoms, weights

Strategy = st.SearchStrategy[Any]

zones = st.sampled_from(["+05:30", "-08:00"])
shares = st.sampled_from([1, 2, -1, "50%", "-40%", "100%"])
match_options = {"operator": st.sampled_from(["and", "or"])}
fuzzy_options = {
    "fuzziness": st.sampled_from(["AUTO", "AUTO:2,4", 1, 2]),
    "prefix_length": st.integers(0, 1),
    "transpositions": st.booleans(),
}
flags = st.sampled_from(["ALL", "NONE", "INTERVAL|COMPLEMENT"])
rewrites = st.sampled_from(
    ["constant_score", "constant_score_boolean", "scoring_boolean", "top_terms_2", "top_terms_boost_2", "top_terms_blended_freqs_2"]
)
match_fuzzily = {
    "fuzziness": fuzzy_options["fuzziness"],
    "fuzzy_transpositions": st.booleans(),
    "prefix_length": st.integers(0, 1),
    "max_expansions": st.sampled_from([1, 2, 50]),
    "fuzzy_rewrite": rewrites,
}
analyzing = {"analyzer": st.sampled_from(["whitespace", "keyword", "stop"]), "zero_terms_query": st.sampled_from(["none", "all"])}
beginnings = st.lists(v.words | st.just("f"), min_size=1, max_size=3).map(" ".join)
pairs_of_words = st.tuples(st.sampled_from(TEXTS), v.phrases)
linking = {"auto_generate_synonyms_phrase_query": st.booleans()}
different_words = st.lists(v.words.filter(lambda word: word != "Fox"), min_size=2, max_size=4, unique=True).map(" ".join)
several_fields = st.lists(st.sampled_from(["t", "t2", "t^2", "t2^0.5"]), min_size=1, max_size=2, unique_by=lambda name: name[:2])
ties = st.sampled_from([0.0, 0.3, 1.0])
corners = st.sampled_from(
    [
        {"top_left": {"lat": 60, "lon": 0}, "bottom_right": {"lat": 45, "lon": 20}},
        {"top_left": {"lat": 0.2, "lon": 170}, "bottom_right": {"lat": -20, "lon": -170}},
        {"top_left": {"lat": 80, "lon": -100}, "bottom_right": {"lat": -80, "lon": 10}},
    ]
)
validated = options(validation_method=st.sampled_from(["STRICT", "COERCE", "IGNORE_MALFORMED"]), ignore_unmapped=st.booleans())
polygons = st.sampled_from(
    [
        [[[0, 40], [20, 45], [15, 60], [-5, 55], [0, 40]]],
        [[[-100, 30], [50, 30], [50, 70], [-100, 70], [-100, 30]], [[0, 45], [0, 50], [5, 50], [5, 45], [0, 45]]],
        [[[170, -25], [-170, -25], [-170, 5], [170, 5], [170, -25]]],
    ]
)
likes = st.lists(v.texts.filter(bool) | v.ids.map(lambda doc_id: {"_id": doc_id}), min_size=1, max_size=2)
LEAVES: dict[str, Strategy] = {
    "match_all": options().map(lambda body: {"match_all": body}),
    "match_none": options().map(lambda body: {"match_none": body}),
    "ids": built("ids", {"values": st.lists(v.ids, max_size=3)}),
    "term": long_or_short("term", "value", asked(GIVEN) | st.tuples(st.just("ip"), v.networks))
    | on_field("term", ["k", "o.k", "t", "w"], {"value": v.strings, "case_insensitive": st.booleans()}),
    "terms": st.sampled_from([name for name in GIVEN if name not in ("r", "rd", "rl", "rfl", "rdb", "rip")]).flatmap(
        lambda name: st.builds(lambda values, more: {"terms": {name: values, **more}}, st.lists(v.VALUES[name], max_size=3), options())
    ),
    "terms_set": on_field(
        "terms_set", ["k", "t", "kl"], {"terms": st.lists(v.plain_words, max_size=3)}, minimum_should_match=st.integers(1, 2)
    ).filter(lambda query: "minimum_should_match" in str(query))
    | on_field("terms_set", ["k", "t"], {"terms": st.lists(v.plain_words, max_size=3), "minimum_should_match_field": st.just("one")}),
    "range": ranged(["ver", "kd", "im", "nd", "ni", *(name for name in v.STRINGS if name != "z.p"), "w", *v.NUMBERS, "d", "dn", "df", "ip"])
    | on_field("range", ["d", "dn"], {"gte": v.texts_of_dates}, lt=v.texts_of_dates, time_zone=zones)
    | on_field("range", ["d", "df"], {"lte": v.slashed, "format": st.just("yyyy/MM/dd")}, gt=v.slashed, time_zone=zones)
    | on_field("range", ["d"], {"lte": st.sampled_from([1580515200000, 0, 1577836800000])})
    | spanned("r", v.spans)
    | spanned("rd", v.date_spans)
    | spanned("rl", v.long_spans)
    | spanned("rfl", v.float_spans)
    | spanned("rdb", v.float_spans)
    | spanned("rip", v.address_spans.filter(lambda each: isinstance(each, dict))),
    "exists": built("exists", {"field": st.sampled_from([*v.VALUES, "o", "g", "v", "vc", "r"])}),
    "prefix": long_or_short("prefix", "value", asked(["k", "kn", "kl", "o.k", "t", "t2", "w", "rk", "z.p"]), case_insensitive=st.booleans())
    | long_or_short("prefix", "value", asked(["k", "t", "t2"]), rewrite=rewrites),
    "wildcard": long_or_short(
        "wildcard",
        "value",
        st.tuples(st.sampled_from(["k", "kl", "o.k", "t", "w", "rk"]), st.sampled_from(["*", "a*", "?", "*b", "a?*", "B", "f*x", "f?x*"])),
        case_insensitive=st.booleans(),
    )
    | on_field("wildcard", ["k", "t"], {"value": st.sampled_from(["*", "f*", "?", "*b", "a?*"])}, rewrite=rewrites),
    "regexp": long_or_short(
        "regexp",
        "value",
        st.tuples(
            st.sampled_from(["k", "o.k", "t", "w", "rk"]), st.sampled_from(["a|ab", "f.x", "[a-f]+", "z{40}", ".*b", "(f|d)o(x|g)?", "B"])
        ),
        case_insensitive=st.booleans(),
    )
    | on_field("regexp", ["k", "t"], {"value": st.sampled_from(["a|ab", "f.x", "[a-f]+", ".*"])}, rewrite=rewrites, flags=flags),
    "fuzzy": long_or_short("fuzzy", "value", st.tuples(st.sampled_from(["t", "k", "o.k"]), v.plain_words | st.just("ofx")), **fuzzy_options)
    | on_field("fuzzy", ["t", "k"], {"value": v.plain_words}, **fuzzy_options, max_expansions=st.integers(1, 2))
    | on_field("fuzzy", ["t", "k"], {"value": v.plain_words}, **fuzzy_options, rewrite=rewrites),
    "match": long_or_short("match", "query", pairs_of_words, **match_options)
    | on_field("match", TEXTS, {"query": v.phrases, "minimum_should_match": shares})
    | on_field("match", SCORED, {"query": v.phrases}, **match_options, **match_fuzzily)
    | on_field("match", TEXTS, {"query": v.phrases}, **match_options, **analyzing)
    | on_field("match", ["i", "x", "b", "ip"], {"query": st.just("fox"), "lenient": st.just(True)})
    | long_or_short("match", "query", asked(["k", "i", "b", "s", "ip", "kl"]))
    | long_or_short("match", "query", st.tuples(st.just("ts"), v.phrases), **match_options, **linking)
    | long_or_short("match", "query", st.tuples(st.sampled_from(["ti", "all"]), v.phrases), **match_options),
    "match_phrase": long_or_short("match_phrase", "query", pairs_of_words)
    | long_or_short("match_phrase", "query", st.tuples(st.sampled_from(["ts", "ti"]), v.phrases))
    | on_field("match_phrase", ["t", "t2"], {"query": v.phrases}, **analyzing)
    | on_field("match_phrase", ["t", "t2", "m"], {"query": v.phrases, "slop": st.integers(1, 6)})
    | on_field("match_phrase", ["t", "t2", "m", "ti"], {"query": different_words, "slop": st.integers(1, 5)}),
    "match_phrase_prefix": long_or_short(
        "match_phrase_prefix",
        "query",
        st.tuples(st.sampled_from(["t", "m"]), beginnings),
    )
    | on_field("match_phrase_prefix", ["t", "t2"], {"query": beginnings}, max_expansions=st.integers(1, 2), **analyzing),
    "match_bool_prefix": long_or_short(
        "match_bool_prefix",
        "query",
        st.tuples(st.sampled_from(["t"]), beginnings),
        **match_options,
    )
    | on_field(
        "match_bool_prefix",
        ["t", "t2"],
        {"query": beginnings},
        analyzer=st.sampled_from(["whitespace", "keyword"]),
        minimum_should_match=shares,
        **match_fuzzily,
    ),
    "multi_match": built(
        "multi_match",
        {"query": v.phrases, "fields": several_fields, "type": st.sampled_from(["best_fields", "most_fields"])},
        tie_breaker=ties,
        **match_options,
    )
    | built(
        "multi_match",
        {"query": v.phrases, "fields": several_fields, "type": st.sampled_from(["best_fields", "most_fields"])},
        minimum_should_match=shares,
        **match_fuzzily,
    )
    | built("multi_match", {"query": v.phrases, "fields": several_fields}, **analyzing)
    | built("multi_match", {"query": st.just("fox"), "fields": st.sampled_from([["t", "i"], ["x", "t2^2"]]), "lenient": st.just(True)})
    | built(
        "multi_match",
        {"query": different_words, "fields": several_fields, "type": st.just("phrase"), "slop": st.integers(1, 3)},
        tie_breaker=ties,
    )
    | built(
        "multi_match",
        {"query": beginnings, "fields": several_fields, "type": st.just("phrase_prefix")},
        max_expansions=st.integers(1, 2),
    )
    | built("multi_match", {"query": v.phrases, "fields": several_fields, "type": st.just("phrase")}, tie_breaker=ties)
    | built("multi_match", {"query": v.phrases, "fields": st.just(["t"]), "type": st.sampled_from(["phrase_prefix", "bool_prefix"])})
    | built(
        "multi_match",
        {
            "query": v.phrases,
            "fields": st.sampled_from([["t", "t3"], ["t"], ["t^2", "t"], ["t", "t3^2"]]),
            "type": st.just("cross_fields"),
        },
        tie_breaker=ties,
        **match_options,
    ),
    "combined_fields": built(
        "combined_fields", {"query": v.phrases, "fields": st.sampled_from([["t"], ["t^2", "t3"], ["t", "t3^1.5"]])}, **match_options
    )
    | built("combined_fields", {"query": v.phrases, "fields": st.just(["t", "t3"]), "minimum_should_match": shares}, **linking)
    | built("combined_fields", {"query": st.just(""), "fields": st.just(["t", "t3"])}, zero_terms_query=st.sampled_from(["none", "all"])),
    "query_string": built(
        "query_string", {"query": lucene_strings, "fields": several_fields}, default_operator=st.sampled_from(["and", "or"])
    )
    | built("query_string", {"query": lucene_strings, "default_field": st.sampled_from(["t", "t2"])}, **stringing)
    | built(
        "query_string",
        {"query": lucene_strings, "fields": several_fields},
        type=st.sampled_from(["best_fields", "most_fields"]),
        tie_breaker=ties,
        rewrite=rewrites.filter(lambda name: "constant" in name),
        **stringing,
    ),
    "simple_query_string": built(
        "simple_query_string", {"query": simple_strings, "fields": several_fields}, default_operator=st.sampled_from(["and", "or"])
    )
    | built(
        "simple_query_string",
        {"query": simple_strings, "fields": several_fields},
        flags=st.sampled_from(["ALL", "AND|OR|NOT|PREFIX|PHRASE|PRECEDENCE|FUZZY|WHITESPACE"]),
        **{key: value for key, value in stringing.items() if key not in ("phrase_slop", "allow_leading_wildcard")},
    ),
    "more_like_this": built(
        "more_like_this",
        {
            "fields": st.sampled_from([["t"], ["t", "k"]]),
            "like": likes,
            "min_term_freq": st.sampled_from([1, 1, 2]),
            "min_doc_freq": st.integers(1, 2),
        },
        max_doc_freq=st.integers(2, 3),
        max_word_length=st.just(3),
        boost_terms=st.sampled_from([0, 1, 2.5]),
        max_query_terms=st.integers(1, 3),
        minimum_should_match=shares,
        include=st.booleans(),
        min_word_length=st.just(2),
        stop_words=st.just(["the", "dog"]),
        unlike=st.sampled_from([["fox a"], [{"_id": "0"}], [{"_id": "1"}, "dog"]]),
    ),
    "geo_distance": st.builds(
        lambda spot, far, more: {"geo_distance": {"g": spot, "distance": far, **more}},
        v.points,
        st.sampled_from(["10m", "900km", "9000km"]),
        validated,
    )
    | built("geo_distance", {"none": v.points, "distance": st.just("1km"), "ignore_unmapped": st.just(True)}),
    "geo_shape": st.builds(
        lambda rings, relation, more: {"geo_shape": {"g": {"shape": {"type": "polygon", "coordinates": rings}, **relation}, **more}},
        polygons,
        st.sampled_from([{}, *({"relation": relation} for relation in ("intersects", "within", "disjoint", "contains"))]),
        options(),
    )
    | built(
        "geo_shape",
        {"none": polygons.map(lambda rings: {"shape": {"type": "polygon", "coordinates": rings}}), "ignore_unmapped": st.just(True)},
    ),
    "geo_bounding_box": st.builds(lambda box, more: {"geo_bounding_box": {"g": box, **more}}, corners, validated)
    | built("geo_bounding_box", {"none": corners, "ignore_unmapped": st.just(True)}),
    "distance_feature": built("distance_feature", {"field": st.just("d"), "origin": v.instants, "pivot": st.just("30d")})
    | built("distance_feature", {"field": st.just("g"), "origin": v.points, "pivot": st.just("400km")}),
    "rank_feature": built("rank_feature", {"field": st.sampled_from(["rf", "rfs.a"])}).flatmap(
        lambda query: st.sampled_from(
            [
                {"saturation": {"pivot": 2}},
                {"saturation": {"pivot": 0.75}},
                {"log": {"scaling_factor": 2}},
                {"log": {"scaling_factor": 1.5}},
                {"sigmoid": {"pivot": 3, "exponent": 0.5}},
                {"sigmoid": {"pivot": 2, "exponent": 1.5}},
                {"linear": {}},
            ]
        ).map(lambda function: {"rank_feature": {**query["rank_feature"], **function}})
    ),
    "parent_id": built("parent_id", {"type": st.just("child"), "id": v.ids}, ignore_unmapped=st.booleans())
    | built("parent_id", {"type": st.just("none"), "id": v.ids, "ignore_unmapped": st.just(True)}),
}
"""Kinds without queries inside."""

leaves = st.one_of(*LEAVES.values())
inside_nested = st.one_of(
    long_or_short("term", "value", st.tuples(st.just("ne.k"), v.strings) | st.tuples(st.just("ne.n"), v.small)),
    long_or_short("match", "query", st.tuples(st.just("ne.t"), v.phrases)),
    st.builds(lambda low: {"range": {"ne.n": {"gte": low}}}, v.small),
    st.just({"exists": {"field": "ne.k"}}),
    st.just({"match_all": {}}),
    st.builds(lambda low: {"nested": {"path": "ne.in", "query": {"range": {"ne.in.n": {"gte": low}}}}}, v.small),
    st.builds(lambda value: {"bool": {"must_not": [{"term": {"ne.n": value}}]}}, v.small),
)
similar = {"similarity": st.sampled_from([-0.5, 0.3])}
nearest: dict[str, Strategy] = {
    name: built("knn", {"field": st.just(name), "query_vector": near, "k": st.integers(1, 3), "num_candidates": st.just(10)}, **similar)
    for name, near in (("vc", v.directions), ("vd", v.units), ("vm", v.vectors))
}
"""By other measures than the distance."""
modes = st.sampled_from(["avg", "sum", "min", "max", "none"])


def or_all(inner: Strategy) -> Strategy:
    """Every second time, all documents: most queries choose few."""
    return st.booleans().flatmap(lambda every: st.just({"match_all": {}}) if every else inner)


def of_others(inner: Strategy) -> dict[str, Strategy]:
    """Kinds with queries inside."""
    clauses = st.lists(inner, max_size=3)
    parts = {"must": clauses, "filter": clauses, "should": clauses, "must_not": clauses}
    functions = st.lists(
        st.builds(
            lambda function, more: {**function, **more},
            weights | factors | decays | randoms | randoms,
            st.sampled_from([{}, {"filter": {"exists": {"field": "i"}}}]),
        ),
        min_size=1,
        max_size=2,
    )
    return {
        "bool": options(**parts, minimum_should_match=st.integers(1, 2), adjust_pure_negative=st.booleans()).map(
            lambda body: {"bool": body}
        ),
        "constant_score": built("constant_score", {"filter": inner}),
        "dis_max": built("dis_max", {"queries": st.lists(inner, min_size=1, max_size=3)}, tie_breaker=ties),
        "boosting": built("boosting", {"positive": inner, "negative": inner, "negative_boost": st.sampled_from([0.0, 0.25, 1.0])}),
        "function_score": built(
            "function_score",
            {"query": or_all(inner), "functions": functions},
            score_mode=st.sampled_from(["multiply", "sum", "avg", "first", "max", "min"]),
            boost_mode=st.sampled_from(["multiply", "replace", "sum", "avg", "max", "min"]),
            max_boost=st.sampled_from([1.5, 10]),
            min_score=st.sampled_from([0.25, 1.0]),
        ),
        "nested": built("nested", {"path": st.just("ne"), "query": inside_nested}, score_mode=modes)
        | built("nested", {"path": st.just("ne.in"), "query": st.just({"exists": {"field": "ne.in.n"}})}, ignore_unmapped=st.booleans())
        | built("nested", {"path": st.just("none"), "query": inner, "ignore_unmapped": st.just(True)}),
        "has_child": built(
            "has_child", {"type": st.just("child"), "query": inner}, score_mode=modes, min_children=st.just(1), max_children=st.just(2)
        )
        | built("has_child", {"type": st.just("none"), "query": inner, "ignore_unmapped": st.just(True)}),
        "has_parent": built("has_parent", {"parent_type": st.just("parent"), "query": inner}, score=st.booleans())
        | built("has_parent", {"parent_type": st.just("none"), "query": inner, "ignore_unmapped": st.just(True)}),
        "wrapper": inner.map(lambda query: {"wrapper": {"query": b64encode(json.dumps(query).encode()).decode()}}),
        "knn": built(
            "knn",
            {"field": st.just("v"), "query_vector": v.vectors, "k": st.integers(1, 3), "num_candidates": st.integers(3, 20)},
            similarity=st.sampled_from([0.5, 2.0]),
            filter=st.lists(inner, min_size=1, max_size=1),
        )
        | st.one_of(*nearest.values()),
    }


def combined(inner: Strategy) -> Strategy:
    """One of them, around others; ``knn`` only on top, and ``wrapper``."""
    return st.one_of(*(each for kind, each in of_others(inner).items() if kind not in ("knn", "wrapper")))


queries = st.recursive(leaves, combined, max_leaves=4)
KINDS: dict[str, Strategy] = {**LEAVES, **of_others(leaves)}
"""By kind."""


def in_turn(kinds: dict[str, Strategy], count: int) -> Strategy:
    """So many kinds, chosen at random, and one query of each: left to itself, chance would choose some kinds again and again."""
    return st.lists(st.sampled_from(sorted(kinds)), min_size=count, max_size=count, unique=True).flatmap(
        lambda names: st.tuples(*(kinds[name] for name in names))
    )


of_all_kinds = in_turn(KINDS, 18)
