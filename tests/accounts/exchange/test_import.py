"""From a table to clients and people: matching, updating, refusing, remembering."""

from types import SimpleNamespace

import pytest

from accounts.audit.models import AuditEntry
from accounts.clients.models import Client, ClientFacts, ClientTag, Contact, ContactEmail, CustomField, Segment
from accounts.events.models import Event, Origin
from accounts.exchange import actions
from accounts.exchange.actions import reading
from accounts.exchange.models import ImportJob, ImportRow, RememberedMapping
from accounts.tenancy.context import tenant_context
from tests.accounts.exchange.conftest import people
from tests.factories.accounts import a_client, a_contact

HEAD = "Company\tWebsite\tSegment\tName\tEmail\tRole\n"
THREE = HEAD + (
    "Acme\tacme.example\tKey\tOlha Ivanchuk\tolha@acme.example\tЛПР\n"
    "Acme\tacme.example\tKey\tPetro Rud\tpetro@acme.example\ttechnical buyer; end user\n"
    "Bolt\t\t\tIvan Kos\tivan@bolt.example\tкористувач\n"
)


@pytest.fixture
def acme(cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=cast.alice.employee, now=now, domain="acme.example", country="UA")
        a_contact(
            "Olha Ivanchuk",
            at=client,
            by=cast.alice.employee,
            now=now,
            email="olha@acme.example",
            phone="+380441234567",
        )
    return client


def test_turn_reads_as_long_as_the_way_to_the_new_rows_has_taken(alice, cast, monkeypatch):
    alice.paste("Name\n" + "".join(f"Client {number}\n" for number in range(40)))
    job = alice.newest()
    with tenant_context(cast.north.pk):
        ImportRow.objects.filter(job=job).delete()
        ImportJob.objects.filter(pk=job.pk).update(state=ImportJob.State.READING)
    monkeypatch.setattr(reading, "BATCH", 2)
    monkeypatch.setattr(reading, "time", SimpleNamespace(monotonic=iter([0, 5, *range(6, 99)]).__next__))

    # The time of the turn was over before the first new row came.
    assert not actions.read(organization_id=job.organization_id, job_id=job.pk, ends=3.0, now=job.created_at)

    assert len(alice.rows()) == 2 * 5


def test_clients_and_people_of_one_table(alice, cast):
    job = alice.run(THREE)

    assert job.state == ImportJob.State.DONE
    assert people(cast.north) == {
        "Olha Ivanchuk": [("Acme", ["economic"])],
        "Petro Rud": [("Acme", ["end_user", "technical"])],
        "Ivan Kos": [("Bolt", ["end_user"])],
    }
    assert job.counts == {"create": 3, "client.create": 2, "person.create": 3}
    with tenant_context(cast.north.pk):
        acme = Client.objects.get(name="Acme")
        assert (acme.segment.name, acme.domain, acme.time_zone) == ("Key", "acme.example", "Europe/Kyiv")
        assert ClientFacts.objects.count() == 2
        assert list(
            ContactEmail.objects.filter(is_primary=True).order_by("address").values_list("address", flat=True)
        ) == [
            *("ivan@bolt.example", "olha@acme.example", "petro@acme.example"),
        ]
    assert people(cast.south) == {}


def test_nothing_is_written_before_the_word(alice, cast, inside):
    job = alice.check(THREE)

    assert job.state == ImportJob.State.READY
    assert job.counts == {"create": 3, "client.create": 2, "person.create": 3}
    assert not Client.objects.exists()
    assert not Contact.objects.exists()
    assert not Segment.objects.exists()
    page = alice.page()
    assert "Olha Ivanchuk" in page
    assert "Economic buyer" in page


def test_events_and_audit_of_an_import(alice, cast, inside):
    alice.run(THREE)

    told = Event.objects.filter(kind__in=["client.created", "contact.created", "contact.role_started"])
    assert sorted(told.values_list("kind", flat=True)) == (
        ["client.created"] * 2 + ["contact.created"] * 3 + ["contact.role_started"] * 4
    )
    assert set(told.values_list("origin", "actor_id")) == {(Origin.IMPORT, cast.alice.employee.pk)}
    acts = list(AuditEntry.objects.values_list("action", flat=True))
    assert [acts.count(act) for act in ("client.created", "contact.created", "segment.created")] == [2, 3, 1]
    assert [acts.count(f"import.{act}") for act in ("uploaded", "started", "finished")] == [1, 1, 1]


