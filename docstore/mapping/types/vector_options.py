"""``index_options`` of ``dense_vector`` (``DenseVectorFieldMapper.VectorIndexType``): kept and shown; every search is exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping.java_text import java_double, java_string
from docstore.mapping.parameter import boolean, integer, refuse_remaining

Options = dict[str, Any]

_GRAPH = ("m", "ef_construction", "flat_index_threshold")
_QUANTIZED = ("rescore_vector", "on_disk_rescore")
_KEYS: dict[str, tuple[str, ...]] = {
    "hnsw": _GRAPH,
    "int8_hnsw": (*_GRAPH, "confidence_interval", *_QUANTIZED),
    "int4_hnsw": (*_GRAPH, "confidence_interval", *_QUANTIZED),
    "bbq_hnsw": (*_GRAPH, *_QUANTIZED),
    "flat": (),
    "int8_flat": ("confidence_interval", *_QUANTIZED),
    "int4_flat": ("confidence_interval", *_QUANTIZED),
    "bbq_flat": _QUANTIZED,
}
_NEW = ("flat_index_threshold", "on_disk_rescore")
"""What no text names where it is not given."""

_PRECISION = ("", "int8", "int4", "bbq")
_LEAST_BBQ_DIMS = 64
_DEFAULT_BBQ_FROM = 384


def parse_options(field: str, value: Any) -> Options | None:
    """The options in full, in the order in which they are shown."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MapperParsingError(f"[index_options] of field [{field}] must be an object but got [{java_string(value)}]")
    if value.get("type") is None:
        raise MapperParsingError("[index_options] requires field [type] to be configured")
    kind = java_string(value["type"])
    if kind not in _KEYS:
        raise MapperParsingError(f"Unknown vector index options type [{kind}] for field [{field}]")
    refuse_remaining(field, {key: given for key, given in value.items() if key != "type" and key not in _KEYS[kind]})
    given = {key: _READ[key](field, value[key]) for key in _KEYS[kind] if value.get(key) is not None}
    if given.get("on_disk_rescore") is False:
        del given["on_disk_rescore"]
    return {"type": kind, **({"m": 16, "ef_construction": 100} if "m" in _KEYS[kind] else {}), **given}


def _interval(_field: str, value: Any) -> float:
    number = _number(value)
    if number != 0 and not 0.9 <= number <= 1:
        raise IllegalArgumentError(
            f"confidence_interval must be between 0.9 and 1.0 or exactly 0; but was [{java_double(number)}]"
        )
    return number


def _rescore(_field: str, value: Any) -> dict[str, float]:
    if not isinstance(value, dict) or value.get("oversample") is None:
        raise IllegalArgumentError("Invalid rescore_vector value. Missing required field oversample")
    oversample = _number(value["oversample"])
    if oversample < 1 and oversample != 0:
        raise IllegalArgumentError("oversample must be greater than 1 or exactly 0")
    if oversample > 10:
        raise IllegalArgumentError("oversample must be less than or equal to 10.0")
    return {"oversample": oversample}


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise IllegalArgumentError(f'For input string: "{java_string(value)}"') from None


_READ: dict[str, Callable[[str, Any], Any]] = {
    "m": integer,
    "ef_construction": integer,
    "flat_index_threshold": integer,
    "on_disk_rescore": boolean,
    "confidence_interval": _interval,
    "rescore_vector": _rescore,
}


def default_options(dims: int | None) -> Options | None:
    """What an indexed field of floats has as soon as its dimensions are known."""
    if dims is None:
        return None
    if dims >= _DEFAULT_BBQ_FROM:
        return {"type": "bbq_hnsw", "m": 16, "ef_construction": 100, "rescore_vector": {"oversample": 3.0}}
    return {"type": "int8_hnsw", "m": 16, "ef_construction": 100}


def check_options(options: Options, element: str, dims: int | None) -> None:
    """:raises IllegalArgumentError: such vectors cannot be indexed so."""
    kind = options["type"]
    precision = _precision(kind)
    if dims is not None and precision == "int4" and dims % 2:
        raise IllegalArgumentError(f"{kind} only supports even dimensions; provided={dims}")
    if dims is not None and precision == "bbq" and dims < _LEAST_BBQ_DIMS:
        raise IllegalArgumentError(f"{kind} does not support dimensions fewer than {_LEAST_BBQ_DIMS}; provided={dims}")
    if precision and element not in ("float", "bfloat16"):
        raise IllegalArgumentError(f"[element_type] cannot be [{element}] when using index type [{kind}]")


def updatable(old: Options | None, new: Options | None) -> bool:
    """Whether an index of the one kind can go on as the other: coarser, or as a graph, and with no fewer connections."""
    if old is None or new is None or old == new:
        return True
    before, after = (_PRECISION.index(_precision(options["type"])) for options in (old, new))
    if "m" not in old:
        return after >= before or ("m" in new and before < 3)
    if "m" not in new or new["m"] < old["m"] or after < before:
        return False
    same = old["type"] == new["type"]
    intervals = old.get("confidence_interval"), new.get("confidence_interval")
    return not same or intervals[0] is None or intervals[0] == intervals[1]


def options_text(options: Options | None) -> str:
    """As a refused change names them."""
    if options is None:
        return "null"
    shown = {**options, **{key: options.get(key) for key in _KEYS[options["type"]] if key in options or key not in _NEW}}
    return "{" + ", ".join(f"{key}={java_string(value)}" for key, value in shown.items()) + "}"


def _precision(kind: str) -> str:
    return kind.partition("_")[0] if "_" in kind else ""
