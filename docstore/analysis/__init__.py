"""The tokens of a text: analyzers, and the char filters, tokenizers and token filters that they are made of.

One kind or family, one small file; the registries are in ``registry``, the analyzers of one index in ``index_analyzers``.
"""
