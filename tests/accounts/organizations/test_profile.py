"""What people keep up to date about themselves, and the way out."""

import pytest

from accounts.audit.models import AuditEntry
from accounts.organizations.models import Employee, Membership
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire

PROFILE = {
    "name": "Carol Cole",
    "language": "uk",
    "time_zone": "Asia/Tokyo",
    "work_days": ["7", "1"],
    "work_starts": "08:30",
    "work_ends": "12:00",
}


def employee(person):
    with tenant_context(person.organization.pk):
        return Employee.objects.get(pk=person.employee.pk)


def test_profile_is_changed(cast, client_of):
    answer = client_of(cast.carol).post(cast.carol.url("settings/me/"), PROFILE)

    carol = employee(cast.carol)
    assert answer.headers["Location"] == cast.carol.url("settings/me/")
    assert (carol.language, carol.time_zone, carol.work_days) == ("uk", "Asia/Tokyo", "17")
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="employee.changed")
    assert entry.actor_id == carol.pk
    assert entry.changes["work_starts"] == ["09:00:00", "08:30:00"]


def test_profile_is_open_to_every_role(cast, client_of):
    for person in (cast.alice, cast.bob, cast.carol, cast.dave, cast.erin):
        assert client_of(person).get(person.url("settings/me/")).status_code == 200


def test_profile_changes_nothing_that_others_keep(cast, client_of):
    data = {**PROFILE, "email": "x@y.example", "job_title": "King", "role": "owner", "left_at": "2020-01-01"}

    client_of(cast.carol).post(cast.carol.url("settings/me/"), data)

    carol = employee(cast.carol)
    assert (carol.email, carol.job_title, carol.left_at) == ("carol@north.example", "", None)


def test_profile_is_one_for_each_organization(cast, client_of, now):
    both = hire(cast.south, "Carol Cole", role=Role.VIEWER, now=now, user=cast.carol.user)

    client_of(cast.carol).post(both.url("settings/me/"), PROFILE)

    assert employee(both).time_zone == "Asia/Tokyo"
    assert employee(cast.carol).time_zone == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "a\nb"),
        ("language", "xx"),
        ("time_zone", ""),
        ("work_days", []),
        ("work_days", ["0"]),
        ("work_days", ["1", "x"]),
        ("work_starts", "12:00"),
        ("work_ends", "24:00"),
    ],
)
def test_profile_rejects_bad_input(cast, client_of, field, value):
    answer = client_of(cast.carol).post(cast.carol.url("settings/me/"), {**PROFILE, field: value})

    assert answer.status_code == 422
    assert {field, "work_ends"} & set(answer.context["form"].errors)
    assert employee(cast.carol).language == "en"


def test_member_leaves(cast, client_of):
    client = client_of(cast.carol)
    assert (
        "Only a new invitation brings you back."
        in client.get(cast.carol.url("settings/me/departure/")).content.decode()
    )

    answer = client.post(cast.carol.url("settings/me/departure/"))

    assert answer.headers["Location"] == "/"
    assert client.get(cast.carol.url()).status_code == 404
    assert employee(cast.carol).left_at is not None
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="membership.ended").actor_id == cast.carol.employee.pk


def test_last_owner_is_told_to_name_another_one(cast, client_of):
    answer = client_of(cast.alice).post(cast.alice.url("settings/me/departure/"))

    assert answer.status_code == 422
    assert "Make somebody else an owner first." in answer.content.decode()
    assert client_of(cast.alice).get(cast.alice.url()).status_code == 200


def test_owner_leaves_when_there_is_another_one(cast, client_of):
    with tenant_context(cast.north.pk):
        Membership.objects.filter(pk=cast.dave.membership.pk).update(role=Role.OWNER)

    assert client_of(cast.alice).post(cast.alice.url("settings/me/departure/")).status_code == 302
    assert client_of(cast.alice).get(cast.alice.url()).status_code == 404


def test_owner_of_another_house_does_not_count(cast, client_of, now):
    hire(cast.south, "Alice Ahlberg", role=Role.OWNER, now=now, user=cast.alice.user)

    assert client_of(cast.alice).post(cast.alice.url("settings/me/departure/")).status_code == 422
