"""The process that the demo kills: it reindexes in small batches and says after each how far it is.

It never comes to its end: near it, it waits for its killer.
"""

from __future__ import annotations

import sys
import time

import docstore

BATCH = 200
_STOPS_AT = 0.9
_LONG = 3600.0


def _tell(done: int, total: int, rate: float, eta: float) -> None:
    print(done, flush=True)
    if done >= total * _STOPS_AT:
        time.sleep(_LONG)


def main(path: str, source: str, dest: str) -> None:
    """Reindex until somebody puts an end to it."""
    with docstore.open(path) as store:
        store.reindex(source={"index": source, "size": BATCH}, dest={"index": dest}, progress=_tell)


if __name__ == "__main__":
    main(*sys.argv[1:])
