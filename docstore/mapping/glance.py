"""Many strings told by one regular expression in one call."""

from __future__ import annotations

import re


class Glance:
    """Whether all strings of a list are of one form.

    >>> Glance(r"\\d{1,3}").passes(["1", "22"]), Glance(r"\\d{1,3}").passes(["1", "2\\n3"])
    (True, False)
    """

    def __init__(self, form: str) -> None:
        self._fullmatch = re.compile(rf"(?>(?:{form})\n)*+", re.ASCII).fullmatch

    def passes(self, texts: list[str]) -> bool:
        """In C throughout; O(length of the texts)."""
        joined = "\n".join((*texts, ""))
        return joined.count("\n") == len(texts) and self._fullmatch(joined) is not None
