"""A client's own pages: new, details, changed, archived, and our team there."""

import re
from datetime import timedelta

import pytest

from accounts.audit.models import AuditEntry
from accounts.clients.models import Client, ClientTag, ClientTeamMember, CustomField
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from tests.cast import hire

pytestmark = pytest.mark.django_db
WHOLE = {
    "name": "  Nordwerk GmbH ",
    "domain": "https://www.Nordwerk.DE/en?x=1",
    "country": "DE",
    "language": "ru",
    "time_zone": "europe/berlin",
    "tags": "VIP, key account,, vip",
    "external_id": "N-1",
}


@pytest.fixture
def field(cast, now):
    def made(label, kind, **values):
        with tenant_context(cast.north.pk):
            values |= {"subject": "client", "created_at": now, "key": label.lower()}
            return CustomField.objects.create(label=label, kind=kind, **values)

    return made


def only_client(cast):
    with tenant_context(cast.north.pk):
        return Client.objects.get()


def test_the_name_is_enough(cast, client_of, page) -> None:
    answer = client_of(cast.alice).post(page("client-new"), {"name": "Nordwerk", "language": "en"})

    client = only_client(cast)
    assert answer.headers["Location"] == page("client", client_id=client)
    assert (client.name, client.time_zone, client.manager, client.custom) == ("Nordwerk", "Europe/Kyiv", None, {})


def test_everything_else_is_kept_as_it_is_meant(cast, client_of, page, maria) -> None:
    people = {"manager": maria.employee.pk, "sponsor": cast.bob.employee.pk}

    answer = client_of(maria).post(page("client-new"), WHOLE | people)

    assert answer.status_code == 302
    client = only_client(cast)
    assert (client.name, client.domain, client.time_zone) == ("Nordwerk GmbH", "nordwerk.de", "Europe/Berlin")
    assert (client.manager_id, client.sponsor_id) == (maria.employee.pk, cast.bob.employee.pk)
    with tenant_context(cast.north.pk):
        assert sorted(ClientTag.objects.values_list("tag__name", flat=True)) == ["VIP", "key account"]
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"client.created", "client.tagged", "tag.created"} <= actions


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("name", value) for value in ("", "  ", "a\nb", "x" * 201, "\u200b")),
        *(
            ("domain", value)
            for value in ("nordwerk", "nord werk.de", "-a.de", "a..de", "x" * 250 + ".de", "=cmd|' /C'!A0")
        ),
        *(("time_zone", value) for value in ("Mars/Base", "Europe", "'; drop")),
        *(("country", value) for value in ("XX", "Germany")),
        *(("manager", value) for value in ("x", "00000000-0000-0000-0000-000000000000")),
        ("tags", ",".join(str(number) for number in range(21))),
        ("tags", "x" * 61),
        ("external_id", "x" * 101),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_is_lost(cast, client_of, page, name, value) -> None:
    answer = client_of(cast.alice).post(page("client-new"), WHOLE | {name: value})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in text
    assert 'value="N-1"' in text or name == "external_id"
    with tenant_context(cast.north.pk):
        assert not Client.objects.exists()


def test_a_domain_of_another_alphabet_is_one(cast, client_of, page) -> None:
    client_of(cast.alice).post(page("client-new"), {"name": "Мрія", "language": "uk", "domain": "мрія.укр"})

    assert only_client(cast).domain == "мрія.укр"


@pytest.mark.parametrize("typed", [{"name": "NORDWERK"}, {"name": "Other", "domain": "nordwerk.de"}])
def test_a_twin_is_shown_and_may_be_added_anyway(cast, client_of, page, add, typed) -> None:
    twin = add("Nordwerk", domain="nordwerk.de")
    browser = client_of(cast.alice)

    answer = browser.post(page("client-new"), {"language": "en"} | typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert page("client", client_id=twin) in text
    assert "Add it anyway" in text
    assert browser.post(page("client-new"), {"language": "en", "twins_seen": "1"} | typed).status_code == 302
    with tenant_context(cast.north.pk):
        assert Client.objects.count() == 2


def test_saving_a_client_as_it_is_asks_about_no_twin(cast, client_of, page, add) -> None:
    first, _second = add("Nordwerk", "Nordwerk")

    answer = client_of(cast.alice).post(page("client-edit", client_id=first), {"name": "Nordwerk", "language": "uk"})

    assert answer.status_code == 302


def test_a_number_of_another_client_is_told(cast, client_of, page, add) -> None:
    add("Nordwerk", external_id="N-1")

    answer = client_of(cast.alice).post(page("client-new"), {"name": "Sud", "language": "en", "external_id": "N-1"})

    assert answer.status_code == 422
    assert "Another client has this number already." in answer.content.decode()


def test_a_change_is_audited_and_a_new_manager_published(cast, client_of, page, add) -> None:
    client = add("Nordwerk", tags=["old"])
    typed = {"name": "Nordwerk", "language": "en", "time_zone": "UTC", "manager": cast.bob.employee.pk, "tags": "new"}

    client_of(cast.alice).post(page("client-edit", client_id=client), typed)

    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="client.changed")
        assert entry.changes == {"manager": [None, str(cast.bob.employee.pk)]}
        assert Event.objects.filter(kind="client.assigned", client_id=client.pk).count() == 1
        assert list(ClientTag.objects.values_list("tag__name", flat=True)) == ["new"]


