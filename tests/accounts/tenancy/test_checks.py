"""A model that would weaken a wall does not start: each rule meets a model that breaks it, and nothing else."""

import pytest
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.db import models
from django.db.models.functions import Lower
from django.test.utils import isolate_apps

from accounts.organizations.models import Employee, Organization, User
from accounts.tenancy import checks
from accounts.tenancy.fields import OrganizationField, TenantForeignKey
from accounts.tenancy.models import TenantModel, UnscopedManager


class Label:
    """Which application the models of this module pretend to belong to."""

    app_label = "tenancy_model"


def unclassified():
    class Model(models.Model):
        class Meta(Label):
            pass


def global_pointing_to_a_tenant():
    class Model(models.Model):
        employee = models.ForeignKey(Employee, models.CASCADE)

        class Meta(Label):
            pass


def global_pointing_to_the_root():
    class Model(models.Model):
        organization = models.ForeignKey(Organization, models.CASCADE)

        class Meta(Label):
            pass


def unique_for_everybody():
    class Model(TenantModel):
        name = models.CharField(max_length=10, unique=True)

        class Meta(TenantModel.Meta, Label):
            pass


def one_to_one():
    class Model(TenantModel):
        employee = models.OneToOneField(Employee, models.CASCADE)

        class Meta(TenantModel.Meta, Label):
            pass


def plain_key():
    class Model(TenantModel):
        employee = models.ForeignKey(Employee, models.CASCADE, db_index=False)

        class Meta(TenantModel.Meta, Label):
            pass


def key_that_the_database_does_not_hold():
    class Model(TenantModel):
        employee = TenantForeignKey(Employee, models.CASCADE, db_constraint=False)

        class Meta(TenantModel.Meta, Label):
            pass


def generic_key():
    class Model(TenantModel):
        kind = models.ForeignKey(ContentType, models.CASCADE, db_index=False)
        row_id = models.UUIDField()
        row = GenericForeignKey("kind", "row_id")

        class Meta(TenantModel.Meta, Label):
            pass


def key_to_user():
    class Model(TenantModel):
        user = models.ForeignKey(User, models.CASCADE)

        class Meta(TenantModel.Meta, Label):
            pass


def many_to_many_of_django():
    class Model(TenantModel):
        employees = models.ManyToManyField(Employee)

        class Meta(TenantModel.Meta, Label):
            pass


def constraint_that_starts_elsewhere():
    class Model(TenantModel):
        name = models.CharField(max_length=10)

        class Meta(TenantModel.Meta, Label):
            constraints = (models.UniqueConstraint(fields=["name", "organization"], name="elsewhere"),)


def constraint_over_an_expression():
    class Model(TenantModel):
        name = models.CharField(max_length=10)

        class Meta(TenantModel.Meta, Label):
            constraints = (models.UniqueConstraint(Lower("name"), "organization", name="elsewhere"),)


def unique_together():
    class Model(TenantModel):
        name = models.CharField(max_length=10)

        class Meta(TenantModel.Meta, Label):
            unique_together = (("organization", "name"),)


def index_that_starts_elsewhere():
    class Model(TenantModel):
        name = models.CharField(max_length=10)

        class Meta(TenantModel.Meta, Label):
            indexes = (models.Index(fields=["-name"], name="elsewhere"),)


def index_of_one_column():
    class Model(TenantModel):
        name = models.SlugField()

        class Meta(TenantModel.Meta, Label):
            pass


def meta_of_its_own():
    class Model(TenantModel):
        class Meta(Label):
            pass


def manager_without_filter():
    class Model(TenantModel):
        objects = UnscopedManager()

        class Meta(TenantModel.Meta, Label):
            pass


def organization_without_the_base_class():
    class Model(models.Model):
        id = models.UUIDField(primary_key=True)
        organization = OrganizationField()

        class Meta(Label):
            pass


FAULTY = {
    unclassified: [1],
    global_pointing_to_a_tenant: [1, 2],
    global_pointing_to_the_root: [1, 2],
    unique_for_everybody: [3],
    one_to_one: [3, 4],
    plain_key: [4],
    key_that_the_database_does_not_hold: [4],
    generic_key: [4],
    key_to_user: [5],
    many_to_many_of_django: [1, 2, 6],  # the table between them is a global one that nobody has listed
    constraint_that_starts_elsewhere: [7],
    constraint_over_an_expression: [7],
    unique_together: [7],
    index_that_starts_elsewhere: [8],
    index_of_one_column: [8],
    meta_of_its_own: [9],
    manager_without_filter: [9],
    organization_without_the_base_class: [9, 9],
}


@pytest.mark.parametrize("define", FAULTY, ids=lambda define: define.__name__)
def test_faulty_model_is_found(define, monkeypatch):
    with isolate_apps("tests.tenancy_model") as apps:
        monkeypatch.setattr(checks, "apps", apps)
        define()

        found = [int(error.id[-3:]) for error in checks.check_models(None)]

    assert sorted(set(found)) == sorted(set(FAULTY[define]))


def test_every_rule_has_a_faulty_model():
    assert {number for numbers in FAULTY.values() for number in numbers} == set(range(1, 10))


def test_model_that_keeps_the_rules_passes(monkeypatch):
    with isolate_apps("tests.tenancy_model") as apps:
        monkeypatch.setattr(checks, "apps", apps)

        class Model(TenantModel):
            employee = TenantForeignKey(Employee, models.CASCADE)
            name = models.CharField(max_length=10)
            size = models.IntegerField()

            class Meta(TenantModel.Meta, Label):
                constraints = (
                    models.UniqueConstraint("organization", Lower("name"), name="name_once"),
                    models.CheckConstraint(condition=models.Q(size__gt=0), name="size_positive"),
                )
                indexes = (models.Index(fields=["organization", "employee"], name="employee"),)

        assert checks.check_models(None) == []


def test_models_of_the_product_pass():
    assert run_checks(tags=["tenancy"]) == []
