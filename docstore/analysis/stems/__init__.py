"""Stemmers that Lucene has of its own, a language a file: functions from a lowercased term to its stem. Imported when one is asked for."""
