"""What is told of a document by its terms: the parts of ``more_like_this``."""
