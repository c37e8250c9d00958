"""What a field name in a query stands for: one class for each way in which fields are searched."""

from docstore.query.targets.resolve import target_of, targets_matching
from docstore.query.targets.target import Bounds, Relation, Target, refusal

__all__ = ["Bounds", "Relation", "Target", "refusal", "target_of", "targets_matching"]
