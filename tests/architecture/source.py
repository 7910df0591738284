"""The product's own files, as the tests of this folder read them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
APPS = ("happiness", "journeys", "feedback", "accounts")  # each imports only those behind it


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Return the Python files of the folders (of the four apps when none is named), migrations left out."""
    found = (path for folder in folders or APPS for path in (CHECKOUT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def name(path: Path) -> str:
    """Return the path as a person would say it."""
    return str(path.relative_to(CHECKOUT))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[Any]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def said(node: ast.AST) -> str:
    """Return `timezone.now` for the expression that says so."""
    return ast.unparse(node)


@cache
def layers(container: str = "") -> tuple[frozenset[str], ...]:
    """Return a container's layers from top to bottom, as the import contracts of pyproject.toml give them."""
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] == "layers" and contract.get("containers", [""]) == [container]:
            return tuple(
                frozenset(part.strip().strip("()") for part in layer.split("|")) for layer in contract["layers"]
            )
    raise LookupError(container)


def depth(container: str, layer: str) -> int:
    """Return how far down a layer stands."""
    return next(number for number, names in enumerate(layers(container)) if layer in names)
