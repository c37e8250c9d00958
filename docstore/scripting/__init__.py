"""Scripts: for now templates of searches."""
