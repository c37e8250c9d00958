"""The APIs of documents: one, many, and all that match a query."""
