"""Buckets: documents that have something in common."""
