"""The APIs of indices: their mappings, settings, aliases, templates and data streams."""
