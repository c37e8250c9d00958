"""The query kinds, one file each, named as the kind. A kind is imported when a request first names it (``registry``)."""
