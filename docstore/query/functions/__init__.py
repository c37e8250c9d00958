"""What ``function_score`` can make scores of: one function, one file."""

from docstore.query.functions import decay, field_value_factor, random_score, script_score  # noqa: F401  (registers its kinds)
from docstore.query.functions.function import FUNCTIONS, BoundFunction, ScoreFunction

__all__ = ["FUNCTIONS", "BoundFunction", "ScoreFunction"]
