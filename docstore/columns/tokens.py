"""The tokens of a text, until ``analysis`` provides them.

``tokenizer_for`` is the seam: the column of a text field asks it once, when it is built. It knows one analyzer, an
approximation of Elasticsearch's ``standard`` (word boundaries of UAX #29, then lower case), and uses it whatever
analyzer the mapping names. It equals ``standard`` for ordinary text in alphabetic scripts and for Chinese and Japanese
ideographs; it has no rules for emoji, Thai, Lao, Khmer or Hebrew quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Tokenizer = Callable[[str], list[str]]

_IDEOGRAPH = "぀-ゟ㐀-䶿一-鿿豈-﫿"
_CHAR = rf"[^\W{_IDEOGRAPH}]"
_LETTER = rf"[^\W\d_{_IDEOGRAPH}]"
_WORD = re.compile(
    rf"[{_IDEOGRAPH}]|_*[^\W_{_IDEOGRAPH}]{_CHAR}*"
    rf"(?:(?:(?<={_LETTER})['.’:·](?={_LETTER})|(?<=\d)['.’,;](?=\d)){_CHAR}+)*"
)
_MAX_TOKEN = 255


def standard(text: str) -> list[str]:
    """The words of a text in lower case, in order.

    >>> standard("The Quick, brown-fox's 3.14 x_y")
    ['the', 'quick', 'brown', "fox's", '3.14', 'x_y']
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if all(len(word) <= _MAX_TOKEN for word in words):
        return words
    return [word[at : at + _MAX_TOKEN] for word in words for at in range(0, len(word), _MAX_TOKEN)]


def tokenizer_for(field_type: Any) -> Tokenizer:
    """The tokenizer with which a text field was indexed: for now ``standard`` for each of them."""
    return standard


def token_counter_for(field_type: Any) -> Callable[[str], int]:
    """What a ``token_count`` field counts in a text."""
    tokens = tokenizer_for(field_type)
    return lambda text: len(tokens(text))
