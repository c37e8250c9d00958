"""The page of all APIs, docs/api.md, made from the registry: ``python -m docstore.api.coverage`` prints it."""

from __future__ import annotations

from typing import Any

from docstore.api.effects import COMMON, without_effect
from docstore.api.listing import apis
from docstore.api.registry import Api, Parameter, Place

_HEAD = """\
# APIs

Written by `make docs` from the declarations in `docstore/api/`; do not edit.

{count} APIs. Each is a method of the store, under its name and with the parameters of elasticsearch-py. **Bold** parameters are
required; a default is told where it is something; a name in parentheses is the one in a query string. All methods also take `body`,
`filter_path`, and `pretty`, `human` and `error_trace`, which have no effect. Parameters of features that docstore has not are
refused with a sentence that says so. Some are checked, and have no effect in a store on one machine: those in the last line of an
API's table, and, in many APIs, {common}.

| API | privilege | |
|---|---|---|
"""

_PLACES = {
    Place.PATH: "path",
    Place.QUERY: "query",
    Place.BODY: "body",
    Place.WHOLE_BODY: "the body itself",
}


def page() -> str:
    """The page."""
    found = apis()
    rows = "\n".join(f"| [`{api.name}`](#{_anchor(api)}) | {api.privilege.value} | {_cell(api.summary)} |" for api in found)
    return "".join([_HEAD.format(count=len(found), common=_common()), rows, "\n", *map(_section, found)])


def _common() -> str:
    return ",\n".join(f"`{name}` ({why})" for name, why in COMMON.items())


def _section(api: Api[..., Any]) -> str:
    routes = "\n".join(f"- `{route.method} {route.path}`" for route in api.routes)
    parameters = api.parameters()
    lists = []
    for place, label in _PLACES.items():
        names = [_parameter(each) for each in parameters if each.place is place and not each.is_callback]
        lists += [f"| {label} | {', '.join(names)} |"] if names else []
    lists += [f"| the body itself | `{api.body_name}`, in place of its keys |"] if api.body_name else []
    called = [_parameter(each) for each in parameters if each.is_callback]
    lists += [f"| in Python only | {', '.join(called)} |"] if called else []
    idle = [f"`{name}`" for name in without_effect(api) if name not in COMMON]
    lists += [f"| without effect | {', '.join(idle)} |"] if idle else []
    table = "\n".join(["", "| in | parameters |", "|---|---|", *lists, ""]) if lists else ""
    return f"\n## `{api.name}`\n\n{api.summary}\n\n{routes}\n{table}"


def _parameter(parameter: Parameter) -> str:
    text = f"**`{parameter.name}`**" if parameter.required else f"`{parameter.name}`"
    if parameter.place is Place.QUERY and parameter.wire_name != parameter.name:
        text += f" (`{parameter.wire_name}`)"
    return text if not parameter.default else f"{text} = `{str(parameter.default).lower()}`"


def _anchor(api: Api[..., Any]) -> str:
    """The fragment that a Markdown page gives the heading."""
    return api.name.replace(".", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(page(), end="")
