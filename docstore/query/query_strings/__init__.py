"""The language of ``query_string`` and the little one of ``simple_query_string``: from a line of text to queries."""
