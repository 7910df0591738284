"""What fits a page is read: the budgets of a file, a function, a slice."""

import ast

import pytest

from tests.architecture.source import APPS, CHECKOUT, layers, name, nodes, python_files, tree

PYTHON, FUNCTION, TEMPLATE, PART, CSS, JS, TEST, SETTINGS = 400, 60, 120, 60, 250, 120, 500, 250
MODELS, PUBLIC_FUNCTIONS = 8, 12


def lines(path) -> int:
    return len(path.read_text().splitlines())


def outliers(paths, budget: int) -> dict[str, int]:
    paths = list(paths)
    assert paths
    return {name(path): lines(path) for path in paths if lines(path) > budget}


def test_python_files():
    assert outliers(python_files(), PYTHON) == {}


def test_most_python_files_are_small():
    sizes = sorted(lines(path) for path in python_files())
    assert sizes[len(sizes) // 2] <= 80
    assert sizes[len(sizes) * 95 // 100] <= 250


def test_test_files():
    assert outliers(python_files("tests"), TEST) == {}


def test_settings_fit_their_page():
    assert lines(CHECKOUT / "happiness/settings.py") <= SETTINGS


def test_functions():
    found = {
        f"{name(path)}: {function.name}": function.end_lineno - function.lineno + 1
        for path in (*python_files(), *python_files("tests"))
        for function in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if function.end_lineno - function.lineno + 1 > FUNCTION
    }
    assert found == {}


def test_templates():
    pages = [path for path in (CHECKOUT / "templates").rglob("*") if path.is_file()]

    assert outliers((page for page in pages if not page.name.startswith("_")), TEMPLATE) == {}
    assert {name(page): lines(page) for page in pages if page.name.startswith("_") and lines(page) > PART} == {}


@pytest.mark.parametrize(("pattern", "budget"), [("*.css", CSS), ("*.js", JS)])
def test_static_files(pattern, budget):
    assert outliers((CHECKOUT / "static").rglob(pattern), budget) == {}


def test_slices_have_few_models():
    from django.apps import apps

    count: dict[str, int] = {}
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            layer = ".".join(model.__module__.split(".")[:2])
            count[layer] = count.get(layer, 0) + 1
    assert count
    # The registry is where most keys point to: clients, their people, what an organization adds to both, and what people have
    # asked to be done with their data, the links to their own pages, and culture cards (what is known of a client's country).
    assert {layer: models for layer, models in count.items() if models > MODELS} == {"accounts.clients": 16}


def test_modules_have_few_public_functions():
    found = {}
    for path in python_files():
        public = [
            node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        if len(public) > PUBLIC_FUNCTIONS:
            found[name(path)] = len(public)
    assert found == {}


def test_every_slice_says_what_it_is_for():
    silent = [
        f"{app}.{layer}"
        for app in ("accounts", "feedback", "journeys")
        for layer in frozenset().union(*layers(app))
        if (CHECKOUT / app / layer / "__init__.py").exists()
        and not ast.get_docstring(tree(CHECKOUT / app / layer / "__init__.py"))
    ]
    assert silent == []
