"""What is installed besides docstore itself: the clients come with extras of the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def extra(name: str) -> Iterator[None]:
    """An import that an extra provides.

    :raises ImportError: what is missing, and how it is installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f"this needs [{error.name}]: pip install 'docstore[{name}]'", name=error.name) from error
