"""Random functions of `function_score`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

curves = st.sampled_from(
    [
        ("i", {"origin": 1, "scale": 2}),
        ("x", {"origin": 2.5, "scale": 1.5, "offset": 1, "decay": 0.3}),
        ("d", {"origin": "2020-01-15", "scale": "10d"}),
        ("d", {"origin": "1970-01-01", "scale": "9000d", "offset": "3d"}),
        ("g", {"origin": {"lat": 50, "lon": 10}, "scale": "900km"}),
    ]
)
decays = st.builds(
    lambda name, curve, mode: {name: {curve[0]: curve[1], **mode}},
    st.sampled_from(["gauss", "exp", "linear"]),
    curves,
    st.sampled_from([{}, {"multi_value_mode": "avg"}, {"multi_value_mode": "max"}, {"multi_value_mode": "sum"}]),
)
factors = st.builds(
    lambda field, missing, how: {"field_value_factor": {"field": field, "missing": missing, **how}},
    st.sampled_from(["one", "f32"]),
    st.sampled_from([1.5, 0]),
    st.fixed_dictionaries(
        {},
        optional={
            "factor": st.sampled_from([0.5, 2]),
            "modifier": st.sampled_from(["none", "square", "log1p", "log2p", "ln1p", "ln2p", "sqrt"]),
        },
    ),
)
randoms = st.builds(
    lambda seed, more: {"random_score": {"seed": seed, **more}},
    st.sampled_from([0, -7, 42, 2**40 + 3, "a seed"]),
    st.fixed_dictionaries({}, optional={"field": st.sampled_from(["_seq_no", "k", "kl", "i", "n", "x", "b", "d", "dn", "ip", "o.n"])}),
)
weights = st.sampled_from([0.5, 2, 3]).map(lambda weight: {"weight": weight})
