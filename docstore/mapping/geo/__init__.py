"""Geometries: what documents and queries write as GeoJSON, well-known text, geohashes and pairs of numbers."""