def test_same_table_again_changes_nothing(alice, cast):
    alice.run(THREE)
    before = people(cast.north)

    job = alice.run(THREE)

    assert job.counts == {"same": 3}
    assert people(cast.north) == before


def test_preview_of_the_same_table_offers_no_import(alice, cast):
    alice.run(THREE)

    job = alice.check(THREE)

    assert job.counts == {"same": 3}
    assert "/run/" not in alice.page()


def test_known_address_is_an_update_and_blank_cells_erase_nothing(alice, acme, inside):
    job = alice.run("Email\tPhone\tJob title\tCompany\nOLHA@acme.example\t\tCFO\tAcme\n")

    contact = Contact.objects.get()
    assert (contact.name, contact.phone) == ("Olha Ivanchuk", "+380441234567")
    assert contact.positions.get().job_title == "CFO"
    assert job.counts == {"update": 1, "person.update": 1}


def test_preview_shows_old_and_new(alice, acme):
    alice.check("Company\tCountry\tEmail\tPhone\nAcme\tGermany\tolha@acme.example\t+49 30 1234567\n")

    page = alice.page()
    assert "<del>UA</del>" in page
    assert "<ins>DE</ins>" in page
    assert "<del>+380441234567</del>" in page


def test_client_is_known_by_number_then_by_domain_then_by_name(alice, acme, inside):
    alice.run("ID\tCompany\tWebsite\n17\tAcme Limited\tacme.example\n")
    assert list(Client.objects.values_list("name", "external_id")) == [("Acme Limited", "17")]

    alice.run("ID\tCompany\n17\tAcme Group\n")
    assert list(Client.objects.values_list("name", "external_id")) == [("Acme Group", "17")]

    alice.run("Company\tCountry\nACME  group\tPL\n")
    assert list(Client.objects.values_list("name", "country")) == [("ACME group", "PL")]

    alice.run("ID\tCompany\n18\tAcme Group\n")
    assert sorted(Client.objects.values_list("external_id", flat=True)) == ["17", "18"]


def test_new_person_finds_the_client_of_their_address(alice, acme, cast):
    alice.run("Name\tEmail\nPetro Rud\tpetro@acme.example\n")

    assert people(cast.north)["Petro Rud"] == [("Acme", [])]


def test_one_person_at_two_clients_is_one_person(alice, cast):
    alice.run("Company\tName\tEmail\nAcme\tOlha\to@x.example\nBolt\tOlha\to@x.example\n")

    assert people(cast.north) == {"Olha": [("Acme", []), ("Bolt", [])]}


def test_person_without_address_is_known_by_name_at_the_client(alice, acme, cast):
    job = alice.run("Company\tName\tJob title\nAcme\tolha ivanchuk\tCFO\n")

    assert job.counts == {"update": 1, "person.update": 1}
    assert len(people(cast.north)) == 1


def test_several_addresses_belong_to_one_person(alice, acme, inside):
    alice.run("Email\tCompany\nolha@acme.example, olha.i@acme.example\tAcme\n")

    rows = ContactEmail.objects.order_by("address").values_list("address", "is_primary")
    assert list(rows) == [("olha.i@acme.example", False), ("olha@acme.example", True)]


def test_addresses_of_two_people_are_a_fault(alice, acme, cast, now):
    with tenant_context(cast.north.pk):
        a_contact("Petro", at=acme, by=cast.alice.employee, now=now, email="petro@acme.example")

    alice.check("Email\tCompany\nolha@acme.example, petro@acme.example\tAcme\n")

    assert alice.faults() == {2: [("ambiguous_person", "Email")]}
    assert "Several people fit: Olha Ivanchuk, Petro" in alice.page()


def test_two_clients_of_one_name_need_the_number(alice, acme, cast, now):
    with tenant_context(cast.north.pk):
        a_client("Acme", by=cast.alice.employee, now=now)

    alice.check("Company\tCountry\nAcme\tPL\n")

    assert alice.faults() == {2: [("ambiguous_client", "Company")]}


def test_tags_segments_and_managers_by_name(alice, cast, inside):
    alice.run("Client\tTags\tSegment\tManager\nAcme\tvip, north\tKey\tBob Berg\nBolt\tVIP\tkey\tcarol@north.example\n")

    assert sorted(ClientTag.objects.values_list("client__name", "tag__name")) == [
        ("Acme", "north"),
        ("Acme", "vip"),
        ("Bolt", "vip"),
    ]
    assert sorted(Client.objects.values_list("name", "segment__name", "manager__name")) == [
        ("Acme", "Key", "Bob Berg"),
        ("Bolt", "Key", "Carol Cole"),
    ]
    assert Segment.objects.count() == 1


