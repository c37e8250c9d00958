"""gzip, both ways."""

from __future__ import annotations

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping

from docstore.api.limits import MAX_CONTENT_LENGTH
from docstore.errors import IllegalArgumentError, StatusError

_LEAST = 256
_LEVEL = 3


def unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body as the caller wrote it, without a byte order mark.

    :raises StatusError: 413, it is too large; 415, an encoding that is not gzip.
    :raises IllegalArgumentError: it says gzip and is not.
    """
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise StatusError(415, f"Content-Encoding [{encoding}] is not supported")
    if encoding not in ("", "identity") and body:
        body = _inflated(body, encoding)
    if len(body) > MAX_CONTENT_LENGTH:
        raise too_large()
    return body.removeprefix(BOM_UTF8)


def _inflated(body: bytes, encoding: str) -> bytes:
    inflater = zlib.decompressobj(zlib.MAX_WBITS | (32 if encoding != "deflate" else 0))
    try:
        found = inflater.decompress(body, MAX_CONTENT_LENGTH + 1)
    except zlib.error as error:
        raise IllegalArgumentError(f"the body is not {encoding}: {error}") from None
    if len(found) <= MAX_CONTENT_LENGTH and not inflater.eof:
        raise IllegalArgumentError(f"the body is not {encoding}: it ends too early")
    return found


def too_large() -> StatusError:
    """The refusal of a body that is larger than ``MAX_CONTENT_LENGTH``."""
    return StatusError(413, f"Request body is larger than the maximum of [{MAX_CONTENT_LENGTH}] bytes (http.max_content_length)")


def packed(body: bytes, headers: Mapping[str, str]) -> bytes | None:
    """The body compressed, if the caller accepts that and it is worth it."""
    return gzip.compress(body, _LEVEL, mtime=0) if len(body) >= _LEAST and accepts_gzip(headers) else None


def accepts_gzip(headers: Mapping[str, str]) -> bool:
    """Whether the caller accepts a compressed answer."""
    return "gzip" in headers.get("accept-encoding", "")


def packed_pieces(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a body compressed."""
    packer = zlib.compressobj(_LEVEL, wbits=zlib.MAX_WBITS | 16)
    for piece in pieces:
        if some := packer.compress(piece):
            yield some
    yield packer.flush()
