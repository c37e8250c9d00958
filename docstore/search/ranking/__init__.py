"""How well searches find what people judged: ratings of documents, and metrics over them (``_rank_eval``)."""
