"""Erasing a person, and handing out what we hold of them."""

import io
import json
import re
import zipfile
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.db.models import Sum
from django.utils.formats import date_format

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.clients import actions, people_data
from accounts.clients.actions import people_data as data
from accounts.clients.models import Contact, PersonRequest, Undo
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.events import actions as events
from accounts.events.models import CustomKind, Event
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail, State, Suppression
from accounts.organizations.roles import Role
from accounts.search.queries import QUEUE as SEARCH
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction, InteractionContact, Need, Promise
from feedback.responses.actions import PastAnswer, record_past
from journeys.playbooks.models import Task
from tests.cast import hire
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

pytestmark = pytest.mark.django_db

NAME, CANARY, ADDRESS, PHONE = "Zyxwvut Canary", "qzjxkcanary", "zyxwvut@qzjxk.example", "+380441239999"


def texts_of(model):
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return [field for field in model._meta.concrete_fields if isinstance(field, kinds)]


@pytest.fixture
def ann(cast, now):
    """A person whose every text is a canary, with everything that can name one, and a colleague who stays."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        client = a_client("Blue", by=by, now=now)
        place = a_contact(
            NAME, at=client, by=by, now=now, email=ADDRESS, job_title=CANARY, phone=PHONE, roles=["economic"]
        )
        ben = a_contact("Ben Stays", at=client, by=by, now=now).contact
        twin = a_contact(NAME + " Twin", at=client, by=by, now=now, notes=CANARY).contact
        ann = place.contact
        texts = [one.name for one in texts_of(Contact) if one.name in Contact.personal]
        values = dict.fromkeys(texts, CANARY) | {"name": NAME, "phone": PHONE, "custom": {"a": CANARY}}
        values["messengers"] = [{"kind": "viber", "handle": CANARY}]
        Contact.objects.filter(pk=ann.pk).update(**values, birth_day=1, birth_month=2)
        actions.merge_people(source=twin, into=ann, values={}, title=f"{NAME} merged", by=by, now=now)
        for people, text in (
            ([ann], CANARY),
            ([ann, ben], f"{NAME} said to write to {ADDRESS}"),
            ([ben], f"Ask {NAME}."),
            ([ben], f"ask {NAME.upper()}!"),
        ):
            talk = Interaction(
                client=client, channel="call", mood=40, happened_at=now, notes=text, quote=text, topics=["price", NAME]
            )
            said = interactions.Said(need=f"A plan for {NAME}", promise=f"Call {PHONE}", promise_due=now.date())
            file = SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode()) if people == [ann] else None
            interactions.log(interaction=talk, people=people, by=by, now=now, said=said, files=[file] if file else [])
        Task.objects.create(
            title=f"Write to {NAME}", client=client, contact=ann, owner=by, due_on=now.date(), created_at=now
        )
        CustomKind.objects.create(
            name="custom.said", title="Said", fields={"text": "text", "n": "number"}, created_at=now
        )
        events.publish(
            events.Fact(kind="custom.said", contact_id=ann.pk, happened_at=now, payload={"text": CANARY, "n": 7}),
            now=now,
        )
        context = {"webhook_title": CANARY}
        mail.send(
            "webhook_disabled", to=ADDRESS, to_name=NAME, language="en", context=context, now=now, contact_id=ann.pk
        )
        jobs.enqueue(queue=data.QUEUE, subject_id=data.request_export(contact=ann, by=by, now=now).pk, now=now)
    work_off()
    with tenant_context(cast.north.pk):
        return Contact.objects.get(pk=ann.pk)


def work_off():
    for queue in (data.QUEUE, SEARCH):
        jobs.drain(queue=queue, now=lambda: clock.real_now() + timedelta(seconds=1))


def erase(cast, ann, now):
    with tenant_context(cast.north.pk):
        asked = data.request_erasure(contact=ann, by=cast.alice.employee, now=now)
    work_off()
    with tenant_context(cast.north.pk):
        return PersonRequest.objects.get(pk=asked.pk)


def dump(cast):
    """Return every row of every table of the organization as text, by the real catalog."""
    with tenant_context(cast.north.pk), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'organization_id'")
        tables = sorted({row[0] for row in cursor.fetchall()})
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t WHERE organization_id = %s', [cast.north.pk])
            found[table] = "\n".join(row[0] for row in cursor.fetchall())
    return found


def told(cast):
    words = ("canary", "zyxwvut", "qzjxk", PHONE, CANARY.encode().hex())
    return {table for table, text in dump(cast).items() if any(word in text.lower() for word in words)}


def files(cast):
    return [name for folder in ("interactions", "people") for name in _listed(f"{cast.north.pk}/{folder}")]


def _listed(folder):
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def counted(cast):
    with tenant_context(cast.north.pk):
        return (
            Interaction.objects.count(),
            Interaction.objects.aggregate(sum=Sum("mood")),
            InteractionContact.objects.count(),
            Need.objects.count(),
            Promise.objects.count(),
            Task.objects.count(),
            OutgoingEmail.objects.count(),
            Event.objects.exclude(kind="contact.erased").count(),
            Event.objects.get(kind="custom.said").payload["n"],
        )


def test_nothing_is_found_of_a_person_who_was_erased(cast, ann, now, django_capture_on_commit_callbacks) -> None:
    assert len(told(cast)) > 8
    assert len(files(cast)) == 2
    before = counted(cast)

    with django_capture_on_commit_callbacks(execute=True):
        asked = erase(cast, ann, now)

    assert asked.finished_at
    assert told(cast) == set()
    assert files(cast) == []
    assert counted(cast) == before
    with tenant_context(cast.north.pk):
        assert Interaction.objects.get(notes="Ask ….").quote == "Ask …."
        assert Interaction.objects.filter(notes="ask …!").exists()
        assert Need.objects.filter(text="A plan for …").count() == 4
        assert not Undo.objects.exists()
        letter = OutgoingEmail.objects.get()
        assert (letter.state, letter.to_address, letter.context) == (State.SUPPRESSED, "", {})
        assert Event.objects.get(kind="contact.erased").contact_id == ann.pk
        assert AuditEntry.objects.get(action="contact.erased").actor_id == cast.alice.employee.pk


def test_nobody_writes_to_the_address_again(cast, ann, now, mailbox) -> None:
    erase(cast, ann, now)

    with tenant_context(cast.north.pk):
        assert Suppression.objects.get().reason == Suppression.Reason.ERASED
        again = mail.send(
            "webhook_disabled", to=ADDRESS.upper(), language="en", context={"webhook_title": "x"}, now=now
        )

    assert list(mailbox) == []
    with tenant_context(cast.north.pk):
        assert OutgoingEmail.objects.get(pk=again.pk).state == State.SUPPRESSED


def test_erasing_goes_on_after_a_kill(cast, ann, now) -> None:
    with tenant_context(cast.north.pk):
        asked = data.request_erasure(contact=ann, by=cast.alice.employee, now=now)
        again = data.request_erasure(contact=ann, by=cast.alice.employee, now=now)
        assert again.pk == asked.pk
        # Two workers lost their step after it was done: everything is done once more.
        for _time in range(2):
            for place in people_data.places():
                people_data.erase(place, data.person_of(ann.pk), now)
    work_off()

    assert told(cast) <= {"accounts_suppression"}


def test_another_organization_keeps_its_person(cast, ann, now) -> None:
    with tenant_context(cast.south.pk):
        client = a_client("Blue", by=cast.mallory.employee, now=now)
        a_contact(NAME, at=client, by=cast.mallory.employee, now=now, email=ADDRESS)

    erase(cast, ann, now)

    with tenant_context(cast.south.pk):
        assert Contact.objects.get().name == NAME
        assert not Suppression.objects.exists()


def test_erased_person_is_called_so_wherever_they_stood(cast, ann, now, client_of, page) -> None:
    with tenant_context(cast.north.pk):
        talk = Interaction.objects.filter(people__contact=ann).first()
        client = talk.client
        ben = client.positions.select_related("contact").get(contact__name="Ben Stays")
        actions.mark_left(position=ben, successor=ann, by=cast.alice.employee, now=now, today=now.date())
        contract = Contract(
            client=client, title="Support", amount=1, currency="EUR", starts_on=now.date(), signed_by=ann
        )
        contracts.add_contract(contract=contract, by=cast.alice.employee, now=now)
    erase(cast, ann, now)
    browser = client_of(cast.alice)

    for address in (
        page("client", client_id=client),
        page("client-timeline", client_id=client),
        page("client-people", client_id=client),
        page("client-deals", client_id=client),
        page("contact", contact_id=ben.contact),
        page("interaction", interaction_id=talk),
        page("my-day"),
        page("audit", "act=contact.created"),
        page("mail-log"),
        page("suppressions"),
    ):
        text = browser.get(address).content.decode()
        assert "Erased person" in text, address
        assert page("contact", contact_id=ann) not in text, address


def archive_of(answer):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return json.loads(archive.read("person.json")), archive.read("person.html").decode()


def test_person_gets_what_we_hold(cast, ann, client_of, page, now) -> None:
    browser = client_of(cast.alice)
    browser.post(page("contact-exports", contact_id=ann), follow=True)
    work_off()
    with tenant_context(cast.north.pk):
        asked = PersonRequest.objects.latest("requested_at")

    told, text = archive_of(browser.get(page("person-file", request_id=asked)))

    kinds = {section["kind"] for section in told["sections"]}
    assert {
        "accounts.Contact",
        "accounts.ContactEmail",
        "feedback.Interaction",
        "journeys.Task",
        "accounts.Event",
    } <= kinds
    assert NAME in text
    assert ADDRESS in text
    titles = set(re.findall("<dt>(.*?)</dt>", text))
    assert {"Name", "Messengers", "What was said", "What is to be done", "What happened", "Kind of letter"} <= titles
    assert not [title for title in titles if "_" in title or not title[0].isupper()]
    assert not re.search("[0-9a-f]{8}-[0-9a-f]{4}-", text)
    assert "Viber qzjxkcanary" in text
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="contact.export_fetched").exists()
        PersonRequest.objects.update(finished_at=now - timedelta(days=8))
    assert browser.get(page("person-file", request_id=asked)).status_code == 404
    assert client_of(cast.dave).get(page("person-file", request_id=asked)).status_code == 404


def test_page_is_in_the_persons_language_and_time(cast, ann, now, client_of, page) -> None:
    with tenant_context(cast.north.pk):
        Contact.objects.filter(pk=ann.pk).update(language="uk", time_zone="Asia/Tokyo", custom={})
        asked = data.request_export(contact=ann, by=cast.alice.employee, now=now)
    work_off()

    text = archive_of(client_of(cast.alice).get(page("person-file", request_id=asked)))[1]

    assert {"Ім’я", "Що було сказано", "Мова"} <= set(re.findall("<dt>(.*?)</dt>", text))
    assert date_format(now.astimezone(ZoneInfo("Asia/Tokyo")), "H:i") in text


@pytest.mark.parametrize(
    "place", [one for one in people_data.places() if one.title and one.of], ids=lambda one: one.title
)
def test_everything_that_is_about_a_person_has_a_title(place) -> None:
    titles = people_data.columns(place)

    assert titles
    assert {*place.emptied, *place.struck} - titles.keys() <= {"sort_name"}
    assert {*place.titles, *place.words} <= {one.name for one in place.model._meta.concrete_fields}


def test_answers_stand_under_their_questions(cast, ann, now, client_of, page) -> None:
    with tenant_context(cast.north.pk):
        version = a_version(by=cast.alice.employee, now=now)
        said = {"recommend": 9, "reason": ["speed", "other"], "reason.other": "Their dog", "words": "Bravo"}
        row = {"key": "1", "version": version, "client_id": ann.positions.get().client_id, "contact_id": ann.pk}
        record_past([PastAnswer(**row, happened_at=now, answers=said, language="en", role="")], by=None, now=now)
        asked = data.request_export(contact=ann, by=cast.alice.employee, now=now)
    work_off()

    text = archive_of(client_of(cast.alice).get(page("person-file", request_id=asked)))[1]

    answers = (
        "Would you recommend us? – 9 of 10<br>What decided it? – Speed; Other: Their dog<br>In your own words – Bravo"
    )
    assert f"<dt>Answers</dt><dd>{answers}</dd>" in text


def test_what_the_reader_may_not_read_is_left_out_and_said(cast, ann, now, page, client_of) -> None:
    maria = hire(cast.north, "Maria Moss", role=Role.HAPPINESS_MANAGER, now=now)
    with tenant_context(cast.north.pk):
        talk = Interaction.objects.filter(people__contact=ann).first()
        Interaction.objects.filter(pk=talk.pk).update(visibility="leadership")
        asked = data.request_export(contact=ann, by=maria.employee, now=now)
    work_off()

    told, text = archive_of(client_of(maria).get(page("person-file", request_id=asked)))

    talks = next(one for one in told["sections"] if one["kind"] == "feedback.Interaction")["rows"]
    assert str(talk.pk) not in {row["id"] for row in talks}
    assert told["left_out"] == 4  # the talk, the part in it, its need and its promise
    assert "are left out" in text


def test_page_asks_for_the_name(cast, ann, client_of, page) -> None:
    browser = client_of(cast.alice)
    address = page("contact-erasure", contact_id=ann)

    assert browser.post(address, {"name": "Somebody"}).status_code == 422
    answer = browser.post(address, {"name": NAME.lower()}, follow=True)

    assert "is being erased" in answer.content.decode()
    assert browser.get(page("contact", contact_id=ann)).status_code == 404
    assert client_of(cast.bob).get(address).status_code == 403
    assert client_of(cast.carol).get(page("contact-exports", contact_id=ann)).status_code == 403
