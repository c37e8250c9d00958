"""Other names for indices: what an alias is, and how aliases are listed and changed."""
