"""Tokenizers. A module is imported when one of its kinds is first asked for."""

MODULES = {
    "char_group": "char_group",
    "keyword": "keyword",
    "letters": "letter lowercase whitespace",
    "ngram": "ngram nGram edge_ngram edgeNGram",
    "path_hierarchy": "path_hierarchy PathHierarchy",
    "pattern": "pattern simple_pattern simple_pattern_split",
    "standard": "standard",
    "url_email": "uax_url_email classic",
}
"""The kinds that each module holds."""