def test_own_fields_are_read_as_their_kind(alice, cast, now, inside):
    fields = [
        ("client", "seats", "number"),
        ("client", "since", "date"),
        ("contact", "vip", "boolean"),
        ("client", "plan", "choice"),
    ]
    for subject, key, kind in fields:
        CustomField.objects.create(
            subject=subject, key=key, label=key.title(), kind=kind, choices=["Gold", "Silver"], created_at=now
        )

    alice.run("Client\tSeats\tSince\tPlan\tName\tVip\nAcme\t1 250,5\t01.02.2020\tgold\tOlha\tтак\n")

    assert Client.objects.get().custom == {"seats": 1250.5, "since": "2020-02-01", "plan": "Gold"}
    assert Contact.objects.get().custom == {"vip": True}


def test_birthdays_consent_and_languages(alice, cast, inside):
    alice.run("Client\tName\tBirthday\tConsent\tLanguage\nAcme\tOlha\t29 лютого\tтак\tукраїнська\n")

    olha = Contact.objects.get()
    assert (olha.birth_day, olha.birth_month, olha.consent, olha.language) == (29, 2, "given", "uk")
    assert olha.birthday_source == olha.consent_source == "Import: Pasted rows"


FAULTS = [
    ("Client\tEmail\tName\nAcme\tnot-an-address\tOlha\n", ("email", "Email")),
    ("Client\tBirthday\tName\nAcme\t31.04\tOlha\n", ("day", "Birthday")),
    ("Client\tRole\tName\nAcme\twizard\tOlha\n", ("role", "Role")),
    ("Client\tCountry\nAcme\tNarnia\n", ("country", "Country")),
    ("Client\tManager\nAcme\tNobody\n", ("colleague", "Manager")),
    ("Client\tEmail\tName\nAcme\tolha@acme.example\t\n", ("no_person_name", "Name")),
    ("Client\tEmail\tName\n\tolha@acme.example\tOlha\n", ("no_client", "Client")),
    ("Client\tWebsite\n\tacme.example\n", ("no_client_name", "Client")),
    ("Client\tName\n" + "x" * 201 + "\tOlha\n", ("too_long", "Client")),
    ("Client\tName\nAcme\tO\ufffdha\n", ("damaged", "Name")),
    ("Client\tSegment\nAcme\t#REF!\n", ("spreadsheet_error", "Segment")),
    ("Client,Email,Name\nAcme,a@b.example,Olha\nBolt,c@b.example,Ivan,Kos\nCorn,d@b.example,Eva\n", ("wide", "")),
]


@pytest.mark.parametrize(("table", "fault"), FAULTS, ids=[fault[0] for _table, fault in FAULTS])
def test_row_fault_names_row_column_value_and_remedy(alice, table, fault, inside):
    job = alice.check(table)

    ((number, found),) = alice.faults().items()
    assert fault in found
    assert number in {2, 3}
    assert job.counts["failed"] == 1
    alice.page()


def test_failed_row_leaves_the_others_alone(alice, cast):
    job = alice.run(
        "Client\tName\tEmail\nAcme\tOlha\tolha@acme.example\nBolt\tIvan\tbroken\nCorn\tEva\teva@corn.example\n"
    )

    assert sorted(people(cast.north)) == ["Eva", "Olha"]
    assert job.counts["failed"] == 1
    with tenant_context(cast.north.pk):
        assert not Client.objects.filter(name="Bolt").exists()


