"""From an expression to names: lists, wildcards, exclusions, date math, and what a name may be."""
