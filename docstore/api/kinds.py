"""Is a Python value what a parameter is declared as? Asked once, for every API, where a call comes in.

What passes here is of the declared kind; whether it means something, the handler says.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from reprlib import Repr
from typing import Any, Union, get_args, get_origin

import msgspec

from docstore.api.parameter_text import converter
from docstore.api.parameters import seconds
from docstore.api.registry import Api, Parameter, Place
from docstore.errors import IllegalArgumentError
from docstore.exact import as_written, decode_exactly, may_hold

_encode = msgspec.json.Encoder(enc_hook=as_written, decimal_format="number").encode
_decode = msgspec.json.Decoder().decode
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_EXACT: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float), bool: (bool,)}
_SEVERAL = {"a string": " of strings", "a number": " of numbers", "a boolean": " of booleans", "an object": " of objects"}
_DOCUMENTS = ("doc", "upsert")
"""What keeps its exact decimals."""
_DURATIONS = ("timeout", "master_timeout")


class Kinds:
    """The declared kinds of one API's parameters."""

    __slots__ = ("_convert", "_lists", "_objects", "_parameters", "_quick", "api")

    def __init__(self, api: Api[..., Any]) -> None:
        self.api = api
        self._parameters = {parameter.name: parameter for parameter in api.parameters()}
        self._quick = {name: _quick(parameter) for name, parameter in self._parameters.items()}
        self._convert = {p.name: converter(p) for p in self._parameters.values() if p.place is Place.QUERY}
        self._objects = frozenset(p.name for p in self._parameters.values() if p.place is Place.BODY and accepts(p.type, {}))
        free = [p.name for p in self._parameters.values() if p.place is Place.BODY and p.type is Any]
        self._lists = frozenset(free).difference(_DURATIONS)

    def check(self, given: dict[str, Any]) -> None:
        """Check the arguments of a call; text becomes what is declared, an object of the body what its JSON would carry.

        :raises IllegalArgumentError: one is of another kind, or empty where it must not be.
        """
        quick, objects, lists = self._quick, self._objects, self._lists
        for name, value in given.items():
            kind = type(value)
            if (kind is dict and name in objects) or (kind is list and name in lists):
                given[name] = _as_json(self._parameters[name], value)
            elif name in quick and (kind not in quick[name] or (kind is str and not (value and value.isascii()))):
                given[name] = self._checked(self._parameters[name], value)

    def _checked(self, parameter: Parameter, value: Any) -> Any:
        if not accepts(parameter.type, value) or (value is None and parameter.required):
            raise _refusal(parameter, value)
        if parameter.place is Place.PATH and parameter.name != "id" and value in ("", [], ()):
            raise IllegalArgumentError(f"Empty value passed for parameter [{parameter.name}]")
        if isinstance(value, str) and parameter.name != "id":
            _encodable(parameter, value)
        if parameter.name in _DURATIONS:
            seconds(parameter.name, value, 0)
        if isinstance(value, str) and (convert := self._convert.get(parameter.name)) is not None:
            return convert(value)
        if parameter.place is Place.BODY and isinstance(value, Mapping | Sequence) and not isinstance(value, str):
            return _as_json(parameter, value)
        return value


_OF: dict[str, Kinds] = {}


def kinds_of(api: Api[..., Any]) -> Kinds:
    """The kinds of an API, read from its signature once in a process."""
    found = _OF.get(api.name)
    if found is None or found.api is not api:
        found = _OF[api.name] = Kinds(api)
    return found


def _quick(parameter: Parameter) -> tuple[type, ...]:
    """Exact types that need no closer look."""
    if parameter.name in _DURATIONS:
        return ()
    options = get_args(parameter.type) if get_origin(parameter.type) in (Union, types.UnionType) else (parameter.type,)
    found = tuple(kind for option in options for kind in _EXACT.get(option, ()))
    if parameter.place is Place.BODY:
        return (str, int, float, bool) if Any in options else found
    return (*found, dict) if any(_is_object(option) for option in options) else found


def _is_object(hint: Any) -> bool:
    return hint is Any or get_origin(hint) in (dict, Mapping)


def accepts(hint: Any, value: Any) -> bool:
    """Whether a value is of a declared kind; numbers and booleans also as text, as in a query string."""
    origin = get_origin(hint)
    if hint is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(accepts(option, value) for option in get_args(hint))
    if hint in (None, types.NoneType):
        return value is None
    if hint is bool:
        return isinstance(value, bool) or value in ("true", "false", "")
    if hint in (int, float):
        return isinstance(value, int | float | str) and not isinstance(value, bool)
    if hint is str:
        return isinstance(value, str)
    if origin in (dict, Mapping):
        return isinstance(value, Mapping)
    if origin in (list, Sequence):
        return isinstance(value, list | tuple) and all(accepts(get_args(hint)[0], one) for one in value)
    if origin is Iterable:
        return isinstance(value, Iterable)
    return callable(value) if origin is Callable else True


def _refusal(parameter: Parameter, value: Any) -> IllegalArgumentError:
    return IllegalArgumentError(f"[{parameter.name}] must be {_described(parameter.type)}, not [{_SHORT.repr(value)}]")


def _described(hint: Any) -> str:
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_described(option) for option in get_args(hint) if option is not types.NoneType))
    names = {str: "a string", int: "a number", float: "a number", bool: "a boolean", dict: "an object", Mapping: "an object"}
    if get_origin(hint) in (list, Sequence, Iterable):
        return f"a list{_SEVERAL.get(_described(get_args(hint)[0]), '')}"
    if get_origin(hint) is Callable:
        return "a function"
    return names.get(hint) or names.get(get_origin(hint)) or "something else"


def _encodable(parameter: Parameter, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise IllegalArgumentError(f"[{parameter.name}] must be Unicode text, it holds a lone surrogate") from None


def _as_json(parameter: Parameter, value: Any) -> Any:
    """What JSON would carry: keys are text, dates too, tuples are lists."""
    try:
        text = _encode(value)
        return decode_exactly(text) if parameter.name in _DOCUMENTS and may_hold(text) else _decode(text)
    except OverflowError:
        return json.loads(json.dumps(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise IllegalArgumentError(f"[{parameter.name}] cannot be written as JSON: {error}") from None
