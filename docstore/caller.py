"""Who asks for something, as far as a request over REST says so, and what is said to them beside the answer.

A program that calls the methods of a store is nobody here: it sends no headers, and hears no warnings.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Caller:
    """``headers`` are those that the tasks of a request show; ``warnings`` are in order, each once."""

    headers: dict[str, str] = field(default_factory=dict)
    is_product: bool = False
    """One of Elastic's own programs (``X-elastic-product-origin``), which may use what others are warned of."""

    warnings: dict[str, None] = field(default_factory=dict)


CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)


def task_headers() -> dict[str, str]:
    """The headers of the present request that its tasks show."""
    caller = CALLER.get()
    return {} if caller is None else dict(caller.headers)


def warn(text: str, *, products: bool = True) -> None:
    """Tell whoever asks, in a ``Warning`` header (``HeaderWarning``); ``products``: whether Elastic's own programs are told too."""
    caller = CALLER.get()
    if caller is not None and (products or not caller.is_product):
        caller.warnings[text] = None
