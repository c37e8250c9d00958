"""A pause of the cyclic garbage collector around work that makes many objects and no cycles."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0
_resume = False


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the cyclic collector off until the outermost pause of any thread ends; as it was before, afterwards.

    Decoding a batch allocates an object per value: with the collector on, each 700 of them trigger a scan that finds
    nothing.
    """
    global _pauses, _resume
    with _lock:
        if _pauses == 0:
            _resume = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and _resume:
                gc.enable()
