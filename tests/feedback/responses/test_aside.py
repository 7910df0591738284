"""The pages around a survey: thanks, "ask me no more", what is kept, "ask again"."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.clients.models import Contact
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.responses.visits import reply_by
from journeys.playbooks.models import Task
from tests.feedback.responses.conftest import FORM, encoded


def asking(asked) -> str:
    with tenant_context(asked.invitation.organization_id):
        return Contact.objects.values_list("asking", flat=True).get(pk=asked.invitation.contact_id)


def tasks(asked, now) -> list[Task]:
    for _again in range(2):
        jobs.drain(queue="events", now=lambda: now + timedelta(minutes=1))
    with tenant_context(asked.invitation.organization_id):
        return list(Task.objects.select_related("owner", "contact"))


@pytest.mark.parametrize(("wanted", "says"), [("less_often", "рідше"), ("phone", "телефоном")])
def test_milder_wish_is_taken_instead(ask, wanted, says):
    asked = ask()
    for _again in range(2):
        page = asked.browser.post(f"{asked.url}stop/", encoded({"asking": wanted}), content_type=FORM).content.decode()

    assert asking(asked) == wanted
    assert says in page.partition("<h1>")[2].partition("</h1>")[0]
    assert f'value="{wanted}"' not in page
    assert "colleague/" in page


def test_what_is_no_wish_stops_the_questions_and_names_nothing_else(ask):
    asked = ask()
    asked.browser.post(f"{asked.url}stop/", encoded({"asking": "always"}), content_type=FORM)

    assert asking(asked) == "never"


def test_looking_stops_nothing_and_a_press_does(ask):
    asked = ask()
    url = f"{asked.url}stop/"

    assert "Більше не питати?" in asked.browser.get(url).content.decode()
    assert asking(asked) == "normal"
    answers = [asked.browser.post(url).content.decode() for _again in range(2)]

    assert all("Більше не питатимемо" in one for one in answers)
    assert asking(asked) == "never"


def test_slip_is_taken_back_to_what_was_before(ask):
    asked = ask()
    with tenant_context(asked.invitation.organization_id):
        Contact.objects.filter(pk=asked.invitation.contact_id).update(asking="less_often")
    asked.browser.post(f"{asked.url}stop/")

    answer = asked.browser.post(f"{asked.url}stop/", "undo=1", content_type="application/x-www-form-urlencoded")

    assert "Знову можемо питати" in answer.content.decode()
    assert asking(asked) == "less_often"


def test_what_a_colleague_has_decided_is_not_taken_back(ask):
    asked = ask()
    with tenant_context(asked.invitation.organization_id):
        Contact.objects.filter(pk=asked.invitation.contact_id).update(asking="never")

    asked.browser.post(f"{asked.url}stop/", "undo=1", content_type="application/x-www-form-urlencoded")

    assert asking(asked) == "never"


def test_data_page_says_what_is_kept_and_who_reads(ask):
    asked = ask()
    asked.send(recommend="9")

    html = asked.browser.get(f"{asked.url}data/?l=en").content.decode()

    for words in ("Taras", "1 answer of yours", "Alice Ahlberg, Bob Berg", "Ask for my data to be deleted"):
        assert words in html


def test_wish_to_be_forgotten_becomes_one_task(ask, now):
    asked = ask()
    asked.browser.get(f"{asked.url}data/")
    for _again in range(2):
        assert "упродовж 30 днів" in asked.browser.post(f"{asked.url}data/").content.decode()

    (task,) = tasks(asked, now)
    assert (task.owner.name, task.contact.name) == ("Alice Ahlberg", "Taras")
    assert task.title == "Delete this person's data: they have asked for it"


def test_asking_again_becomes_one_task_of_the_sender(ask, now):
    asked = ask()
    asked.changed(expires_at=now)
    for _again in range(2):
        assert "Alice Ahlberg" in asked.browser.post(f"{asked.url}again/").content.decode()

    (task,) = tasks(asked, now)
    assert (task.owner.name, task.due_on - now.astimezone(ZoneInfo("Europe/Kyiv")).date()) == (
        "Alice Ahlberg", timedelta(days=1)
    )  # fmt: skip


def test_open_link_needs_no_asking_again(ask):
    asked = ask()

    answer = asked.browser.post(f"{asked.url}again/")

    assert answer["Location"] == asked.url
    with tenant_context(asked.invitation.organization_id):
        assert not Event.objects.filter(kind="survey.asked_again").exists()


def test_who_was_erased_is_offered_nothing(ask, now):
    asked = ask()
    with tenant_context(asked.invitation.organization_id):
        Contact.objects.filter(pk=asked.invitation.contact_id).update(erased_at=now, name="")
    asked.changed(token_digest=None, closed_at=now)

    assert "Запитайте мене ще раз" not in asked.browser.get(asked.url).content.decode()
    assert asked.browser.post(f"{asked.url}again/").status_code == 410
    assert tasks(asked, now) == []


def test_thanks_before_an_answer_leads_to_the_question(ask):
    asked = ask()

    assert asked.browser.get(f"{asked.url}done/")["Location"] == asked.url


def test_thanks_of_a_confided_answer_promises_silence(ask):
    asked = ask()
    asked.send(recommend="2", _readers="leadership")

    html = asked.browser.get(f"{asked.url}done/").content.decode()

    assert "прочитає лише керівництво" in html
    assert "Alice" not in html


@pytest.mark.parametrize(
    ("start", "days", "work_days", "day"),
    [
        ("2026-11-20T10:00+00:00", 2, "12345", "2026-11-24"),  # Friday
        ("2026-11-20T23:30+00:00", 1, "12345", "2026-11-23"),  # Saturday in Kyiv already
        ("2026-11-23T10:00+00:00", 3, "12345", "2026-11-26"),
        ("2026-11-23T10:00+00:00", 1, "14", "2026-11-26"),
        ("2026-11-23T10:00+00:00", 0, "12345", "2026-11-23"),
    ],
)
def test_reply_is_promised_in_working_days(start, days, work_days, day):
    from datetime import date, datetime

    found = reply_by(start=datetime.fromisoformat(start), days=days, work_days=work_days, zone=ZoneInfo("Europe/Kyiv"))

    assert found == date.fromisoformat(day)


# --- A colleague instead ---


def test_colleague_who_is_named_becomes_a_task_and_gets_no_letter(ask, now, mailbox):
    asked = ask()
    typed = encoded({"name": " Olena  Rybchuk ", "address": "olena@acme.example"})

    answers = [asked.browser.post(f"{asked.url}colleague/", typed, content_type=FORM) for _again in range(2)]

    assert "Olena Rybchuk" in answers[0].content.decode()
    (task,) = tasks(asked, now)
    assert "Olena Rybchuk, olena@acme.example" in task.title
    assert task.contact_id == asked.invitation.contact_id
    assert mailbox.to("olena@acme.example") == []
    with tenant_context(asked.invitation.organization_id):
        assert Event.objects.filter(kind="survey.passed_on").count() == 1
    assert asked.send(recommend=9).status_code == 303


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"name": " ", "address": ""}, "f-name"), ({"name": "Olena <b>", "address": "no address"}, "f-address")],
)
def test_what_is_wrong_about_a_colleague_is_said_and_stays(ask, now, typed, says):
    asked = ask()

    page = asked.browser.post(f"{asked.url}colleague/", encoded(typed), content_type=FORM)

    assert page.status_code == 422
    assert f'id="{says}"' in page.content.decode()
    assert "<b>" not in page.content.decode().partition("<main>")[2].partition("<form")[2]
    assert tasks(asked, now) == []


def test_looking_names_nobody(ask, now):
    asked = ask()

    assert asked.browser.get(f"{asked.url}colleague/").status_code == 200
    assert tasks(asked, now) == []
