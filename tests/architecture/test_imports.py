"""Imports only point down: the contracts of pyproject.toml, kept."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import APPS, CHECKOUT, layers


def test_contracts_are_kept():
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True
    )

    assert lint.returncode == 0, lint.stdout
    assert "0 broken" in lint.stdout


def test_the_four_apps_are_the_layers():
    assert layers() == tuple(frozenset({app}) for app in APPS)
    assert {path.parent.name for path in CHECKOUT.glob("*/apps.py")} == set(APPS)


def test_every_slice_stands_in_a_layer():
    """The contracts name slices that are not built yet in parentheses; a slice that is built must be named."""
    for app in ("accounts", "feedback", "journeys"):
        named = {"migrations", "management", "templatetags"}.union(*layers(app))
        slices = {path.parent.name for path in (CHECKOUT / app).glob("*/__init__.py")}
        assert slices <= named, app
