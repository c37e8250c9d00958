"""``highlight``: parts of a document's texts, with what the query matched between tags."""
