"""sparse_vector: weighted tokens (``SparseVectorFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping import parameter as p
from docstore.mapping.java_text import java_double, java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.features import FeaturesField
from docstore.mapping.types.number import parse_double

Options = dict[str, Any]

_RATIO, _WEIGHT, _ONLY = "tokens_freq_ratio_threshold", "tokens_weight_threshold", "only_score_pruned_tokens"


def _options(_field: str, value: Any) -> Options | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MapperParsingError(f"index_options should be a hash but was of type: {java_string(value)}")
    _refuse_others("index_options", value, ("prune", "pruning_config"))
    options: Options = {}
    if value.get("prune") is not None:
        options["prune"] = p.boolean("prune", value["prune"])
    if value.get("pruning_config") is not None:
        if not options.get("prune"):
            raise IllegalArgumentError(
                "[index_options] field [pruning_config] should only be set if [prune] is set to true"
            )
        options["pruning_config"] = _pruning(value["pruning_config"])
    return options


def _pruning(value: Any) -> Options:
    if not isinstance(value, dict):
        raise MapperParsingError(f"pruning_config should be a hash but was of type: {java_string(value)}")
    _refuse_others("pruning_config", value, (_RATIO, _WEIGHT, _ONLY))
    ratio, weight = parse_double(value.get(_RATIO, 5)), parse_double(value.get(_WEIGHT, 0.4))
    if not 1 <= ratio <= 100:
        raise IllegalArgumentError(
            f"[{_RATIO}] must be between [1] and [100], got {java_double(ratio)}"
        )
    if not 0 <= weight <= 1:
        raise IllegalArgumentError(f"[{_WEIGHT}] must be between 0 and 1")
    shown: Options = {_RATIO: ratio, _WEIGHT: weight}
    only = p.boolean(_ONLY, value.get(_ONLY, False))
    return {**shown, **({_ONLY: True} if only else {})}


def _refuse_others(where: str, value: Options, known: tuple[str, ...]) -> None:
    for key in value:
        if key not in known:
            raise MapperParsingError(f"[{where}] unknown field [{key}]")


@field_type("sparse_vector")
class SparseVectorField(FeaturesField):
    """``{"token": 0.5}``; of several weights of a token in a document the greatest counts."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.STORE,
        p.META,
        Parameter("index_options", _options, None, updatable=True, accepts_null=True),
    )
