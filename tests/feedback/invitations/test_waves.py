"""Asking many at once: who is found and who not, the second person, batches that survive a kill, stopping."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.clients.models import ClientFacts, Contact
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions, queries
from feedback.invitations.actions import waves
from feedback.invitations.models import CalmRule, PlannedAsk, Wave, WavePerson
from feedback.surveys.models import Purpose, Survey
from tests.factories.accounts import a_client, a_contact
from tests.factories.crowd import a_crowd
from tests.factories.feedback import a_version

ALWAYS = {
    f"{kind}_{name}": value
    for kind in ("relation", "event")
    for name, value in (("days", "1234567"), ("since", "00:00"), ("until", "00:00"))
}


@pytest.fixture
def house(cast, now):
    """Acme and Blue of North, each with a technical buyer; Acme also with one who wants no questions, and an economic one."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        CalmRule.objects.create(**ALWAYS)
        acme, blue = (a_client(name, by=by, now=now, manager=by) for name in ("Acme", "Blue"))
        for name, client, role in (
            ("Taras", acme, "technical"),
            ("Never", acme, "technical"),
            ("Olena", acme, "economic"),
            ("Ivan", blue, "technical"),
        ):
            a_contact(name, at=client, by=by, now=now, email=f"{name.lower()}@client.example", roles=[role])
        Contact.objects.filter(name="Never").update(asking="never")
        survey = a_version("Relation", by=by, now=now).survey
    with tenant_context(cast.south.pk):
        other = a_client("Acme", by=cast.mallory.employee, now=now)
        a_contact("Foreign", at=other, by=cast.mallory.employee, now=now, email="f@client.example", roles=["technical"])
    return acme, blue, survey


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def prepare(alice, cast, house):
    """Post the form for everybody who fits; fields given by name replace the usual ones."""

    def post(**fields):
        form = {"which": "all", "query": "", "survey": str(house[2].pk), "roles": ["technical"], **fields}
        return alice.post(cast.alice.url("surveys/waves/new/"), form)

    return post


def drain(*queues):
    for queue in queues:
        jobs.drain(queue=queue, now=clock.real_now)


def the_wave(cast):
    with tenant_context(cast.north.pk):
        return Wave.objects.get()


def asked(cast):
    with tenant_context(cast.north.pk):
        return sorted(OutgoingEmail.objects.values_list("to_name", flat=True))


def test_preview_says_who_gets_it_who_not_and_why(prepare, alice, cast, house):
    prepare()
    drain(actions.WAVES)
    wave = the_wave(cast)

    page = alice.get(cast.alice.url(f"surveys/waves/{wave.pk}/")).content.decode()
    not_asked = alice.get(cast.alice.url(f"surveys/waves/{wave.pk}/?group=never")).content.decode()
    with tenant_context(cast.north.pk):
        taras = Contact.objects.get(name="Taras")
    letter = alice.get(cast.alice.url(f"surveys/waves/{wave.pk}/people/{taras.pk}/letter/"))

    assert wave.state == "draft"
    assert "Ask 2 people" in page
    assert "This person wants no questions." in page
    assert all(name in page for name in ("Taras", "Ivan", "Never"))
    assert "Olena" not in page
    assert "Foreign" not in page
    assert "Never" in not_asked
    assert "Taras" not in not_asked
    assert "Would you recommend us?" in letter.content.decode()
    assert asked(cast) == []


def test_wave_asks_everybody_once_however_often_it_is_launched(prepare, alice, cast):
    prepare()
    drain(actions.WAVES)
    wave = the_wave(cast)
    for _time in range(2):
        alice.post(cast.alice.url(f"surveys/waves/{wave.pk}/launch/"))
        drain(actions.WAVES, actions.ASKS)

    page = alice.get(cast.alice.url(f"surveys/waves/{wave.pk}/")).content.decode()

    assert asked(cast) == ["Ivan", "Taras"]
    assert the_wave(cast).state == "done"
    assert "The letter has left" in page
    with tenant_context(cast.north.pk):
        assert sorted(PlannedAsk.objects.values_list("contact__name", "state")) == [
            ("Ivan", "sent"), ("Never", "refused"), ("Taras", "sent"),
        ]  # fmt: skip
        assert AuditEntry.objects.filter(action="wave.launched").count() == 1
        assert not WavePerson.objects.exists()
    with tenant_context(cast.south.pk):
        assert not PlannedAsk.objects.exists()


