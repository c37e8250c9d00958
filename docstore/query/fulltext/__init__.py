"""What full-text queries have in common: from a text to clauses, phrases, terms that stand for others."""
