"""How large a request may be."""

from __future__ import annotations

MAX_CONTENT_LENGTH = 100 * 1024 * 1024
"""The largest body of a request, after decompression (``http.max_content_length``)."""
