"""Dates as Elasticsearch reads them: named formats, Java patterns, alternatives, date math."""
