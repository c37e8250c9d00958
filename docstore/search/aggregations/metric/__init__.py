"""Numbers out of the values of documents."""
