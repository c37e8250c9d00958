"""Packages are layers: each imports only what stands above it. An import only for type checking counts too.

Below the store, a module is imported from its own package: ``from docstore import query`` needs all that ``docstore`` exports, which for a
type checker is a circle.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PACKAGE = _ROOT / "docstore"

LAYERS = (
    (
        "errors", "caller", "clock", "exact", "frozen", "json_body", "json_text", "json_token", "kinds", "lazy", "once", "spelling",
        "time_value", "version",
    ),
    ("storage",),
    ("analysis",),
    ("mapping",),
    ("catalog",),
    ("scripting",),
    ("columns",),
    ("query",),
    ("documents",),
    ("search",),
    ("tasks",),
    ("reindex",),
    ("check",),
    ("api",),
    ("rest",),
    ("transport",),
    ("store",),
    ("cli", "pytest_plugin"),
)
_RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def _imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that is imported; ``docstore`` alone is what it exports, the store."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _names_the_whole(tree: ast.AST) -> Iterator[int]:
    """Lines that import ``docstore`` itself on their way to a module."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.ImportFrom) and node.module == "docstore") or (
            isinstance(node, ast.Import) and any(alias.name.startswith("docstore.") for alias in node.names)
        ):
            yield node.lineno


def _violations(layer: str, name: str, text: str) -> list[str]:
    tree = ast.parse(text)
    found = []
    if _RANK[layer] <= _RANK["store"]:
        found += [f"{name}:{line}: import a module from its package" for line in _names_the_whole(tree)]
    for line, imported in _imported(tree):
        root, _, rest = imported.partition(".")
        target = rest.partition(".")[0] or "store"
        if root == "docstore" and _RANK.get(target, len(LAYERS)) > _RANK[layer]:
            found.append(f"{name}:{line}: {layer} imports {imported}")
    return found


def test_imports_point_one_way() -> None:
    found = []
    for file in sorted(_PACKAGE.rglob("*.py")):
        parts = file.relative_to(_PACKAGE).with_suffix("").parts
        if parts != ("__init__",):
            found += _violations(parts[0], str(file.relative_to(_ROOT)), file.read_text())
    assert found == []


def test_every_package_has_a_layer() -> None:
    names = {entry.stem for entry in _PACKAGE.iterdir() if entry.suffix == ".py" or (entry / "__init__.py").exists()}
    assert names - {"__init__"} == set(_RANK)


def test_the_test_sees_every_form_of_import() -> None:
    forms = (
        "import docstore",
        "import docstore.cli.app",
        "from docstore.cli import app",
        "from docstore import cli",
        "def f():\n    from docstore.cli.app import app",
        "if TYPE_CHECKING:\n    from docstore.cli.app import app",
    )
    for form in forms:
        assert _violations("storage", "x.py", form), form
    for form in ("from docstore import errors", "import docstore.errors"):
        assert _violations("storage", "x.py", form), form
        assert not _violations("cli", "x.py", form), form
    assert not _violations("cli", "x.py", "from docstore import errors\nimport docstore.storage.keys\nimport json")


def test_the_architecture_page_asks_a_question_of_every_layer() -> None:
    page = (_ROOT / "docs" / "architecture.md").read_text()
    missing = [name for names in LAYERS for name in names if f"`{name}" not in page]
    assert missing == []
