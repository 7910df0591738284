"""What names a client or a person follows when two entries are merged: a key that nobody has registered is an orphan later."""

import pytest
from django.apps import apps
from django.db import models

from accounts.clients import people_data, registry
from accounts.clients.actions.repointing import unique_with
from accounts.clients.models import Client, Contact
from accounts.tenancy.fields import TenantForeignKey
from feedback.interactions.models import InteractionContact
from tests.architecture.source import APPS

KEYS = [*registry.keys_to(Client), *registry.keys_to(Contact)]
# Rows that are taken away when two of them become one: what points to them moves as well.
FOLDED = {key.model for key in KEYS if unique_with(key) and not key.ended and not key.stays}
# Columns without a key in the database: what such columns are called.
PLAIN = {"client_id", "contact_id"}
# What a trigger copies follows the column that it is copied from, which is registered.
COPIED = {(InteractionContact, "client_id")}


def named() -> list[tuple[type[models.Model], str]]:
    """Return every column of our tables that names a client, a person, or a row that may be folded into another one."""
    targets = {Client, Contact, *FOLDED}
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return [
        (model, field.name)
        for model in ours
        for field in model._meta.local_fields
        if (isinstance(field, TenantForeignKey) and field.remote_field.model in targets)
        or (isinstance(field, models.UUIDField) and field.name in PLAIN and (model, field.name) not in COPIED)
    ]


def test_every_column_that_names_a_client_or_a_person_is_registered():
    known = {(key.model, key.column) for target in (Client, Contact, *FOLDED) for key in registry.keys_to(target)}

    assert len(named()) > 20
    assert {f"{model._meta.label}.{column}" for model, column in named() if (model, column) not in known} == set()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.model._meta.label}.{key.column}")
def test_merge_can_see_every_rule_of_uniqueness(key):
    """A constraint over expressions is none that a merge can look at."""
    constraints = [one for one in key.model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    told = [str(one.expressions) for one in constraints if one.expressions]

    assert not [text for text in told if key.column in text]


def test_no_column_is_registered_twice():
    known = [(key.model, key.column) for target in (Client, Contact, *FOLDED) for key in registry.keys_to(target)]

    assert len(known) == len(set(known))


TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
PLACES = {place.model: place for place in people_data.places()}


@pytest.mark.parametrize("model", sorted({key.model for key in registry.keys_to(Contact)}, key=str), ids=str)
def test_every_model_that_names_a_person_says_what_it_holds_of_them(model):
    assert model in PLACES


@pytest.mark.parametrize("place", PLACES.values(), ids=lambda place: place.model._meta.label)
def test_every_text_of_it_is_told_to_be_personal_or_harmless(place):
    texts = {one.name for one in place.model._meta.concrete_fields if isinstance(one, TEXTS) and not one.choices}

    assert texts - {*place.emptied, *place.struck, *place.harmless} == set()
