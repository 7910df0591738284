"""Segments, tags and the organization's own fields."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients.models import Client, ClientTag, CustomField, Segment, Tag
from accounts.tenancy.context import tenant_context

pytestmark = pytest.mark.django_db


def in_north(cast, read):
    with tenant_context(cast.north.pk):
        return read()


def acts(cast):
    return in_north(
        cast, lambda: list(AuditEntry.objects.order_by("happened_at", "id").values_list("action", flat=True))
    )


# --- Segments ---


def test_a_segment_is_added_changed_and_archived(cast, client_of, page, maria, add) -> None:
    browser = client_of(maria)

    browser.post(page("segment-new"), {"name": " Key accounts ", "owner": maria.employee.pk})
    segment = in_north(cast, Segment.objects.get)
    client = add("Nordwerk", segment=segment)
    text = browser.get(page("segments")).content.decode()
    assert "Key accounts" in text
    assert f'?segment={segment.pk}">1</a>' in text
    browser.post(page("segment", segment_id=segment), {"name": "Keys", "owner": "", "description": "The largest"})
    assert (
        "The client that is in it stays there."
        in browser.get(page("segment-archive", segment_id=segment)).content.decode()
    )
    browser.post(page("segment-archive", segment_id=segment))

    assert "No segments yet" in browser.get(page("segments")).content.decode()
    assert in_north(cast, lambda: Client.objects.get(pk=client.pk).segment.name) == "Keys"
    assert "Keys (archived)" in browser.get(page("client-edit", client_id=client)).content.decode()
    assert [act for act in acts(cast) if act.startswith("segment")] == [
        "segment.created",
        "segment.changed",
        "segment.archived",
    ]


@pytest.mark.parametrize("name", ["", " ", "KEY", "a\nb", "x" * 121])
def test_a_segment_needs_a_name_of_its_own(cast, client_of, page, now, name) -> None:
    in_north(cast, lambda: Segment.objects.create(name="Key", created_at=now))

    assert client_of(cast.alice).post(page("segment-new"), {"name": name}).status_code == 422


# --- Tags ---


def test_a_tag_is_renamed_merged_and_deleted(cast, client_of, page, add) -> None:
    add("One", tags=["VIP"]), add("Two", tags=["vip", "key"])
    browser = client_of(cast.alice)
    vip, key = in_north(cast, lambda: list(Tag.objects.order_by("name")))
    assert "2 clients" in browser.get(page("tags")).content.decode()

    assert browser.post(page("tag", tag_id=vip), {"name": "KEY"}).status_code == 422
    assert browser.post(page("tag", tag_id=vip), {"name": "a,b"}).status_code == 422
    browser.post(page("tag", tag_id=vip), {"name": "Important"})
    assert browser.post(page("tag-merge", tag_id=vip), {"into": vip.pk}).status_code == 422
    browser.post(page("tag-merge", tag_id=vip), {"into": key.pk})

    assert in_north(cast, lambda: sorted(ClientTag.objects.values_list("client__name", "tag__name"))) == [
        ("One", "key"),
        ("Two", "key"),
    ]
    browser.post(page("tag-removal", tag_id=key))
    assert in_north(cast, Tag.objects.count) == 0
    assert in_north(cast, Client.objects.count) == 2
    assert [act for act in acts(cast) if act.startswith("tag.") and act != "tag.created"] == [
        "tag.renamed",
        "tag.merged",
        "tag.deleted",
        "tag.deleted",
    ]


# --- Own fields ---


def keys(cast, subject="client"):
    return in_north(
        cast,
        lambda: list(
            CustomField.objects.filter(subject=subject, archived_at=None)
            .order_by("position")
            .values_list("key", flat=True)
        ),
    )


def add_field(browser, page, label, **typed):
    return browser.post(page("custom-field-new"), {"label": label, "subject": "client", "kind": "text"} | typed)


def test_fields_get_keys_that_never_change(cast, client_of, page) -> None:
    browser = client_of(cast.alice)
    for label in ("Contract № 1", "Contract № 1", "Тариф", "Сегмент", "Ö"):
        assert add_field(browser, page, label).status_code == 302
    add_field(browser, page, "Contract № 1", subject="contact")

    assert keys(cast) == ["contract_no_1", "contract_no_1_2", "field", "field_2", "o"]
    assert keys(cast, "contact") == ["contract_no_1"]
    field = in_north(cast, lambda: CustomField.objects.get(key="field"))
    browser.post(page("custom-field", field_id=field), {"label": "Plan", "kind": "number", "subject": "contact"})
    field = in_north(cast, lambda: CustomField.objects.get(key="field"))
    assert (field.label, field.kind, field.subject) == ("Plan", "text", "client")


def test_fields_are_moved_archived_and_brought_back(cast, client_of, page) -> None:
    browser = client_of(cast.alice)
    for label in "abc":
        add_field(browser, page, label)
    fields = in_north(cast, lambda: {field.key: field for field in CustomField.objects.all()})

    browser.post(page("custom-field-move", field_id=fields["c"]), {"direction": "up"})
    assert keys(cast) == ["a", "c", "b"]
    browser.post(page("custom-field-move", field_id=fields["a"]), {"direction": "up"})
    browser.post(page("custom-field-move", field_id=fields["a"]), {"direction": "down"})
    assert keys(cast) == ["c", "a", "b"]
    browser.post(page("custom-field-archive", field_id=fields["a"]))
    assert keys(cast) == ["c", "b"]
    assert browser.post(page("custom-field-move", field_id=fields["a"])).status_code == 404
    browser.post(page("custom-field-restoration", field_id=fields["a"]))
    assert "a" in keys(cast)


@pytest.mark.parametrize(
    "typed",
    [
        *({"label": label} for label in ("", "a\nb", "x" * 121)),
        *({"kind": kind} for kind in ("", "file")),
        {"subject": "employee"},
        *(
            {"kind": "choice", "choices": choices}
            for choices in ("", " \n ", "x" * 201, "\n".join(map(str, range(101))))
        ),
        {"kind": "text", "choices": "a"},
    ],
)
def test_a_field_that_makes_no_sense_is_refused(cast, client_of, page, typed) -> None:
    answer = client_of(cast.alice).post(
        page("custom-field-new"), {"label": "Plan", "subject": "client", "kind": "text"} | typed
    )
    assert answer.status_code == 422
    assert keys(cast) == []


def test_forty_fields_are_enough(cast, client_of, page, now) -> None:
    in_north(
        cast,
        lambda: CustomField.objects.bulk_create(
            CustomField(subject="client", key=str(number), label="x", kind="text", created_at=now)
            for number in range(40)
        ),
    )

    assert "There are 40 fields already" in add_field(client_of(cast.alice), page, "One more").content.decode()
    assert add_field(client_of(cast.alice), page, "One more", subject="contact").status_code == 302


@pytest.mark.parametrize("name", ["segments", "tags", "custom-fields", "client-views"])
def test_lists_ask_the_database_the_same_for_one_and_for_many(cast, client_of, page, add, now, name) -> None:
    from accounts.clients.models import SavedView

    def more(word):
        segment = in_north(cast, lambda: Segment.objects.create(name=word, owner=cast.bob.employee, created_at=now))
        add(word, segment=segment, tags=[word])
        values = {"label": word, "subject": "client", "kind": "text", "created_at": now}
        in_north(cast, lambda: CustomField.objects.create(key=word, **values))
        in_north(cast, lambda: SavedView.objects.create(name=word, query="", created_at=now))

    browser = client_of(cast.alice)
    more("one")
    browser.get(page(name))
    with CaptureQueriesContext(connection) as one:
        browser.get(page(name))
    more("two")
    more("three")

    with CaptureQueriesContext(connection) as many:
        assert "three" in browser.get(page(name)).content.decode()

    assert len(many) == len(one)
