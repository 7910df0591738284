from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.clients.models import ClientFacts
from accounts.events import actions as events
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from accounts.webhooks import queries as webhooks
from feedback.interactions.models import Interaction, InteractionContact, Need, Promise
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Nordwerk", by=cast.alice.employee, now=now)


@pytest.fixture
def taras(nordwerk, cast, now):
    with tenant_context(cast.north.pk):
        position = a_contact(
            "Taras Melnyk", at=nordwerk, by=cast.alice.employee, now=now - timedelta(days=400), roles=["technical"]
        )
        return position.contact


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


def typed(**more):
    return {
        "channel": "call",
        "mood": "20",
        "happened_at": "2026-11-01T10:00",
        "visibility": "team",
        "notes": "Waits for the act for the third time.",
    } | more


def log(client_of, person, nordwerk, **more):
    return client_of(person).post(address("interaction-new", client_id=nordwerk), typed(**more), follow=True)


def test_three_inputs_are_enough_and_stand_in_the_story(client_of, cast, nordwerk, taras) -> None:
    answer = log(client_of, cast.carol, nordwerk, people=[str(taras.pk)])

    text = answer.content.decode()
    assert "The talk is in the story of Nordwerk." in text
    assert "Call, Taras Melnyk" in text
    assert "Waits for the act for the third time." in text
    with tenant_context(cast.north.pk):
        talk = Interaction.objects.get()
        assert (talk.mood, talk.by) == (20, cast.carol.employee)
        assert InteractionContact.objects.get().roles == ["technical"]
        assert ClientFacts.objects.get(client=nordwerk).last_heard_at == talk.happened_at


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"mood": "", "notes": "", "quote": ""}, "Choose a face, or write what was said"),
        ({"promise": "Send the act"}, "A promise has a day."),
        ({"promise_due": "2026-12-01"}, "Say what was promised"),
        ({"happened_at": "2099-01-01T10:00"}, "when it has taken place"),
        ({"channel": "pigeon"}, "Select a valid choice"),
        ({"people": ["00000000-0000-7000-8000-000000000000"]}, "Select a valid choice"),
        ({"topics": ",".join(f"topic {number}" for number in range(11))}, "At most ten topics"),
    ],
)
def test_a_slip_is_said_and_keeps_what_was_typed(client_of, cast, nordwerk, taras, more, said) -> None:
    answer = log(client_of, cast.carol, nordwerk, **({"quote": "Утретє чекаємо", "need": "Кошторис"} | more))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Кошторис" in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert not Interaction.objects.exists()


def test_needs_and_promises_are_kept_until_their_end(client_of, cast, nordwerk, taras) -> None:
    more = {"need": "A budget for the new line", "promise": "Send the act", "promise_due": "2026-10-05"}
    page = log(client_of, cast.carol, nordwerk, people=[str(taras.pk)], **more).content.decode()
    assert "Send the act" in page
    assert "A budget for the new line" in page

    with tenant_context(cast.north.pk):
        promise, need = Promise.objects.get(), Need.objects.get()
    carol = client_of(cast.carol)
    for _again in range(2):
        carol.post(address("promise-kept", promise_id=promise))
        carol.post(address("need-met", need_id=need))
    carol.post(address("promise-dropped", promise_id=promise))

    with tenant_context(cast.north.pk):
        promise.refresh_from_db()
        assert (promise.kept_at is None, promise.dropped_at) == (False, None)
        told = Event.objects.filter(kind__startswith="promise.").values_list("kind", flat=True)
        assert sorted(told) == ["promise.kept", "promise.made"]
    page = carol.get(address("client", client_id=nordwerk)).content.decode()
    assert "Promises and needs" not in page


CANARY = "zhovta kanarka"
SECRET = {"notes": CANARY, "quote": CANARY, "need": CANARY, "promise": CANARY, "promise_due": "2026-12-01"}


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("team", {"alice", "bob", "carol", "dave", "erin"}),
        ("managers", {"alice", "bob", "dave"}),
        ("leadership", {"alice", "bob"}),
    ],
)
def test_a_talk_is_read_by_those_who_may(client_of, cast, nordwerk, taras, now, visibility, readers) -> None:
    log(client_of, cast.bob, nordwerk, people=[str(taras.pk)], visibility=visibility, promise_owner="", **SECRET)
    with tenant_context(cast.north.pk):
        talk = Interaction.objects.get()
        promise, need = Promise.objects.get(), Need.objects.get()
    pages = [
        address("client", client_id=nordwerk),
        address("client-timeline", client_id=nordwerk),
        address("contact", contact_id=taras),
        address("interaction", interaction_id=talk),
    ]
    for name in ("alice", "bob", "carol", "dave", "erin"):
        person = getattr(cast, name)
        texts = [client_of(person).get(page).content.decode() for page in pages]
        assert [CANARY in text for text in texts] == [name in readers] * 4, name
    if "carol" not in readers:
        carol = client_of(cast.carol)
        assert carol.post(address("promise-kept", promise_id=promise)).status_code == 404
        assert carol.post(address("need-met", need_id=need)).status_code == 404


