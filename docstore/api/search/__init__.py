"""The APIs of search: hits, counts, explanations, fields, templates of searches."""
