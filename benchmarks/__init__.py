"""docstore against its rivals: what ``make bench`` measures and ``docs/benchmarks.md`` shows."""