def test_what_top_management_alone_may_read_leaves_by_no_webhook(client_of, cast, nordwerk, taras) -> None:
    log(client_of, cast.bob, nordwerk, people=[str(taras.pk)], visibility="leadership", notes=CANARY)

    with tenant_context(cast.north.pk):
        event = Event.objects.get(kind="interaction.confided")
        assert set(event.payload) == {"interaction_id"}
        assert "interaction.confided" not in webhooks.kind_titles()
        from accounts.webhooks.models import Webhook, WebhookDelivery

        hook = Webhook(title="All", url="https://hooks.example/", kinds=["*"], created_at=event.recorded_at)
        hook.set_secret(b"secret of the webhook")
        hook.save()
        events.dispatch([event.pk], event.recorded_at)
        assert not WebhookDelivery.objects.exists()


def test_a_talk_with_two_people_is_told_once_and_counts_for_both(client_of, cast, nordwerk, taras, now) -> None:
    with tenant_context(cast.north.pk):
        olena = a_contact("Olena", at=nordwerk, by=cast.alice.employee, now=now).contact

    page = log(client_of, cast.carol, nordwerk, people=[str(taras.pk), str(olena.pk)]).content.decode()

    assert page.count("Waits for the act") == 1
    for person in (taras, olena):
        text = client_of(cast.carol).get(address("contact", contact_id=person)).content.decode()
        assert "Waits for the act" in text


def test_files_are_checked_kept_and_given_to_readers_only(client_of, cast, nordwerk) -> None:
    good = SimpleUploadedFile("акт <1>.pdf", b"%PDF-1.4 content", content_type="application/pdf")
    log(client_of, cast.bob, nordwerk, attachments=[good], visibility="leadership")
    with tenant_context(cast.north.pk):
        talk = Interaction.objects.get()
        file = talk.attachments.get()
    url = address("interaction-file", interaction_id=talk, attachment_id=file)

    answer = client_of(cast.bob).get(url)

    assert b"".join(answer.streaming_content) == b"%PDF-1.4 content"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_of(cast.carol).get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ", "of a kind that is not kept here"),
        ("page.html", b"<script>", "of a kind that is not kept here"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_files_of_other_kinds_are_refused(client_of, cast, nordwerk, name, content, said) -> None:
    answer = log(client_of, cast.carol, nordwerk, attachments=[SimpleUploadedFile(name, content)])

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_removed_talk_is_gone_from_every_page(client_of, cast, nordwerk, taras) -> None:
    log(client_of, cast.carol, nordwerk, people=[str(taras.pk)], notes=CANARY)
    with tenant_context(cast.north.pk):
        talk = Interaction.objects.get()
    url = address("interaction-removal", interaction_id=talk)
    assert client_of(cast.erin).post(url).status_code == 403

    page = client_of(cast.carol).post(url, follow=True).content.decode()

    assert "The talk is removed." in page
    assert CANARY not in page
    assert client_of(cast.carol).get(address("interaction", interaction_id=talk)).status_code == 404


def test_clients_are_found_by_the_beginning_of_the_name(client_of, cast, nordwerk, now) -> None:
    with tenant_context(cast.north.pk):
        a_client("Ґрунт", by=cast.alice.employee, now=now, manager=cast.carol.employee)
    carol = client_of(cast.carol)
    url = reverse("interaction-client", kwargs={"slug": "north"})

    own = carol.get(url).content.decode()
    found = carol.get(url, {"q": "nordW"}).content.decode()

    assert ("Ґрунт" in own, "Nordwerk" in own) == (True, False)
    assert "Nordwerk" in client_of(cast.bob).get(url).content.decode()  # who has no clients of their own
    assert "No clients yet" in client_of(cast.mallory).get(url.replace("north", "south")).content.decode()
    assert ("Ґрунт" in found, "Nordwerk" in found) == (False, True)


def test_another_house_reads_and_writes_nothing(client_of, cast, nordwerk) -> None:
    url = reverse("interaction-new", kwargs={"slug": "south", "client_id": nordwerk.pk})

    assert client_of(cast.mallory).post(url, typed()).status_code == 404
    with tenant_context(cast.north.pk):
        assert not Interaction.objects.exists()
