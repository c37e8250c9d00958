"""docstore beside Elasticsearch 9: the page docs/coverage.md, made from the registries."""
