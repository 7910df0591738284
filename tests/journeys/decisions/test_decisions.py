"""A question to an executive: asked by letter, decided on a page or behind a link, and what follows."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients import actions as registry
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from accounts.tokens import Kind, make
from journeys.decisions import actions, queries
from journeys.decisions.models import Decision
from journeys.playbooks.models import Task
from tests.architecture.test_access import CHANGING
from tests.cast import Person
from tests.factories.accounts import a_client
from tests.happiness.conftest import local

FORM = "application/x-www-form-urlencoded"


def asked(cast, now, *, days: int = 3, question: str = "Give Acme ten days more?", **fields: object) -> Decision:
    """Return what Carol asks of Bob."""
    own = fields.pop("choices", actions.USUAL_CHOICES)
    with tenant_context(cast.north.pk):
        row = Decision(
            question=question, asked_of=cast.bob.employee, due_on=local(now) + timedelta(days=days), **fields
        )
        return actions.ask(decision=row, by=cast.carol.employee, choices=own, now=now)


def link(mailbox, to: str = "bob@north.example", nth: int = 0) -> str:
    return re.search(r"/d/[\w-]{78}/", mailbox.to(to)[nth].get_body(("plain",)).get_content())[0]


def post(url: str, **fields: object):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return browser.post(url, urlencode(fields), content_type=FORM)


def again(row: Decision) -> Decision:
    with tenant_context(row.organization_id):
        return Decision.objects.select_related("asked_of", "delegate").get(pk=row.pk)


def tasks(cast) -> list[Task]:
    with tenant_context(cast.north.pk):
        return list(Task.objects.select_related("owner", "client"))


def changed(row: Decision, **columns: object) -> None:
    with tenant_context(row.organization_id):
        Decision.objects.filter(pk=row.pk).update(**columns)


# --- By the link ---


def test_letter_asks_and_its_page_decides_by_a_button_alone(cast, now, mailbox):
    row = asked(cast, now, amount=Decimal(4000))
    url, stranger = link(mailbox), Client(raise_request_exception=False)
    for method in (stranger.get, stranger.head):
        with CaptureQueriesContext(connection) as found:
            answer = method(url)
        assert answer.status_code == 200
        assert [one["sql"] for one in found if CHANGING.match(one["sql"])] == []
    assert "For Bob Berg alone" in stranger.get(url).content.decode()
    assert (answer["Cache-Control"], answer["Referrer-Policy"], len(answer.cookies)) == ("no-store", "no-referrer", 0)

    assert post(url, choice="approve", note="Gladly").status_code == 303

    row = again(row)
    assert (row.choice, row.note, row.answered_how) == ("approve", "Gladly", "link")
    assert "I approve" in stranger.get(url).content.decode()
    told = mailbox.to("carol@north.example")[0]
    assert told["Subject"] == "Decided: Give Acme ten days more?"
    assert "Bob Berg: I approve" in told.get_body(("plain",)).get_content()


def test_replay_and_another_answer_change_nothing(cast, now, mailbox):
    row = asked(cast, now)
    url = link(mailbox)
    statuses = [post(url, choice=choice).status_code for choice in ("call", "call", "approve")]

    assert statuses == [303, 200, 200]
    assert again(row).choice == "call"
    assert len(tasks(cast)) == 1
    with tenant_context(cast.north.pk):
        assert Event.objects.filter(kind="decision.answered").count() == 1
        assert AuditEntry.objects.filter(action="decision.answered").count() == 1


@pytest.mark.parametrize(
    "fields", [{}, {"choice": "nothing"}, {"choice": "delegate"}, {"choice": "call", "note": "я" * 501}]
)
def test_what_is_wrong_is_said_and_nothing_is_decided(cast, now, mailbox, fields):
    row = asked(cast, now)

    answer = post(link(mailbox), **fields)

    assert answer.status_code == 422
    assert 'class="fault"' in answer.content.decode()
    assert fields.get("note", "") in answer.content.decode()
    assert again(row).choice == ""


def test_much_money_asks_for_a_sign_in(cast, now, mailbox, client_of):
    row = asked(cast, now, amount=Decimal(10_001))
    url = link(mailbox)

    assert "Sign in and decide" in Client().get(url).content.decode()
    assert "Sign in and decide" in post(url, choice="approve").content.decode()
    assert again(row).choice == ""
    client_of(cast.alice).post(cast.alice.url("decisions/limit/"), {"amount": "20000"})
    assert post(url, choice="approve").status_code == 303


def test_link_that_is_over_decides_nothing(cast, now, mailbox):
    row = asked(cast, now)
    url = link(mailbox)
    changed(row, due_on=local(now) - timedelta(days=15))

    answer = post(url, choice="approve")

    assert answer.status_code == 410
    assert again(row).choice == ""


def test_link_of_a_question_taken_back_opens_nothing(cast, now, mailbox, client_of):
    row = asked(cast, now)
    url = link(mailbox)
    client_of(cast.carol).post(cast.carol.url(f"decisions/{row.pk}/withdrawal/"))

    assert Client().get(url).status_code == 404
    assert post(url, choice="approve").status_code == 404
    assert again(row).choice == ""


def test_link_of_somebody_who_left_decides_nothing(cast, now, mailbox):
    row = asked(cast, now)
    url = link(mailbox)
    with tenant_context(cast.north.pk):
        type(cast.bob.employee).objects.filter(pk=cast.bob.employee.pk).update(left_at=now)

    assert post(url, choice="approve").status_code == 410
    assert again(row).choice == ""


def test_wrong_links_open_nothing(cast, now, mailbox):
    row = again(asked(cast, now))
    values = {"organization_id": row.organization_id, "row_id": row.pk, "nonce": bytes(row.nonce)}
    wrong = [
        make(kind=Kind.DECISION, **{**values, "nonce": b"n" * 16}),
        make(kind=Kind.DECISION, **{**values, "organization_id": cast.south.pk}),
        make(kind=Kind.PERSONAL, **values),
        "x",
    ]

    assert {post(f"/d/{one}/", choice="approve").status_code for one in wrong} == {404}


def test_many_tries_are_asked_to_wait(cast, now, mailbox):
    asked(cast, now)
    url = link(mailbox)

    assert [post(url, choice="nothing").status_code for _number in range(21)][-1] == 429


@pytest.mark.parametrize(("language", "words"), [("uk", "Що ви вирішуєте?"), ("ru", "Что вы решаете?")])
def test_languages_are_equals(cast, now, mailbox, language, words):
    asked(cast, now)

    assert words in Client().get(f"{link(mailbox)}?l={language}").content.decode()


# --- What follows ---


@pytest.mark.parametrize(
    ("choice", "owner"), [("call", "Bob Berg"), ("delegate", "Dave Dahl"), ("approve", None), ("discuss", "Carol Cole")]
)
def test_choice_becomes_work(cast, now, mailbox, choice, owner):
    with tenant_context(cast.north.pk):
        acme = a_client("Acme", by=cast.alice.employee, now=now)
    row = asked(cast, now, client=acme)
    post(link(mailbox), choice=choice, delegate=cast.dave.employee.pk)

    assert [one.owner.name for one in tasks(cast)] == ([owner] if owner else [])
    if owner:
        (task,) = tasks(cast)
        assert task.title.endswith("Give Acme ten days more?")
        assert (task.client, task.due_on) == (acme, again(row).due_on)


def test_own_choices_take_the_place_of_the_usual_ones(cast, now, mailbox):
    row = asked(cast, now, choices=[("own0", "Ten days"), ("own1", "None")])
    html = Client().get(link(mailbox)).content.decode()

    assert "Ten days" in html
    assert "I approve" not in html
    assert post(link(mailbox), choice="approve").status_code == 422
    post(link(mailbox), choice="own0")
    assert again(row).chosen == "Ten days"


def test_reader_is_reminded_once(cast, now, mailbox):
    asked(cast, now, days=-1)
    asked(cast, now, days=0, question="Not late")
    with tenant_context(cast.north.pk):
        for _again in range(2):
            actions.remind([], now)

    late = [one for one in mailbox.to("bob@north.example") if one["Subject"].startswith("Still waits")]
    assert len(late) == 1


def test_waiting_is_late_first_then_by_money(cast, now):
    for name, days, amount in (("cheap", 1, 10), ("dear", 9, 900), ("late", -1, 1), ("none", 2, None)):
        asked(cast, now, question=name, days=days, amount=amount and Decimal(amount))
    with tenant_context(cast.north.pk):
        found = list(queries.waiting({cast.bob.employee.pk: local(now)}))
        assert not queries.waiting({cast.carol.employee.pk: local(now)})

    assert [one.question for one in found] == ["late", "dear", "cheap", "none"]


def test_same_cause_asks_once(cast, now, mailbox):
    for _again in range(2):
        asked(cast, now, origin="alert:7")

    assert len(mailbox.to("bob@north.example")) == 1


def test_timeline_tells_the_answer_and_not_the_question(cast, now, mailbox, client_of):
    with tenant_context(cast.north.pk):
        acme = a_client("Acme", by=cast.alice.employee, now=now)
    asked(cast, now, client=acme, question="Canary of the question")
    post(link(mailbox), choice="discuss")

    html = client_of(cast.dave).get(cast.dave.url(f"clients/{acme.pk}/timeline/")).content.decode()

    assert "Let us discuss it" in html
    assert "Canary" not in html


def test_decisions_follow_a_merge(cast, now):
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        acme, stays = a_client("Acme", by=by, now=now), a_client("Acme Ltd", by=by, now=now)
        row = asked(cast, now, client=acme)
    with tenant_context(cast.north.pk):
        registry.merge_clients(source=acme, into=stays, values={}, title="merged", by=by, now=now)

    assert again(row).client_id == stays.pk


# --- On the pages ---


def url_of(who: Person, row: Decision) -> str:
    return who.url(f"decisions/{row.pk}/")


def test_button_of_the_letter_marks_its_choice(cast, now, mailbox, client_of):
    row = asked(cast, now)
    marked = 'value="discuss" required checked'

    assert marked in Client().get(f"{link(mailbox)}?c=discuss").content.decode()
    assert 'value="discuss" checked' in client_of(cast.bob).get(url_of(cast.bob, row) + "?c=discuss").content.decode()
    assert again(row).choice == ""


def test_only_the_two_see_it(cast, now, client_of):
    row = asked(cast, now)

    assert {client_of(one).get(url_of(one, row)).status_code for one in (cast.bob, cast.carol)} == {200}
    assert client_of(cast.alice).get(url_of(cast.alice, row)).status_code == 404
    assert client_of(cast.mallory).get(cast.mallory.url(f"decisions/{row.pk}/")).status_code == 404
    assert client_of(cast.carol).post(url_of(cast.carol, row), {"choice": "approve"}).status_code == 404


def test_asking_and_deciding_on_pages(cast, now, client_of):
    carol, bob = client_of(cast.carol), client_of(cast.bob)
    fields = {
        "question": "Give Acme ten days more?", "asked_of": cast.bob.employee.pk, "due_on": now.date().isoformat(),
        "amount": "50000", "usual": ["call", "delegate"], "own_choices": "", "about": "https://elsewhere.example/",
    }  # fmt: skip
    assert carol.post(cast.carol.url("decisions/new/"), {**fields, "usual": ["call"]}).status_code == 422
    assert (
        carol.post(cast.carol.url("decisions/new/"), {**fields, "asked_of": cast.erin.employee.pk}).status_code == 422
    )
    assert carol.post(cast.carol.url("decisions/new/"), {**fields, "own_choices": "one"}).status_code == 422
    long = carol.post(cast.carol.url("decisions/new/"), {**fields, "own_choices": f"one\n{'x' * 81}"})
    assert (long.status_code, "x" * 81 in long.content.decode()) == (422, True)
    assert carol.post(cast.carol.url("decisions/new/"), {**fields, "amount": "-1"}).status_code == 422
    page = carol.post(cast.carol.url("decisions/new/"), fields, follow=True)
    assert "Bob Berg is asked by letter." in page.content.decode()
    with tenant_context(cast.north.pk):
        (row,) = Decision.objects.all()
    assert (row.about, row.choices) == ("", [["call", ""], ["delegate", ""]])

    assert "Give Acme ten days more?" in bob.get(cast.bob.url("decisions/")).content.decode()
    assert bob.post(url_of(cast.bob, row), {"choice": "delegate"}).status_code == 422
    bob.post(url_of(cast.bob, row), {"choice": "delegate", "delegate": cast.carol.employee.pk, "note": "Please"})

    assert (again(row).answered_how, again(row).delegate.name) == ("page", "Carol Cole")
    assert "Carol Cole" in carol.get(url_of(cast.carol, row)).content.decode()
    assert "No decision waits for you" in bob.get(cast.bob.url("decisions/")).content.decode()


def test_question_brings_along_where_it_came_from(cast, now, client_of):
    with tenant_context(cast.north.pk):
        acme = a_client("Acme", by=cast.alice.employee, now=now)
    carol, page = client_of(cast.carol), cast.carol.url("decisions/new/")
    about = cast.carol.url("signals/1/")
    html = carol.get(f"{page}?client={acme.pk}&about={about}").content.decode()

    assert "Acme" in html
    assert f'value="{about}"' in html
    fields = {
        "question": "?",
        "asked_of": cast.bob.employee.pk,
        "due_on": now.date().isoformat(),
        "usual": ["call", "discuss"],
    }
    carol.post(page, {**fields, "client": acme.pk, "about": about})
    with tenant_context(cast.north.pk):
        (row,) = Decision.objects.all()
    assert (row.client_id, row.about) == (acme.pk, about)
    assert carol.get(f"{page}?client=nobody&about=x").status_code == 200


def test_overview_shows_what_waits_for_its_reader(cast, now, client_of):
    with tenant_context(cast.north.pk):
        a_client("Acme", by=cast.alice.employee, now=now)
    asked(cast, now, amount=Decimal(64_000))

    assert "Give Acme ten days more?" in client_of(cast.bob).get(cast.bob.url()).content.decode()
    assert "Give Acme ten days more?" not in client_of(cast.carol).get(cast.carol.url()).content.decode()
    for who, number in ((cast.bob, 1), (cast.carol, 0)):
        assert client_of(who).get(who.url("clients/")).content.decode().count(", waiting: 1") == number


def test_whoever_was_asked_does_not_take_anothers_question_back(cast, now, client_of):
    row = asked(cast, now)

    assert client_of(cast.bob).post(url_of(cast.bob, row) + "withdrawal/").status_code == 404
    assert again(row).withdrawn_at is None


def test_list_asks_as_much_for_one_as_for_three(cast, now, client_of):
    browser = client_of(cast.bob)

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get(cast.bob.url("decisions/"))
        return len(found)

    asked(cast, now)
    count()
    before = count()
    asked(cast, now, question="Two")
    asked(cast, now, question="Three")
    assert count() == before
