"""Another service reads texts: only what may leave, only with consent; whatever it answers, our own result stands."""

import html
import json
import re
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.clients.models import Contact
from accounts.jobs import actions as jobs
from accounts.jobs import registry
from accounts.jobs.models import Job
from accounts.tenancy.context import organization_id_or_none, tenant_context
from feedback import pipeline
from feedback.interactions.models import Interaction
from feedback.responses import actions as responses
from feedback.sentiment import actions, asking, remote
from feedback.sentiment.models import LexiconEntry, MoodReading, RemoteConsent, TextMood
from feedback.sentiment.text_mood import analyze
from tests.accounts.webhooks.conftest import authority, good_certificate, receiver, world  # noqa: F401 fixtures
from tests.accounts.webhooks.receiver import HOST, raw, status
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_response, a_version

pytestmark = pytest.mark.django_db
SAID = "Taras Melnyk says: the till froze again, call +380 44 123 45 67 or write to taras@acme.example."


def says(*moods, extra=()):
    """Return how the service answers with these moods, in the order of the texts."""
    odds = {"bad": (0.9, 0.08, 0.02), "good": (0.02, 0.08, 0.9), "vague": (0.35, 0.33, 0.32)}
    names = ("negative", "neutral", "positive")
    rows = [{"id": str(at), **dict(zip(names, odds[mood], strict=True))} for at, mood in enumerate(moods)]
    return status(200, json.dumps({"results": [*rows, *extra]}))


@pytest.fixture
def house(cast, now, settings, world, monkeypatch):  # noqa: F811
    """North agreed a week ago; Taras of Acme writes; the service is a real server with a real certificate."""
    settings.TEXT_MOOD = {"url": f"https://{HOST}/read", "key": "k3y", "model": "m1", "daily": 100}
    settings.MAIL_MODE = "live"
    monkeypatch.setitem(registry._outward, actions.REMOTE, partial(asking.ask, network=world.network))
    with tenant_context(cast.north.pk):
        actions.give_consent(by=cast.alice.employee, now=now - timedelta(days=7))
        acme = a_client("Acme", by=cast.alice.employee, now=now - timedelta(days=9))
        a_contact("Taras Melnyk", at=acme, by=cast.alice.employee, now=now - timedelta(days=9), roles=["technical"])
        version = a_version(by=cast.alice.employee, now=now - timedelta(days=9))

    def write(words, *, of=acme, **more):
        more.setdefault("contact", Contact.objects.get(name="Taras Melnyk"))
        return a_response({"recommend": 6, "words": words}, version=version, now=now, client=of, **more)

    def process():
        pipeline.process(client_ids=[acme.pk], now=now)

    def results():
        with tenant_context(cast.north.pk):
            return list(TextMood.objects.order_by("precedence").values_list("version", "label"))

    world.while_dialing = lambda: scopes.append(organization_id_or_none())
    scopes = []
    return SimpleNamespace(acme=acme, write=write, process=process, results=results, scopes=scopes, id=cast.north.pk)


def work():
    return jobs.drain(queue=actions.REMOTE, now=clock.real_now)


def waiting():
    return Job.objects.filter(queue=actions.REMOTE)


def test_answer_of_the_service_stands_beside_ours_and_counts(house, receiver, now):  # noqa: F811
    receiver.planned = [says("bad")]
    with tenant_context(house.id):
        response = house.write("We were very happy with the training, thank you!")
        house.process()
        before = MoodReading.objects.get(replaced_at=None).value
    assert house.results() == [(analyze("").version, "positive")]

    work()

    assert house.results() == [(analyze("").version, "positive"), ("remote:m1", "negative")]
    assert house.scopes == [None]  # nobody waits for a stranger inside a scope
    with tenant_context(house.id):
        house.process()
        assert MoodReading.objects.get(replaced_at=None).value < before
        ours, theirs = TextMood.objects.order_by("precedence")
        assert (theirs.digest, theirs.response_id, theirs.result["hits"]) == (
            ours.digest,
            response.pk,
            ours.result["hits"],
        )
    work()
    assert len(receiver.received) == 1  # once for a text


def test_what_leaves_names_nobody_and_carries_the_key(house, receiver, now):  # noqa: F811
    receiver.planned = [says("vague")]
    with tenant_context(house.id):
        house.write(SAID)
        house.process()
    work()

    (asked,) = receiver.received
    body = json.loads(asked.body)
    assert (asked.path, asked.headers["Authorization"], body["model"]) == ("/read", "Bearer k3y", "m1")
    assert [one["text"] for one in body["texts"]] == [
        "[name] [name] says: the till froze again, call [number] or write to [mail]."
    ]
    for word in (b"Melnyk", b"Acme", b"acme", b"123", b"Alice"):
        assert word not in asked.body
    assert [label for _version, label in house.results()][-1] == "unknown"


