"""How large a request, and what goes before its answer, may be."""

from __future__ import annotations

MAX_CONTENT_LENGTH = 100 * 1024 * 1024
"""The largest body of a request, after decompression (``http.max_content_length``)."""

MAX_INITIAL_LINE_LENGTH = 4096
"""The most bytes of method, target and version of a request over a socket (``http.max_initial_line_length``)."""

MAX_HEADER_SIZE = 16 * 1024
"""The most bytes of all headers of a request over a socket (``http.max_header_size``)."""

MAX_WARNINGS = 64
"""How many warnings an answer carries (``http.max_warning_header_count``, which has no limit in Elasticsearch by default)."""

MAX_WARNING_SIZE = 8 * 1024
"""The most bytes of them together (``http.max_warning_header_size``, likewise): clients read no longer headers."""
