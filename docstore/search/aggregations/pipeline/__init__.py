"""Results out of results."""
