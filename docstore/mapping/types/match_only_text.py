"""match_only_text: a text without scores and positions (``MatchOnlyTextFieldMapper``)."""

from __future__ import annotations

from typing import ClassVar

from docstore.mapping import parameter as p
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.text import TextField


@field_type("match_only_text")
class MatchOnlyTextField(TextField):
    """Analyzed with the default analyzer always; all that can be set is ``meta`` and multi-fields."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (p.META,)
