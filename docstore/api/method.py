"""An API as a method of the façade.

``get = Method(lambda: document.reading.get)`` in a class with a ``_node`` gives its objects a method ``get`` with the API's own
keyword parameters, as a type checker and ``help()`` see them; the module of the API is imported when the method is first used. Every
method also takes what every method of elasticsearch-py takes: ``filter_path``, ``body`` (the keys of the request body, or the body
itself, as a dict), and ``pretty``, ``human`` and ``error_trace``, which say how a response is printed and so have no effect on a dict.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, overload

from docstore.api.body_keys import UNKNOWN_KEYS, arguments_of, body_of
from docstore.api.filter_path import filtered
from docstore.api.kinds import kinds_of
from docstore.api.placing import PLACED, placed
from docstore.api.registry import Api, Place
from docstore.errors import IllegalArgumentError, XContentParseError
from docstore.json_text import compact

P = ParamSpec("P")
R = TypeVar("R")

_COMMON = frozenset({"filter_path", "body", "pretty", "human", "error_trace"})


class Method(Generic[P, R]):
    """A descriptor; the bound function is kept in the object, so that later look-ups cost nothing."""

    def __init__(self, find: Callable[[], Api[P, R]]) -> None:
        self._find = find

    @cached_property
    def api(self) -> Api[P, R]:
        """The API."""
        return self._find()

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Method[P, R]: ...
    @overload
    def __get__(self, instance: Any, owner: type) -> Callable[P, R]: ...
    def __get__(self, instance: Any, owner: type) -> Method[P, R] | Callable[P, R]:
        if instance is None:
            self.__doc__ = self.api.handler.__doc__
            return self
        bound = self._bind(instance._node)
        instance.__dict__[self.name] = bound
        return bound

    def _bind(self, node: Any) -> Callable[P, R]:
        handler, answer = self.api.handler, self.api.answer
        common = _COMMON if self.api.body_name is None else _COMMON | {self.api.body_name}
        expand, check = self._expand, kinds_of(self.api).check
        names = self.api.body_keys()

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError("Positional arguments can't be used with Elasticsearch API methods. Instead only use keyword arguments.")
            given: dict[str, Any] | None = None
            try:
                if common.isdisjoint(kwargs):
                    check(kwargs)
                    return handler(node, **kwargs) if answer is None else answer(node, kwargs)  # type: ignore[call-arg]
                paths, given = expand(kwargs)
                check(given)
                return filtered(self.api.run(node, given), paths)
            except PLACED as error:
                body = body_of(kwargs if given is None else given, names)
                placed(error, body, compact(body))
                raise
            except RecursionError:
                raise XContentParseError("the request, or a document that it meets, is nested too deep") from None

        update_wrapper(call, handler)
        signature = inspect.signature(handler)
        shown = [each for each in list(signature.parameters.values())[1:] if each.name != UNKNOWN_KEYS]
        call.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
        return call

    def _expand(self, kwargs: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Take the common parameters out and put the keys of ``body`` where they belong."""
        named = self.api.body_name
        given = {key: value for key, value in kwargs.items() if key not in _COMMON and key != named}
        body, own = kwargs.get("body"), None if named is None else kwargs.get(named)
        if body is not None and own is not None:
            raise TypeError(f"Cannot set both '{named}' and 'body'")
        if (body := own if body is None else body) is not None:
            given |= self._from_body(body, given)
        return kwargs.get("filter_path"), given

    def _from_body(self, body: Any, given: dict[str, Any]) -> dict[str, Any]:
        whole = next((p.name for p in self.api.parameters() if p.place is Place.WHOLE_BODY), None)
        if whole is not None:
            return {whole: body}
        if not isinstance(body, Mapping):
            raise IllegalArgumentError("request body is required to be a JSON object")
        found = arguments_of(body, self.api.body_keys())
        if UNKNOWN_KEYS in found and not self.api.takes_unknown_keys:
            raise IllegalArgumentError(f"request [{self.api.name}] contains unrecognized body key: [{next(iter(found[UNKNOWN_KEYS]))}]")
        twice = next((name for name in found if name in given), None)
        if twice is not None:
            raise TypeError(f"Can't set [{twice}] both in 'body' and as a parameter")
        return found
