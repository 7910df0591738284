"""The demo can be taken away: everything of it is gone, and nobody else has lost anything."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import InternalError, ProgrammingError, connection, transaction

from accounts.audit.models import AuditEntry
from accounts.jobs.models import Job
from accounts.organizations.models import Organization, User
from accounts.tenancy.context import tenant_context
from accounts.tenancy.models import TenantModel
from accounts.tenancy.registry import organization_id_of
from happiness.demo import actions


@pytest.mark.django_db(transaction=True)
def test_demo_leaves_nothing_behind_and_takes_nothing_along(committed_cast, now, capsys):
    north = committed_cast.north
    actions.seed(password="correct horse battery", now=now)
    ids = [organization_id_of(slug) for slug in ("pivnich-soft", "harbor-instruments")]
    with tenant_context(north.pk):
        acts = AuditEntry.objects.count()

    call_command("reset_demo", remove=True)

    assert "demo removed: Північ Софт, Harbor Instruments" in capsys.readouterr().out
    assert not User.objects.filter(email__endswith="@pivnich.example").exists()
    assert not Job.objects.filter(organization_id__in=ids).exists()
    tables = [model for model in apps.get_models() if issubclass(model, TenantModel) and model._meta.managed]
    for organization_id in ids:
        with tenant_context(organization_id):
            assert [model for model in tables if model.objects.exists()] == []
            assert not Organization.objects.exists()
    with tenant_context(north.pk):
        assert AuditEntry.objects.count() == acts > 0
        # What is written once is so again.
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_auditentry SET action = 'forged'")
    assert User.objects.filter(pk=committed_cast.alice.user.pk).exists()

    call_command("reset_demo", remove=True)
    assert "there was no demo" in capsys.readouterr().out
