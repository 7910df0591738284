"""The organization's own page, and the way into the settings."""

import io
from datetime import time

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.audit.models import AuditEntry
from accounts.organizations import queries
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.worktime import Place, WorkWeek

SETTINGS = {
    "name": "North",
    "slug": "north",
    "language": "en",
    "time_zone": "Europe/Kyiv",
    "confidentiality_group": 5,
    "blast_limit": 200,
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {**storages["default"]["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = storages


def organization(cast):
    with tenant_context(cast.north.pk):
        return Organization.objects.get()


def picture(size=(600, 300), kind="PNG", mode="RGB", name="me and my cat.png"):
    content = io.BytesIO()
    Image.new(mode, size, 1).save(content, kind)
    return SimpleUploadedFile(name, content.getvalue())


def test_settings_lead_to_the_first_page_of_the_role(cast, client_of):
    found = {
        name: client_of(person).get(person.url("settings/")).headers["Location"]
        for name, person in {"alice": cast.alice, "dave": cast.dave, "carol": cast.carol}.items()
    }

    assert found["alice"] == found["dave"] == cast.alice.url("settings/organization/")
    assert found["carol"] == cast.carol.url("settings/people/")


def test_organization_is_changed(cast, client_of):
    data = {**SETTINGS, "name": "North & Co 🙂", "language": "uk", "time_zone": "Europe/Lisbon"}

    answer = client_of(cast.dave).post(cast.dave.url("settings/organization/"), data, follow=True)

    assert "Saved." in answer.content.decode()
    changed = organization(cast)
    assert (changed.name, changed.language, changed.time_zone) == ("North & Co 🙂", "uk", "Europe/Lisbon")
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="organization.changed")
    assert entry.changes == {"name": None, "language": ["en", "uk"], "time_zone": ["Europe/Kyiv", "Europe/Lisbon"]}


def test_confidentiality_group_is_audited_and_never_below_three(cast, client_of):
    browser, address = client_of(cast.dave), cast.dave.url("settings/organization/")

    assert browser.post(address, {**SETTINGS, "confidentiality_group": 2}).status_code == 422
    assert organization(cast).confidentiality_group == 5
    assert browser.post(address, {**SETTINGS, "confidentiality_group": 8}).status_code == 302

    assert organization(cast).confidentiality_group == 8
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="organization.changed").changes == {"confidentiality_group": [5, 8]}


def test_organization_needs_the_right(cast, client_of):
    for person in (cast.bob, cast.carol, cast.erin):
        answer = client_of(person).post(person.url("settings/organization/"), {**SETTINGS, "name": "Mine"})
        assert answer.status_code == 403
    assert organization(cast).name == "North"


def test_organization_hides_the_other_one(cast, client_of):
    answer = client_of(cast.mallory).post(cast.alice.url("settings/organization/"), {**SETTINGS, "name": "Mine"})

    assert answer.status_code == 404
    assert organization(cast).name == "North"


def test_new_address_is_shown_and_the_old_one_is_gone(cast, client_of):
    client = client_of(cast.alice)

    answer = client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "slug": "North-Star"}, follow=True)

    assert answer.redirect_chain == [("/o/north-star/settings/organization/", 302)]
    assert "/o/north-star/" in answer.content.decode()
    assert "no longer open" in answer.content.decode()
    assert client.get("/o/north/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "south"),
        ("slug", "SOUTH"),
        ("slug", ""),
        ("slug", "a b"),
        ("slug", "-a"),
        ("slug", "../x"),
        ("slug", "a/b"),
        ("slug", "північ"),
        ("slug", "x" * 51),
        ("slug", "a\nb"),
        ("slug", "a\x00"),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\r\nBcc: b"),
        ("language", "de"),
        ("time_zone", "Europe/Nowhere"),
    ],
)
def test_organization_rejects_bad_input(cast, client_of, field, value):
    answer = client_of(cast.alice).post(cast.alice.url("settings/organization/"), {**SETTINGS, field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert (organization(cast).name, organization(cast).slug) == ("North", "north")


def test_refused_form_does_not_change_the_frame_of_the_page(cast, client_of):
    data = {**SETTINGS, "name": "Half typed", "slug": "south"}

    page = client_of(cast.alice).post(cast.alice.url("settings/organization/"), data).content.decode()

    assert page.count("Half typed") == 1


# --- The logo ---


@pytest.mark.parametrize(
    ("size", "kind", "mode"), [((600, 300), "PNG", "RGBA"), ((90, 2000), "JPEG", "CMYK"), ((64, 64), "WEBP", "RGB")]
)
def test_logo_becomes_a_small_square_png(cast, client_of, size, kind, mode):
    client = client_of(cast.alice)

    client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": picture(size, kind, mode)})

    logo = organization(cast).logo
    with default_storage.open(logo.name) as file, Image.open(file) as stored:
        assert stored.format == "PNG"
        assert stored.size == (min(512, max(size)),) * 2
    assert logo.name.startswith(f"{cast.north.pk}/logo/")
    assert "cat" not in logo.name
    assert logo.name in client.get(cast.alice.url("settings/organization/")).content.decode()


def test_logo_stands_in_the_trail_without_its_name(cast, client_of):
    client_of(cast.alice).post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": picture()})

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="organization.changed").changes == {"logo": None}


def test_new_logo_replaces_the_file_of_the_old_one(cast, client_of, django_capture_on_commit_callbacks):
    client = client_of(cast.alice)
    client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": picture()})
    old = organization(cast).logo.name

    with django_capture_on_commit_callbacks(execute=True):
        client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": picture((50, 50))})

    assert organization(cast).logo.name != old
    assert not default_storage.exists(old)
    assert default_storage.exists(organization(cast).logo.name)


def test_logo_is_removed(cast, client_of, django_capture_on_commit_callbacks):
    client = client_of(cast.alice)
    client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": picture()})
    old = organization(cast).logo.name

    with django_capture_on_commit_callbacks(execute=True):
        client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "remove_logo": "on"})

    assert not organization(cast).logo
    assert not default_storage.exists(old)


