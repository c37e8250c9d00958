"""Random documents, writes, queries, orders and aggregations over the fields of ``Schema``."""
