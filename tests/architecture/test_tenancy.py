"""Every table belongs to an organization or stands in a list with its reason, and opens in a scope alone."""

import pytest
from django.apps import apps
from django.db import transaction

from accounts.organizations.models import Organization
from accounts.tenancy import tables
from accounts.tenancy.context import TenantContextMissing
from accounts.tenancy.models import TenantModel

MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
OF_AN_ORGANIZATION = [model for model in MODELS if issubclass(model, TenantModel)]


def test_every_model_belongs_to_an_organization_or_is_listed():
    others = {model._meta.label for model in MODELS} - {model._meta.label for model in OF_AN_ORGANIZATION}

    assert others - {Organization._meta.label} == set(tables.GLOBAL)


def test_every_listed_table_has_a_reason():
    assert all(len(reason) > 10 for reason in tables.GLOBAL.values())
    assert set(tables.GLOBAL) >= tables.READ_ONLY


@pytest.mark.parametrize("model", OF_AN_ORGANIZATION, ids=lambda model: model._meta.label)
def test_model_raises_without_a_scope(db, model):
    for manager in (model.objects, model.unscoped, model._base_manager, model._default_manager):
        with pytest.raises(TenantContextMissing), transaction.atomic():
            manager.exists()


def test_organization_raises_without_a_scope(db):
    with pytest.raises(TenantContextMissing), transaction.atomic():
        Organization.objects.exists()
