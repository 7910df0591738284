"""What is written on a personal page: who reads it, and who never hears of it."""

from accounts.clients import actions
from accounts.tenancy.context import tenant_context
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client


def notes(line) -> list[Interaction]:
    with tenant_context(line.organization_id):
        return list(Interaction.objects.order_by("id"))


def test_note_is_a_talk_in_the_persons_words_and_one_task(line, client_of, cast, now):
    key = line.key()
    answers = [line.write("  The act is wrong again\n", key=key) for _again in range(2)]

    assert {one.status_code for one in answers} == {303}
    (note,) = notes(line)
    assert (note.quote, note.channel, note.by_id, note.visibility) == ("The act is wrong again", "line", None, "team")
    (task,) = line.tasks(now)
    assert (task.owner.name, task.contact.name) == ("Alice Ahlberg", "Taras")
    assert task.title == "Answer: there is a note from the personal page"
    page = client_of(cast.carol).get(cast.alice.url(f"clients/{note.client_id}/timeline/")).content.decode()
    assert "The act is wrong again" in page
    assert "Alice Ahlberg has it" in line.page("write/?sent=team")
    assert "The act is wrong again" in line.page("said/")


def test_note_of_an_ownerless_client_is_not_lost(line, now):
    with tenant_context(line.organization_id):
        type(line.position.client).objects.update(manager=None)
    line.write("Is anybody there?")

    (task,) = line.tasks(now)
    assert task.owner.name == "Alice Ahlberg"


def test_what_is_wrong_with_a_note_is_said_and_stays(line):
    empty = line.write(" ")
    long = line.write("я" * 2001)

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Please write something first." in empty.content.decode()
    assert "я" * 2001 in long.content.decode()
    assert line.write("<b>x</b>", key="no key").status_code == 422
    assert notes(line) == []


def test_person_at_several_clients_says_at_which(line, cast, now):
    with tenant_context(line.organization_id):
        beta = a_client("Beta", by=cast.alice.employee, now=now)
        actions.place(contact=line.position.contact, client=beta, by=cast.alice.employee, now=now)

    line.write("about Beta", client=beta.pk)

    assert notes(line)[0].client_id == beta.pk
    assert line.write("elsewhere", client="0197c0de-0000-7000-8000-000000000000").status_code == 422


def test_person_at_no_client_keeps_a_page(line, now):
    with tenant_context(line.organization_id):
        type(line.position).objects.update(left_on=now.date())

    assert "Write to us" not in line.page()
    assert line.get("write/").status_code == 303
    assert "My data" in line.page("data/")


# --- Confided ---
