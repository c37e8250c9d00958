"""``docstore demo``: every kind of reindex over 234,908 real documents, each result read back and compared."""