def test_rows_that_failed_come_back_as_a_file_that_no_spreadsheet_runs(alice):
    alice.run("Client\tName\tEmail\n=HYPERLINK(1)\t+1\tbroken\nAcme\tOlha\tolha@acme.example\n")

    answer = alice.get(alice.url("failed.csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Client,Name,Email,What to mend"
    assert lines[1].startswith("'=HYPERLINK(1),'+1,broken,Email: This is no e-mail address.")
    assert len(lines) == 2


def test_mended_file_can_be_imported_again(alice, cast):
    alice.run("Client\tName\tEmail\nAcme\tOlha\tbroken\n")
    answer = alice.get(alice.url("failed.csv"))
    mended = b"".join(answer.streaming_content).replace(b",broken,", b",olha@acme.example,")

    alice.run(mended)

    assert list(people(cast.north)) == ["Olha"]


def test_formulas_are_kept_as_text(alice, inside):
    alice.run("Client\tName\n=1+1\t@SUM(A1)\n")

    assert Client.objects.get().name == "=1+1"
    page = alice.page()
    assert "=1+1" in page or Contact.objects.get().name in page


def test_left_person_is_not_brought_back(alice, acme, cast, now):
    with tenant_context(cast.north.pk):
        place = acme.positions.get()
        place.left_on = now.date()
        place.save(update_fields=["left_on"])

    alice.check("Company\tEmail\tRole\nAcme\tolha@acme.example\tЛПР\n")

    assert alice.faults() == {2: [("person_left", "")]}


def test_archived_client_is_not_changed(alice, acme, cast, now):
    with tenant_context(cast.north.pk):
        Client.objects.update(archived_at=now)

    alice.check("Company\tCountry\nAcme\tPL\n")

    assert alice.faults() == {2: [("archived_client", "Company")]}


def test_merged_client_leads_to_the_one_it_became(alice, acme, cast, now, inside):
    old = a_client("Acme Old", by=cast.alice.employee, now=now, external_id="9")
    Client.objects.filter(pk=old.pk).update(merged_into=acme)

    alice.run("ID\tCompany\tCountry\n9\tAcme Old\tPL\n")

    acme.refresh_from_db()
    assert (acme.name, acme.country) == ("Acme", "PL")
    assert Client.objects.count() == 2


def test_mapping_is_remembered_for_the_same_headers(alice, cast):
    table = "Client\tWho\tEmail\nAcme\tOlha\tolha@acme.example\n"
    alice.paste(table)
    alice.choose(**{"column-1": "person.name"})

    alice.paste(table)

    assert alice.newest().mapping == ["client.name", "person.name", "person.emails"]
    assert "as last time" in alice.page("columns/")
    with tenant_context(cast.north.pk):
        assert RememberedMapping.objects.count() == 1


def test_mapping_of_another_organization_is_not_remembered(alice, cast, importing):
    table = "Client\tWho\tEmail\nAcme\tOlha\tolha@acme.example\n"
    alice.paste(table)
    alice.choose(**{"column-1": "person.name"})
    mallory = importing(cast.mallory)

    mallory.paste(table)

    assert mallory.newest().mapping == ["client.name", "", "person.emails"]


def test_table_without_headers(alice, cast):
    alice.paste("Acme\tOlha\tolha@acme.example\nBolt\tIvan\tivan@bolt.example\n")
    job = alice.newest()
    assert (job.header_row, job.headers, job.mapping) == (0, ["A", "B", "C"], ["", "", "person.emails"])

    alice.choose(**{"column-0": "client.name", "column-1": "person.name"})
    alice.post(alice.url("run/"), {})
    alice.work()

    assert sorted(people(cast.north)) == ["Ivan", "Olha"]


def test_duplicate_and_missing_headers_are_told_apart(alice):
    alice.paste("Client\tNote\tNote\t\tEmail\nAcme\ta\tb\tc\ta@acme.example\n")

    assert alice.newest().headers == ["Client", "Note", "Note (2)", "D", "Email"]
    assert alice.newest().mapping == ["client.name", "person.notes", "", "", "person.emails"]


def test_two_columns_cannot_hold_the_same(alice):
    alice.paste("Client\tWho\nAcme\tOlha\n")

    answer = alice.choose(**{"column-1": "client.name"})

    assert answer.status_code == 422
    assert "is taken by the column “Client” already" in answer.content.decode()


def test_columns_must_say_who_is_meant(alice):
    alice.paste("Foo\tCountry\nAcme\tUA\n")

    answer = alice.choose()

    assert answer.status_code == 422
    assert "Name of the client, E-mail" in answer.content.decode()


def test_hundred_rows_of_one_client_make_it_once(alice, cast):
    rows = "".join(f"Acme\tPerson {number}\tp{number}@acme.example\n" for number in range(600))

    job = alice.run("Client\tName\tEmail\n" + rows)

    assert job.counts == {"create": 600, "client.create": 1, "person.create": 600}
    with tenant_context(cast.north.pk):
        assert Client.objects.count() == 1


def test_check_counts_a_client_of_many_batches_once(alice):
    rows = "".join(f"Acme\tPerson {number}\tp{number}@acme.example\n" for number in range(1200))

    job = alice.check("Client\tName\tEmail\n" + rows)

    assert job.counts == {"create": 1200, "client.create": 1, "person.create": 1200}