def test_only_what_is_open_and_said_since_the_consent_leaves(cast, house, receiver, now):  # noqa: F811
    with tenant_context(house.id):
        house.write("For leadership: awful.", confidentiality="leadership")
        house.write("Without a name: awful.", confidentiality="role")
        old = now - timedelta(days=8)
        house.write("Long ago: awful.", happened_at=old, recorded_at=old)
        house.write("awful " * 400)
        for visibility in ("managers", "leadership"):
            talk = {"visibility": visibility, "quote": "Awful talk.", "notes": "They were furious."}
            Interaction.objects.create(
                client=house.acme, channel="call", happened_at=now, created_at=now, by=cast.alice.employee, **talk
            )
        Interaction.objects.create(
            client=house.acme, channel="call", happened_at=now, created_at=now, by=cast.alice.employee, notes="Furious."
        )
        LexiconEntry.objects.create(pattern="greyling", valence=-3, by=cast.alice.employee, created_at=now)
        house.write("The greyling came again.")
        house.process()
        assert TextMood.objects.count() >= 9
    assert not waiting().exists()


def test_text_that_is_confided_or_consent_that_is_withdrawn_meanwhile_stays_at_home(cast, house, receiver, now):  # noqa: F811
    with tenant_context(house.id):
        response = house.write("Nobody answered for a week.")
        house.process()
        answers = {"recommend": 6, "words": "Nobody answered for a week."}
        responses.amend(response_id=response.pk, answers=answers, confidentiality="leadership", language="en", now=now)
    work()
    assert (receiver.received, waiting().count()) == ([], 0)

    with tenant_context(house.id):
        house.write("Two weeks without an answer.")
        house.process()
        actions.withdraw_consent(by=cast.alice.employee, now=now)
        actions.withdraw_consent(by=cast.alice.employee, now=now)
    work()
    assert (receiver.received, waiting().count()) == ([], 0)


def test_withdrawn_while_the_service_reads_counts_nowhere(cast, house, receiver, world, now):  # noqa: F811
    receiver.planned = [says("bad")]
    with tenant_context(house.id):
        house.write("Thank you for the quick help!")
        house.process()

    def withdraw():
        with tenant_context(house.id):
            actions.withdraw_consent(by=cast.alice.employee, now=now)

    world.while_dialing = withdraw
    work()
    assert [label for _version, label in house.results()] == ["positive"]


