"""Taking an import back: what it made goes, what it changed is as before, what somebody works with stays."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from accounts.audit import actions as audit
from accounts.audit.models import AuditEntry
from accounts.clients import actions as clients
from accounts.clients.actions.people_data import person_of
from accounts.clients.models import Client, ClientTag, Contact, ContactEmail, ContactRole, Segment, Tag
from accounts.events.models import Event
from accounts.exchange import actions
from accounts.exchange.models import UNDONE_WITHIN, ImportJob, ImportRow
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact

TABLE = (
    "Company\tWebsite\tSegment\tTags\tName\tEmail\tRole\n"
    "Acme\tacme.example\tKey\tvip\tOlha\tolha@acme.example\tЛПР\n"
    "Acme\t\t\t\tPetro\tpetro@acme.example\tuser\n"
    "Bolt\t\tKey\t\tIvan\tivan@bolt.example\t\n"
)
MADE = (Client, Contact, ContactEmail, ContactRole, ClientTag, Segment, Tag)


def test_undo_leaves_nothing_of_a_first_import(alice, inside):
    alice.run(TABLE)

    job = alice.undo()

    assert job.state == ImportJob.State.UNDONE
    assert job.counts["undo.removed"] == 5
    assert [model.objects.count() for model in MADE] == [0] * len(MADE)
    assert not Event.objects.filter(kind__startswith="client").exists()
    assert not Event.objects.filter(kind__startswith="contact").exists()
    acts = list(AuditEntry.objects.values_list("action", flat=True))
    assert acts.count("client.removed") == 2
    assert acts.count("contact.removed") == 3
    assert "5 removed" in alice.page()


def test_undo_restores_what_was_changed(alice, cast, now, inside):
    acme = a_client("Acme", by=cast.alice.employee, now=now, domain="acme.example", country="UA")
    place = a_contact("Olha", at=acme, by=cast.alice.employee, now=now, email="olha@acme.example", job_title="CEO")
    alice.run(
        "ID\tCompany\tWebsite\tCountry\tSegment\tManager\tEmail\tPhone\tJob title\tRole\tBirthday\tConsent\n"
        "7\tAcme Group\tacme.example\tPL\tKey\tBob Berg\tolha@acme.example\t+380441234567\tCFO\tЛПР\t29.02\tyes\n"
    )
    acme.refresh_from_db()
    assert (acme.name, acme.country, acme.external_id) == ("Acme Group", "PL", "7")

    job = alice.undo()

    assert job.counts["undo.restored"] == 3
    acme, olha = Client.objects.get(), Contact.objects.get()
    assert (acme.name, acme.sort_name, acme.country, acme.external_id) == ("Acme", "acme", "UA", "")
    assert (acme.segment_id, acme.manager_id) == (None, None)
    assert (olha.phone, olha.birth_day, olha.birth_month, olha.consent, olha.consent_at) == (
        "",
        None,
        None,
        "unknown",
        None,
    )
    place.refresh_from_db()
    assert place.job_title == "CEO"
    assert not ContactRole.objects.exists()
    assert not Segment.objects.exists()


def test_undo_keeps_what_somebody_has_changed_since(alice, cast, now, inside):
    alice.run(TABLE)
    acme = Client.objects.get(name="Acme")
    before = audit.snapshot(acme)
    acme.country = "UA"
    acme.name = "Acme Group"
    clients.save_client(client=acme, by=cast.bob.employee, now=now, before=before)

    job = alice.undo()

    assert list(Client.objects.values_list("name", flat=True)) == ["Acme Group"]
    assert job.counts["undo.kept"] == 2  # the client, and its segment with it
    page = alice.page()
    assert "Acme Group: Somebody has changed it since the import." in page


def test_undo_keeps_what_something_else_hangs_on(alice, cast, now, inside):
    alice.run(TABLE)
    acme = Client.objects.get(name="Acme")
    a_contact("Nadia", at=acme, by=cast.bob.employee, now=now)

    alice.undo()

    assert list(Client.objects.values_list("name", flat=True)) == ["Acme"]
    assert list(Contact.objects.values_list("name", flat=True)) == ["Nadia"]
    assert "Acme: Something else hangs on it by now." in alice.page()


def test_undo_of_an_update_leaves_later_changes_alone(alice, cast, now, inside):
    acme = a_client("Acme", by=cast.alice.employee, now=now, country="UA", domain="a.example")
    alice.run("Company\tCountry\tWebsite\nAcme\tPL\tb.example\n")
    acme.refresh_from_db()
    before = audit.snapshot(acme)
    acme.country = "DE"
    clients.save_client(client=acme, by=cast.bob.employee, now=now, before=before)

    alice.undo()

    acme.refresh_from_db()
    assert (acme.country, acme.domain) == ("DE", "a.example")


def test_undo_goes_through_many_batches_last_row_first(alice, inside):
    rows = "".join(f"Acme\tPerson {number}\tp{number}@acme.example\tuser\n" for number in range(600))
    alice.run("Client\tName\tEmail\tRole\n" + rows)

    job = alice.undo()

    assert job.counts["undo.removed"] == 601
    assert not Client.objects.exists()
    assert not Contact.objects.exists()


def test_second_import_keeps_the_first_ones_people(alice, inside):
    alice.run(TABLE)
    alice.run(
        "Company\tEmail\tName\tPhone\nAcme\tolha@acme.example\tOlha\t+380441234567\nAcme\tnew@acme.example\tNew\t\n"
    )

    alice.undo()

    assert sorted(Contact.objects.values_list("name", flat=True)) == ["Ivan", "Olha", "Petro"]
    assert Contact.objects.get(name="Olha").phone == ""


def test_undo_twice_is_once(alice, cast, inside):
    alice.run(TABLE)
    alice.undo()

    answer = alice.post(alice.url("undo/"), {})

    assert answer.status_code == 302
    assert "can no longer be undone" in alice.page()


def test_undo_has_its_days(alice, cast, now, inside):
    alice.run(TABLE)
    ImportJob.objects.update(started_at=now - UNDONE_WITHIN - timedelta(hours=1))

    assert "Undo the import" not in alice.page()
    alice.undo()

    assert Client.objects.count() == 2


# --- Tidying and forgetting ---


def test_old_tables_are_deleted_and_counts_stay(alice, cast, now, inside):
    job = alice.run(TABLE)
    ImportJob.objects.update(created_at=now - 2 * UNDONE_WITHIN, started_at=now - 2 * UNDONE_WITHIN)
    assert default_storage.exists(job.path)

    actions.tidy([cast.north.pk], now)

    job.refresh_from_db()
    assert (job.path, job.cleared_at) == ("", now)
    assert not ImportRow.objects.exists()
    assert job.counts["create"] == 3
    assert "can no longer be undone" in alice.page()


def test_young_tables_stay(alice, cast, now, inside):
    alice.run(TABLE)

    actions.tidy([cast.north.pk], now)

    assert ImportRow.objects.count() == 4


def test_erased_person_stands_in_no_row(alice, inside):
    job = alice.run(TABLE)
    olha = Contact.objects.get(name="Olha")

    assert actions.forget_person(person=person_of(olha.pk)) == 1

    assert "olha" not in str(list(ImportRow.objects.exclude(number=1).values())).lower()
    job.refresh_from_db()
    assert job.path == ""


@pytest.mark.parametrize("path", ["", "columns/", "failed.csv"])
def test_import_of_another_organization_is_not_found(alice, cast, importing, path):
    alice.run(TABLE)
    mallory = importing(cast.mallory)
    with tenant_context(cast.north.pk):
        foreign = ImportJob.objects.get()

    assert mallory.browser.get(cast.mallory.url(f"imports/{foreign.pk}/{path}")).status_code == 404
    assert mallory.browser.post(cast.mallory.url(f"imports/{foreign.pk}/undo/")).status_code == 404