def test_so_many_of_each_role_and_who_can_be_asked_first(prepare, cast):
    prepare(per_role="1", roles=["technical", "economic"])
    drain(actions.WAVES)

    with tenant_context(cast.north.pk):
        assert sorted(WavePerson.objects.values_list("contact__name", "role")) == [
            ("Ivan", "technical"), ("Olena", "economic"), ("Taras", "technical"),
        ]  # fmt: skip


def test_above_the_limit_another_person_decides(prepare, alice, cast, client_of):
    with tenant_context(cast.north.pk):
        Organization.objects.update(blast_limit=1)
    prepare()
    drain(actions.WAVES)
    page = f"surveys/waves/{the_wave(cast).pk}/"
    alice.post(cast.alice.url(page + "launch/"))
    own = alice.post(cast.alice.url(page + "approval/"), follow=True).content.decode()
    drain(actions.WAVES, actions.ASKS)
    before = (the_wave(cast).state, asked(cast))
    carol = client_of(cast.carol).post(cast.carol.url(page + "approval/"))
    for _time in range(2):
        client_of(cast.dave).post(cast.dave.url(page + "approval/"))
    drain(actions.WAVES, actions.ASKS)

    assert "somebody else has to agree" in own
    assert before == ("waiting", [])
    assert carol.status_code == 403
    assert the_wave(cast).approved_by_id == cast.dave.employee.pk
    assert asked(cast) == ["Ivan", "Taras"]


def test_work_goes_on_after_a_kill_step_by_step(prepare, alice, cast, monkeypatch):
    monkeypatch.setattr(waves, "CLIENTS", 1)
    monkeypatch.setattr(waves, "PEOPLE", 1)
    prepare()
    wave = the_wave(cast)
    with tenant_context(cast.north.pk):
        actions.work_on_waves([wave.pk], clock.real_now())
        assert (Wave.objects.get().state, Wave.objects.get().prepared) == ("preparing", 1)
    half = alice.get(cast.alice.url(f"surveys/waves/{wave.pk}/")).content.decode()
    # The process died after its step was written: the job is done once more.
    Job.objects.filter(queue=actions.WAVES).update(run_at=clock.real_now())
    drain(actions.WAVES)
    alice.post(cast.alice.url(f"surveys/waves/{wave.pk}/launch/"))
    with tenant_context(cast.north.pk):
        actions.work_on_waves([wave.pk], clock.real_now())
        assert WavePerson.objects.count() == 2
    for _time in range(2):
        drain(actions.WAVES, actions.ASKS)

    assert "1 of 2 clients" in half
    assert asked(cast) == ["Ivan", "Taras"]
    with tenant_context(cast.north.pk):
        assert PlannedAsk.objects.count() == 3


def test_stopped_wave_asks_nobody_else_at_once(prepare, alice, cast):
    prepare()
    drain(actions.WAVES)
    wave = the_wave(cast)
    alice.post(cast.alice.url(f"surveys/waves/{wave.pk}/launch/"))
    drain(actions.WAVES)
    for _time in range(2):
        alice.post(cast.alice.url(f"surveys/waves/{wave.pk}/stop/"))
    drain(actions.ASKS)  # before the wave's own work has let anybody be

    assert asked(cast) == []
    drain(actions.WAVES)
    with tenant_context(cast.north.pk):
        assert set(PlannedAsk.objects.exclude(contact__name="Never").values_list("state", "reason")) == {
            ("refused", "stopped")
        }
        assert AuditEntry.objects.filter(action="wave.stopped").count() == 1