@pytest.mark.parametrize(
    ("behave", "fault"),
    [
        (status(200, "no JSON"), "content"),
        (status(200, json.dumps({"results": [{"id": "0", "negative": 9, "neutral": 0, "positive": 0}]})), "content"),
        (status(200, json.dumps({"results": [{"id": "7", "negative": 1, "neutral": 0, "positive": 0}]})), "content"),
        (status(200, "[" * 20000), "content"),
        (status(200, " " * 40000 + json.dumps({"results": []})), "content"),
        (status(302, "", Location="https://127.0.0.1/"), "302"),
        (status(500, "broken"), "500"),
        (status(401, "who?"), "401"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"), "content"),
        (raw(b"not HTTP at all"), "answer"),
    ],
)
def test_broken_answer_opens_the_breaker_and_ours_stands(house, receiver, now, behave, fault):  # noqa: F811
    receiver.usual = behave
    with tenant_context(house.id):
        house.write("Thank you for the quick help!")
        house.process()
    work()
    work()

    assert len(receiver.received) == 1  # it rests
    assert [label for _version, label in house.results()] == ["positive"]
    assert waiting().count() == 1  # nothing is lost
    with tenant_context(house.id):
        consent = RemoteConsent.objects.get()
        assert (consent.last_fault, consent.failing_since is not None) == (fault, True)
        RemoteConsent.objects.update(resting_until=now - timedelta(seconds=1))
    waiting().update(run_at=now - timedelta(seconds=1))
    receiver.usual = says("good")
    work()
    assert [version for version, _label in house.results()][-1] == "remote:m1"
    with tenant_context(house.id):
        assert RemoteConsent.objects.get().failing_since is None


def test_slow_answer_is_not_waited_for(house, receiver, now, monkeypatch):  # noqa: F811
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    receiver.usual = raw(b"HTTP/1.1 200 OK\r\n", b"Content-Length: 2\r\n\r\n{}", pause=3)
    with tenant_context(house.id):
        house.write("Thank you for the quick help!")
        house.process()
    work()
    with tenant_context(house.id):
        assert RemoteConsent.objects.get().last_fault == "timeout"
    assert [label for _version, label in house.results()] == ["positive"]


def test_text_that_is_refused_takes_no_other_along(house, receiver, now):  # noqa: F811
    receiver.planned = [status(422), status(422), says("bad")]
    with tenant_context(house.id):
        house.write("One thing that nobody likes to read.")
        house.write("Another thing, well done.")
        house.process()
    work()
    assert [version for version, _label in house.results()].count("remote:m1") == 1
    assert not waiting().exists()


def test_address_of_the_own_network_is_never_called(house, receiver, world, now):  # noqa: F811
    world.addresses = {HOST: ["10.0.0.8"]}
    with tenant_context(house.id):
        house.write("Thank you for the quick help!")
        house.process()
    work()
    assert (receiver.received, world.dialed) == ([], [])
    with tenant_context(house.id):
        assert RemoteConsent.objects.get().last_fault == "address"


def test_limits_patience_and_the_switch_for_letters(house, receiver, settings, now):  # noqa: F811
    receiver.usual = says("good")
    settings.TEXT_MOOD = {**settings.TEXT_MOOD, "daily": 1}
    with tenant_context(house.id):
        house.write("Well done.")
        house.write("Very well done.")
        house.process()
    work()
    assert (len(json.loads(receiver.received[0].body)["texts"]), waiting().count()) == (1, 1)
    waiting().update(run_at=now)
    settings.MAIL_MODE = "stopped"
    work()
    assert waiting().count() == 1
    settings.MAIL_MODE = "live"
    with tenant_context(house.id):
        TextMood.objects.update(created_at=now - timedelta(days=2))
    waiting().update(run_at=now)
    work()
    assert (len(receiver.received), waiting().count()) == (1, 0)


def test_consent_is_given_and_withdrawn_on_a_page_and_another_service_needs_another(
    client_of, cast, settings, house, now
):
    page = reverse("remote-mood", kwargs={"slug": "north"})
    browser = client_of(cast.alice)
    assert client_of(cast.carol).get(page).status_code == 403
    assert "Texts are read there as well" in words(browser.get(page))
    settings.TEXT_MOOD = {**settings.TEXT_MOOD, "url": "https://other.example/read"}
    assert "Nothing leaves the house" in words(browser.get(page))
    assert "Another service was set up meanwhile" in words(browser.post(page, {"host": HOST}, follow=True))
    assert "Agreed." in words(browser.post(page, {"host": "other.example"}, follow=True))
    assert "Withdrawn." in words(browser.post(page, {"withdraw": "1"}, follow=True))
    with tenant_context(cast.north.pk):
        assert RemoteConsent.objects.filter(withdrawn_at=None).count() == 0
        assert AuditEntry.objects.filter(action__startswith="remote_mood.").count() == 4
    settings.TEXT_MOOD = {**settings.TEXT_MOOD, "url": ""}
    assert "No service is set up" in words(browser.get(page))
    with tenant_context(cast.south.pk):
        assert not RemoteConsent.objects.exists()


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@given(st.text(max_size=300), st.integers(0, 20))
def test_whatever_comes_is_an_answer_or_none(text, number):
    try:
        found = remote.read_answer(text, number=number)
    except remote.BadAnswer:
        return
    assert all(0 <= place < number for place in found)


@given(st.tuples(*[st.floats(0, 1)] * 3).filter(lambda odds: sum(odds) > 0))
def test_merged_result_is_theirs_with_our_reasons(odds):
    ours = analyze("The till froze again.")
    found = remote.merged(ours, tuple(one / sum(odds) for one in odds), version="remote:m1")
    assert (found.hits, found.aspects, found.signals) == (ours.hits, ours.aspects, ours.signals)
    assert found.score is None or -1 <= found.score <= 1
    assert (found.label == "unknown") == (found.confidence < remote.LEAST) == (found.score is None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Тарасові Мельнику подякуйте, Тарас молодець", "[name] [name] подякуйте, [name] молодець"),
        ("Надія є, надія помирає останньою", "[name] є, надія помирає останньою"),
        ("Пишіть на a.b@c.example або www.c.example/x?y=1", "Пишіть на [mail] або [link]"),
        ("Рахунок 26005 1234 від 3 числа", "Рахунок [number] від 3 числа"),
    ],
)
def test_names_and_addresses_are_taken_out(text, expected):
    assert remote.scrubbed(text, names=["Тарас Мельник", "Надія Коваль"]) == expected
