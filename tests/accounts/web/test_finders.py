"""Plotly is there with npm and without it and nothing else of its package is served; pages get one stylesheet."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from accounts.web import styles
from accounts.web.finders import PLOTLY


@pytest.fixture
def without_npm(settings):
    settings.STATICFILES_DIRS = [django_settings.BASE_DIR / "static"]
    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


def collected(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return sorted(path.name for path in (tmp_path / "vendor").iterdir())


def test_without_npm_the_full_bundle_is_served_and_nothing_else_of_its_package(without_npm, settings, tmp_path):
    assert finders.find(PLOTLY).endswith("package_data/plotly.min.js")
    assert finders.find("vendor/widgetbundle.js") is None
    assert finders.find(PLOTLY, find_all=True) == [finders.find(PLOTLY)]

    names = collected(settings, tmp_path)
    assert [name.partition(".")[0] for name in names] == ["plotly", "plotly"]
    assert names[1].endswith(".js.gz")


def test_bundle_of_npm_goes_first(settings, tmp_path):
    (tmp_path / "npm" / "vendor").mkdir(parents=True)
    (tmp_path / "npm" / PLOTLY).write_text("basic")
    settings.STATICFILES_DIRS = [tmp_path / "npm"]
    finders.get_finder.cache_clear()

    assert finders.find(PLOTLY) == str(tmp_path / "npm" / PLOTLY)
    assert finders.find(PLOTLY, find_all=True) == [str(tmp_path / "npm" / PLOTLY)]
    names = collected(settings, tmp_path / "collected")
    assert len(names) == 1
    finders.get_finder.cache_clear()


def test_pages_get_every_stylesheet_in_one_file_in_the_order_of_the_layers(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"

    found = Path(finders.find(styles.NAME))
    css = found.read_text()

    folder = django_settings.BASE_DIR / "static/css"
    written = [styles.COMMENT.sub("", (folder / f"{name}.css").read_text()) for name in styles.ORDER]
    assert css.split() == " ".join(written).split()
    assert css.startswith("@layer reset, tokens, base, layout, components, pages, utilities;")
    assert "/*" not in css
    assert [path.name for path in found.parent.iterdir()] == ["pages.css"]


def test_stylesheet_of_pages_is_collected_under_a_name_that_changes_with_it(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"

    collected(settings, tmp_path / "collected")

    assert len(list((tmp_path / "collected/css").glob("pages.*.css"))) == 1