def test_saving_other_fields_keeps_the_logo(cast, client_of):
    client = client_of(cast.alice)
    client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": picture()})
    before = organization(cast).logo.name

    client.post(cast.alice.url("settings/organization/"), {**SETTINGS, "name": "North Star"})

    assert organization(cast).logo.name == before


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("x.png", b""),
        SimpleUploadedFile("x.png", b"not a picture"),
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
        picture(kind="GIF", mode="P"),
        picture(size=(6000, 6000), mode="1"),
        picture(size=(15000, 15000), mode="1"),
        SimpleUploadedFile("x.png", b"\x00" * (1024 * 1024 + 1)),
    ],
    ids=["empty", "text", "svg", "broken", "gif", "many pixels", "bomb", "over a megabyte"],
)
def test_logo_rejects_what_is_no_small_picture(cast, client_of, upload):
    upload.seek(0)

    answer = client_of(cast.alice).post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": upload})

    assert answer.status_code == 422
    assert "logo" in answer.context["form"].errors
    assert not organization(cast).logo


def test_text_in_place_of_a_logo_is_ignored(cast, client_of):
    answer = client_of(cast.alice).post(cast.alice.url("settings/organization/"), {**SETTINGS, "logo": "x"})

    assert answer.status_code == 302
    assert not organization(cast).logo


HOURS = {
    "country": "UA",
    "work_days": ["1", "2"],
    "work_starts": "08:00",
    "work_ends": "17:00",
    "break_starts": "12:00",
    "break_ends": "12:45",
}


def test_hours_of_the_house_are_kept_audited_and_given_to_new_people(cast, client_of):
    browser = client_of(cast.dave)
    assert browser.post(cast.dave.url("settings/hours/"), HOURS).status_code == 302
    carol = {"name": "Zoe", "email": "zoe@north.example", "language": "en", "time_zone": "Europe/Lisbon"}
    assert browser.post(cast.dave.url("settings/people/new/"), carol).status_code == 302

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="organization.changed").changes["break_starts"] == [None, "12:00:00"]
        zoe = Employee.objects.get(email="zoe@north.example")
        weeks = {queries.work_week(zoe), queries.work_week(organization(cast))}
        places = queries.place(zoe), queries.place(organization(cast))
    shifts = ((time(8), time(12)), (time(12, 45), time(17)))
    assert weeks == {WorkWeek((shifts, shifts, (), (), (), (), ()))}
    assert places == (Place("Europe/Lisbon", "UA"), Place("Europe/Kyiv", "UA"))
    page = browser.get(cast.dave.url(f"settings/people/{zoe.pk}/")).content.decode()
    assert "break 12:00–12:45" in page
    assert "Ukraine" in page
    with tenant_context(cast.south.pk):
        assert Organization.objects.get().work_days == "12345"


@pytest.mark.parametrize(
    "wrong",
    [
        {"break_ends": ""},
        {"break_starts": ""},
        {"break_starts": "07:00"},
        {"break_starts": "12:45"},
        {"break_ends": "17:00"},
        {"work_ends": "08:00"},
        {"country": "XX"},
        {"work_days": []},
    ],
)
def test_hours_that_are_none_are_refused(cast, client_of, wrong):
    answer = client_of(cast.dave).post(cast.dave.url("settings/hours/"), {**HOURS, **wrong})

    assert answer.status_code == 422
    assert organization(cast).work_days == "12345"
    assert client_of(cast.carol).get(cast.carol.url("settings/hours/")).status_code == 403