def test_own_fields_are_in_the_form_and_on_the_page(cast, client_of, page, add, field) -> None:
    client = add("Nordwerk", custom={"archived": "kept", "tier": "Silver"})
    field("Archived", "text", archived_at=client.created_at)
    field("Plan", "text"), field("Seats", "number"), field("Since", "date"), field("Partner", "boolean")
    field("Tier", "choice", choices=["Gold"])
    typed = {"name": "Nordwerk", "language": "en", "custom_plan": "=1+1", "custom_seats": "12.50"}
    typed |= {"custom_since": "2024-02-29", "custom_partner": "false", "custom_tier": "Silver"}

    answer = client_of(cast.alice).post(page("client-edit", client_id=client), typed)

    assert answer.status_code == 302
    values = {"plan": "=1+1", "seats": 12.5, "since": "2024-02-29", "partner": False, "tier": "Silver"}
    assert only_client(cast).custom == values | {"archived": "kept"}
    text = client_of(cast.carol).get(page("client", client_id=client)).content.decode()
    assert "12.5" in text
    assert "February" in text
    form = client_of(cast.alice).get(page("client-edit", client_id=client)).content.decode()
    assert 'value="2024-02-29"' in form
    assert '<option value="false" selected>No</option>' in form


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("number", value) for value in ("x", "NaN", "1e400", "1234567890123456", "٩x", "0.1234567")),
        *(("date", value) for value in ("2023-02-29", "0000-01-01", "9999-12-31", "tomorrow")),
        *(("choice", value) for value in ("Platinum",)),
        *(("boolean", value) for value in ("maybe",)),
        *(("text", value) for value in ("x" * 1001, "a\nb")),
    ],
)
def test_own_fields_refuse_what_they_do_not_hold(cast, client_of, page, field, kind, value) -> None:
    field("Own", kind, choices=["Gold"])

    answer = client_of(cast.alice).post(page("client-new"), {"name": "Nord", "language": "en", "custom_own": value})

    assert answer.status_code == 422
    assert 'id="id_custom_own_error"' in answer.content.decode()


def test_a_client_is_archived_and_brought_back(cast, client_of, page, add) -> None:
    client = add("Nordwerk")
    browser = client_of(cast.alice)

    assert "Archive Nordwerk?" in browser.get(page("client-archive", client_id=client)).content.decode()
    browser.post(page("client-archive", client_id=client))
    assert only_client(cast).archived_at
    assert "Bring back" in browser.get(page("client", client_id=client)).content.decode()
    assert browser.get(page("client-edit", client_id=client)).status_code == 404
    browser.post(page("client-restoration", client_id=client))

    assert only_client(cast).archived_at is None


def test_our_team_joins_and_ends(cast, client_of, page, add, now) -> None:
    client = add("Nordwerk")
    browser, address = client_of(cast.alice), page("team-member-new", client_id=client)
    typed = {"employee": cast.carol.employee.pk, "duty": "Project lead", "started_on": "2024-02-29"}

    assert browser.post(address, typed).status_code == 302
    assert browser.post(address, typed).status_code == 422
    with tenant_context(cast.north.pk):
        member = ClientTeamMember.objects.get()
    text = browser.get(page("client-team", client_id=client)).content.decode()
    assert re.search(r"since 29\sFebruary\s2024", text)
    ending = page("team-member-end", member_id=member)
    assert browser.post(ending, {"ended_on": "2024-02-01"}).status_code == 422
    assert browser.post(ending, {"ended_on": "2024-03-31"}).status_code == 302
    assert browser.post(ending, {"ended_on": "2024-03-31"}).status_code == 404

    with tenant_context(cast.north.pk):
        assert ClientTeamMember.objects.get().ended_on.isoformat() == "2024-03-31"
        assert set(AuditEntry.objects.filter(action__startswith="team.").values_list("action", flat=True)) == {
            "team.joined",
            "team.left",
        }
    assert "Who worked here before" in browser.get(page("client-team", client_id=client)).content.decode()


def test_only_those_with_the_right_change_clients(cast, client_of, page, add, now) -> None:
    client = add("Nordwerk")
    lead = hire(cast.north, "Lena Lead", role="department_lead", now=now)
    for person in (cast.bob, cast.carol, cast.erin, lead):
        browser = client_of(person)
        assert browser.get(page("client-team", client_id=client)).status_code == 200
        assert "Add a person" not in browser.get(page("client-team", client_id=client)).content.decode()
        for name in ("client-edit", "client-archive", "client-restoration", "team-member-new"):
            assert browser.post(page(name, client_id=client), {"name": "Mine"}).status_code == 403
    assert only_client(cast).name == "Nordwerk"


def test_foreign_clients_are_not_found(cast, client_of, page, add) -> None:
    client = add("Nordwerk")
    for name in ("client-team", "client-edit", "client-archive"):
        path = page(name, client_id=client).replace("/north/", "/south/")
        assert client_of(cast.mallory).get(path).status_code == 404


def test_somebody_is_in_the_team_on_their_last_day_and_past_after_it(cast, client_of, page, add, now) -> None:
    client = add("Nordwerk")
    with tenant_context(cast.north.pk):
        today = client.local_date(now)
        for name, until in (("carol", today - timedelta(days=1)), ("bob", today)):
            ClientTeamMember.objects.create(
                client=client, employee=getattr(cast, name).employee, started_on=until, ended_on=until
            )

    text = client_of(cast.alice).get(page("client-team", client_id=client)).content.decode()

    assert text.index("Bob Berg") < text.index("Who worked here before") < text.index("Carol Cole")
