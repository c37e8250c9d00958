"""Which index is meant? Indices with their settings, mappings and aliases, and the expressions that name them."""
