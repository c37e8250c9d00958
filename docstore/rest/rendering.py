"""An answer as bytes: JSON or YAML, for programs or for people, all of it or the parts that were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docstore.api.filter_path import filtered
from docstore.api.parameter_text import boolean
from docstore.api.printed import Printed, joined
from docstore.errors import IllegalArgumentError
from docstore.json_text import dumped, encoded
from docstore.rest import yaml_text
from docstore.rest.human import for_people
from docstore.rest.media_type import JSON, Format, MediaType

_FORMATS = {"json": Format.JSON, "yaml": Format.YAML}


@dataclass(frozen=True, slots=True)
class Rendering:
    """How one answer is written."""

    media: MediaType = JSON
    filter_path: str | None = None
    pretty: bool = False
    human: bool = False
    error_trace: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str], accept: list[MediaType]) -> Rendering:
        """From ``format``, ``filter_path``, ``pretty``, ``human`` and ``error_trace``, and what the caller accepts.

        :raises IllegalArgumentError: a format that docstore does not write, or a flag that is none.
        """
        media = next((media for media in accept if media.format in (Format.JSON, Format.YAML)), JSON)
        if "format" in query:
            media = MediaType(_format(query["format"]), media.compatible_with)
        return cls(
            media,
            query.get("filter_path"),
            boolean(query.get("pretty", "false")),
            boolean(query.get("human", "false")),
            boolean(query.get("error_trace", "false")),
        )

    def body(self, answer: Any) -> tuple[str, bytes]:
        """The ``Content-Type`` and the bytes of an answer; ``True`` and ``False`` have none."""
        if isinstance(answer, bool):
            return "", b""
        if isinstance(answer, str):
            return MediaType(Format.TEXT).header, answer.encode("utf-8", "surrogatepass")
        if type(answer) is not dict and isinstance(answer, Printed):
            if self._compact:
                return self.media.header, b"".join(answer.pieces())
            shown = joined(filtered(part, self.filter_path) for part in answer.parts())
        else:
            shown = filtered(answer, self.filter_path)
        if self.human:
            shown = for_people(shown)
        return self.media.header, self._written(shown)

    def pieces(self, answer: Any) -> tuple[str, Iterator[bytes]] | None:
        """The ``Content-Type`` and the bytes, piece by piece, of an answer that is large; ``None`` for any other."""
        if type(answer) is dict or not (isinstance(answer, Printed) and answer.is_large and self._compact):
            return None
        return self.media.header, answer.pieces()

    @property
    def _compact(self) -> bool:
        """Whether all of an answer is wanted, as JSON for a program."""
        return not (self.filter_path or self.pretty or self.human or self.media.format is Format.YAML)

    def _written(self, shown: Any) -> bytes:
        if self.media.format is Format.YAML:
            return yaml_text.written(shown).encode("utf-8", "surrogatepass")
        if self.pretty:
            return (dumped(shown, indent=2, separators=(",", " : ")) + "\n").encode("utf-8", "surrogatepass")
        return encoded(shown)


def _format(name: str) -> Format:
    if name not in _FORMATS:
        raise IllegalArgumentError(f"format [{name}] is not supported by docstore: json and yaml are")
    return _FORMATS[name]
