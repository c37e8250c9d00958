"""All APIs of Elasticsearch 9, whether or not docstore has them: names and routes.

``elasticsearch_apis.txt`` has an API a line: its name, then for each of its paths the methods and the path.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from docstore.api.registry import Route

_SERVICES = """
ai21 alibabacloud amazonbedrock amazonsagemaker anthropic azureaistudio azureopenai cohere contextualai custom deepseek elasticsearch
elser fireworksai googleaistudio googlevertexai groq hugging_face jinaai llama mistral nvidia openai openshift_ai voyageai watsonx
"""
_INTERNAL = """
delete_desired_balance delete_desired_nodes get_desired_balance get_desired_nodes prevalidate_node_removal update_desired_nodes
"""


def known_apis() -> Iterator[tuple[str, tuple[Route, ...]]]:
    """The APIs with routes of their own: name and routes."""
    text = resources.files("docstore.api").joinpath("elasticsearch_apis.txt").read_text(encoding="ascii")
    for line in text.splitlines():
        name, *words = line.split(" ")
        pairs = zip(words[::2], words[1::2], strict=True)
        yield name, tuple(Route(method, path) for methods, path in pairs for method in methods.split("|"))


def known_names() -> list[str]:
    """All names, also of what shares its routes with another API, or is internal; those without a namespace first."""
    names = [name for name, _ in known_apis()]
    names += [f"inference.put_{service}" for service in _SERVICES.split()]
    names += [f"_internal.{name}" for name in _INTERNAL.split()]
    return sorted(names, key=lambda name: ("." in name, name))
