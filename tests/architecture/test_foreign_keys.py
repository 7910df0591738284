"""Keys point down the same stack as imports: `import-linter` cannot see a key that is given as text."""

import pytest
from django.apps import apps

from accounts.tenancy.fields import OrganizationField
from tests.architecture.source import APPS, depth, layers

KEYS = [
    field
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in APPS
    for field in model._meta.local_fields
    if field.remote_field
    and field.remote_field.model._meta.app_label in APPS
    and not isinstance(field, OrganizationField)  # every table of every slice points to its organization
]


def place(model) -> tuple[str, str]:
    """Return the app and the slice of a model."""
    app, layer = model.__module__.split(".")[:2]
    return app, layer


def points_up(source: tuple[str, str], target: tuple[str, str]) -> bool:
    if source[0] != target[0]:
        return APPS.index(source[0]) > APPS.index(target[0])
    if source[1] == target[1]:
        return False
    # Slices that stand side by side do not know each other.
    return depth(source[0], source[1]) >= depth(target[0], target[1])


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_key_points_down(key):
    assert not points_up(place(key.model), place(key.remote_field.model))


def test_there_are_keys():
    assert len(KEYS) > 5


def test_a_key_that_points_up_would_be_found():
    assert points_up(("accounts", "jobs"), ("accounts", "organizations"))
    assert points_up(("accounts", "organizations"), ("feedback", "surveys"))
    assert points_up(("feedback", "sentiment"), ("feedback", "coverage"))  # side by side
    assert not points_up(("feedback", "alerts"), ("accounts", "clients"))
    assert not points_up(("accounts", "organizations"), ("accounts", "audit"))


def test_every_slice_with_models_stands_in_a_layer():
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            app, layer = place(model)
            assert any(layer in names for names in layers(app)), model
