"""``_termvectors``: the terms of a document, where they stand in it, and how rare they are."""
