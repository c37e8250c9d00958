"""The other ways to do the same work, each as plain and as fast as its own documentation shows it."""