def test_each_step_and_page_costs_the_same_for_ten_times_the_people(cast, alice, house):
    """A hundred people and a thousand, every third of them due at a moment of their own."""
    costs = []
    with tenant_context(cast.north.pk):
        Survey.objects.update(purpose=Purpose.EVENT)
    alice.get(cast.alice.url("surveys/waves/"))  # what a process looks up once is looked up
    for clients, each in ((10, 10), (40, 25)):
        with tenant_context(cast.north.pk):
            by, at = cast.alice.employee, clock.real_now()
            version = house[2].versions.get()
            ids = [one.pk for one in a_crowd(clients, each=each, by=by, now=at, version=version)]
            wave = actions.prepare_wave(
                survey=house[2], clients=ClientFacts.objects.filter(client__in=ids),
                roles=["technical", "economic", "end_user"], per_role=None, wanted_at=None, by=by, now=at,
            )  # fmt: skip
            Organization.objects.update(blast_limit=5000)
        address = cast.alice.url(f"surveys/waves/{wave.pk}/")
        steps = [lambda wave=wave: actions.work_on_waves([wave.pk], clock.real_now())]
        cost = [counted(cast, *steps), counted(cast, lambda address=address: alice.get(address), scoped=False)]
        with tenant_context(cast.north.pk):
            assert Wave.objects.get(pk=wave.pk).people == clients * each
            actions.launch_wave(wave=wave, by=by, now=at)
        cost.append(counted(cast, lambda address=address: alice.get(address), scoped=False))
        cost.append(counted(cast, *steps))
        with tenant_context(cast.north.pk):
            moments = PlannedAsk.objects.filter(source_id=wave.pk).values("due_at").distinct().count()
            assert moments > 10
            actions.stop_wave(wave=wave, by=by, now=at)
        cost.append(counted(cast, *steps))
        cost.append(counted(cast, lambda address=address: alice.get(address), scoped=False))
        costs.append(cost)

    assert costs[0] == costs[1]


def test_nobody_reads_every_client_that_fits_a_filter(prepare, alice, cast, house):
    """As many rows for fifty clients more, and no longer a statement: the database settles which clients a wave is about."""
    read = []
    for _time in range(2):
        with rows_read() as rows:
            assert alice.get(cast.alice.url("surveys/waves/new/")).status_code == 200
            assert prepare().status_code == 302
        read.append(rows)
        with tenant_context(cast.north.pk):
            a_crowd(50, each=1, by=cast.alice.employee, now=clock.real_now(), version=house[2].versions.get())
    with tenant_context(cast.north.pk):
        first, second = Wave.objects.order_by("created_at")
        assert [len(one.client_ids) for one in (first, second)] == [2, 52]
        part, number = queries.clients_from(second, 40, most=5)
        theirs = ClientFacts.objects.filter(client__in=second.client_ids)
        by_name = theirs.order_by("sort_name").values_list("client", flat=True)
        assert (part, number) == (list(by_name[40:45]), 52)

    assert read[0]["values"] == read[1]["values"]
    assert abs(read[1]["rows"] - read[0]["rows"]) < 5  # a first page more or less, and none of the fifty


@contextmanager
def rows_read():
    """Yield what grows while statements are sent: the rows that came back, and the most values that one of them took along."""
    found = Counter()

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        found["rows"] += max(context["cursor"].rowcount, 0)
        found["values"] = max(found["values"], len(params or ()))
        return result

    with connection.execute_wrapper(watch):
        yield found


def counted(cast, act, *, scoped=True):
    """Return how many statements an act costs, in the scope of North or as a request that opens its own."""
    with CaptureQueriesContext(connection) as asked:
        if scoped:
            with tenant_context(cast.north.pk):
                act()
        else:
            assert act().status_code == 200
    return len(asked)


def test_letter_comes_to_whoever_tries_it(prepare, alice, cast, mailbox):
    prepare()
    drain(actions.WAVES)

    alice.post(cast.alice.url(f"surveys/waves/{the_wave(cast).pk}/sample/"))

    assert len(mailbox.to(cast.alice.employee.email)) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"roles": []}, "required"), ({"day": "2020-01-01"}, "This moment is over"), ({"per_role": "0"}, "1")],
)
def test_wrong_form_is_refused(prepare, cast, wrong, says):
    answer = prepare(**wrong)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert not Wave.objects.exists()
