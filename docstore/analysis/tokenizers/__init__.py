"""Tokenizers; importing this package registers all of them."""

from docstore.analysis.tokenizers import char_group, keyword, letters, ngram, path_hierarchy, pattern, standard, url_email

__all__ = ["char_group", "keyword", "letters", "ngram", "path_hierarchy", "pattern", "standard", "url_email"]
