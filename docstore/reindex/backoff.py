"""How long a batch waits that was turned away for a while, before each time that it is tried again (``BackoffPolicy``)."""

from __future__ import annotations

from math import exp

_FIRST, _STEP, _GROWTH = 500, 10, 0.8
_RETRIES = 11

PAUSES = tuple((_FIRST + _STEP * (int(exp(_GROWTH * before)) - 1)) / 1000 for before in range(_RETRIES))
"""Seconds: half a second first, half a minute in the end, one minute in all."""
