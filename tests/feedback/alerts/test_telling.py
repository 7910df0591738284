"""From an answer to the letter of whoever can act, and what the link in it does."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.audit.models import AuditEntry
from accounts.events.models import Event
from accounts.mail.models import OutgoingEmail
from accounts.organizations import actions as organizations
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import Alert, AlertAct, AlertNotice
from tests.feedback.alerts.conftest import link_in, text_of, work


def alerts(house):
    with tenant_context(house.north.pk):
        return list(Alert.objects.select_related("rule", "owner").order_by("number"))


def test_low_answer_reaches_top_management_in_three_sweeps(cast, house, mailbox):
    house.answer(3, words="The act is late for the third time.")

    (alert,) = [one for one in alerts(house) if one.rule.kind == "low"]
    letters = {name: mailbox.to(f"{name}@north.example") for name in ("alice", "bob", "maryna")}
    assert {name: len(found) for name, found in letters.items()} == {"alice": 1, "bob": 1, "maryna": 1}
    text = letters["bob"][0].get_body(("plain",)).get_content()
    assert "Taras" in text
    assert "3 of 10" in text
    assert "The act is late for the third time." in text
    assert (alert.number, alert.owner_id, alert.rung) == (1, house.maryna.employee.pk, 3)
    with tenant_context(house.north.pk):
        event = Event.objects.get(kind="alert.raised", payload__rule="low")
    assert event.payload["topic"] == "mood"
    assert event.client_id == house.client.pk
    with tenant_context(cast.south.pk):
        assert not Alert.objects.exists()


def test_same_answer_looked_at_again_raises_nothing(house, mailbox):
    house.answer(3)
    before = len(mailbox), len(alerts(house))
    with tenant_context(house.north.pk):
        from feedback import pipeline

        pipeline.process(client_ids=[house.client.pk], now=alerts(house)[0].raised_at)
    work()

    assert (len(mailbox), len(alerts(house))) == before


def test_link_shows_on_get_and_acts_on_post_once(house, mailbox):
    house.answer(3)
    link, visitor = link_in(mailbox.to("maryna@north.example")[0]), Client()

    for method in (visitor.get, visitor.head, visitor.options):  # scanners open every link
        method(link)
    page = visitor.get(link)
    with tenant_context(house.north.pk):
        assert not AlertAct.objects.exists()
    assert "3 of 10" in page.content.decode()
    for _replay in range(2):
        assert visitor.post(link, {"act": "acknowledge"}).status_code == 303

    with tenant_context(house.north.pk):
        (act,) = AlertAct.objects.all()
        entries = AuditEntry.objects.filter(action="alert.acknowledged")
        assert [entry.actor_id for entry in entries] == [house.maryna.employee.pk]
    assert (act.by_id, act.by_letter) == (house.maryna.employee.pk, True)
    assert "Maryna Moroz has it in hand." in visitor.get(link).content.decode()


def test_every_act_works_by_link(cast, house, mailbox):
    house.answer(3)
    link, visitor = link_in(mailbox.to("maryna@north.example")[0]), Client()

    visitor.post(link, {"act": "note", "text": "Called at noon"})
    visitor.post(link, {"act": "note", "text": "Called at noon"})
    visitor.post(link, {"act": "assign", "to": str(cast.carol.employee.pk)})
    assert len(mailbox.to("carol@north.example")) == 1
    visitor.post(link, {"act": "snooze", "scope": "client", "days": "7"})
    refused = visitor.post(link, {"act": "note", "text": ""})
    unknown = visitor.post(link, {"act": "destroy"})
    visitor.post(link, {"act": "end", "ending": "handled"})

    assert refused.status_code == unknown.status_code == 422
    (alert,) = alerts(house)
    assert (alert.owner_id, alert.ending) == (cast.carol.employee.pk, "handled")
    with tenant_context(house.north.pk):
        assert sorted(AlertAct.objects.values_list("what", flat=True)) == ["assigned", "ended", "noted"]
        assert Event.objects.filter(kind="alert.ended").count() == 1
    assert "has ended" in visitor.get(link).content.decode()


def test_link_that_was_changed_opens_nothing(house, mailbox):
    house.answer(3)
    link = link_in(mailbox.to("maryna@north.example")[0])
    token = link.split("/")[2]

    for wrong in (token[:-2] + "AA", "B" + token[1:], token[:40], "x"):
        assert Client().get(f"/a/{wrong}/").status_code == 404
    assert Client().get(f"/s/{token}/").status_code == 404  # a kind opens its own door alone


@pytest.mark.parametrize("why", ["expired", "left", "ended by its reader"])
def test_link_that_is_over_says_so_and_acts_no_more(cast, house, mailbox, client_of, now, why):
    house.answer(3)
    link = link_in(mailbox.to("maryna@north.example")[0])
    if why == "ended by its reader":
        client_of(house.maryna).post(house.maryna.url("alerts/links/end/"))
    with tenant_context(house.north.pk):
        if why == "expired":
            AlertNotice.objects.update(expires_at=now - timedelta(minutes=1))
        if why == "left":
            person = Employee.objects.get(pk=house.maryna.employee.pk)
            organizations.remove_employee(employee=person, by=cast.alice.employee, by_role="owner", now=now)

    assert Client().get(link).status_code == 410
    assert Client().post(link, {"act": "acknowledge"}).status_code == 410
    with tenant_context(house.north.pk):
        assert not AlertAct.objects.exists()


def test_one_bitter_text_wakes_nobody_above_and_a_second_one_does(house, mailbox):
    house.answer(9, words="Terrible work, we are very disappointed and unhappy.")
    (alert,) = alerts(house)
    assert (alert.rule.kind, alert.wakes_top, alert.rung) == ("contradiction", False, 1)
    assert not mailbox.to("bob@north.example")

    house.answer(9, who="Olena", words="Awful quality, horrible papers. We are disappointed.")

    assert alerts(house)[0].wakes_top


def test_what_was_confided_is_told_to_those_alone_who_may_read_it(cast, house, mailbox, client_of):
    canary = "lilac-walrus-71"
    house.answer(1, words=f"{canary}. We are leaving for another vendor.", _readers="leadership")

    sealed = [one for one in alerts(house) if one.sealed]
    assert sealed
    assert not [one for one in alerts(house) if not one.sealed]
    assert {letter["To"].rpartition("<")[2].strip(">") for letter in mailbox if "/a/" in text_of(letter)} == {
        "alice@north.example",
        "bob@north.example",
    }
    for letter in mailbox:
        assert canary not in text_of(letter)
        assert "Nordwerk" not in text_of(letter)
    link = link_in(next(letter for letter in mailbox.to("bob@north.example") if "/a/" in text_of(letter)))
    assert canary not in Client().get(link).content.decode()
    for person in (cast.dave, cast.carol, cast.erin, house.maryna):
        browser = client_of(person)
        assert "confided/" not in browser.get(person.url("alerts/")).content.decode()
        assert browser.get(person.url(f"alerts/confided/{sealed[0].number}/")).status_code == 404
        assert browser.post(
            person.url(f"alerts/confided/{sealed[0].number}/acts/"), {"act": "acknowledge"}
        ).status_code in {
            403,
            404,
        }
    page = client_of(cast.bob).get(cast.bob.url(f"alerts/confided/{sealed[0].number}/"))
    assert canary in page.content.decode()
    with tenant_context(house.north.pk):
        assert not Event.objects.filter(kind__startswith="alert.").exists()
        assert not AuditEntry.objects.filter(action__startswith="alert.").exists()
        assert set(OutgoingEmail.objects.filter(letter__startswith="alert").values_list("letter", flat=True)) == {
            "alert_confided"
        }
