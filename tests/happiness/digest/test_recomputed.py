"""Every figure of a demo's digest, counted again by hand from answers, talks, contracts, promises and cases."""

import copy
import zoneinfo
from datetime import datetime, time, timedelta

import pytest

from accounts.clients.models import Client, ClientFacts, ContactRole
from accounts.contracts import actions as contracts
from accounts.mail.models import LetterIssue
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import organization_id_of
from feedback import pipeline
from feedback.coverage import actions as coverage
from feedback.insights import actions as insights
from feedback.interactions import actions as talks
from feedback.interactions.models import Interaction, Promise
from feedback.sentiment.models import MoodReading
from happiness.demo import actions as demo
from happiness.digest import actions
from journeys.cases import actions as cases
from journeys.cases.models import Case
from tests.happiness.conftest import local
from tests.happiness.digest import by_hand

pytestmark = pytest.mark.django_db

KYIV = zoneinfo.ZoneInfo("Europe/Kyiv")
WEEK, DAY = timedelta(days=7), timedelta(days=1)


def settle(moment):
    """Let the product count what it keeps for lists and curves, as its pipeline and its timetable do."""
    ids = list(Client.objects.values_list("pk", flat=True))
    pipeline.process(client_ids=ids, now=moment)
    coverage.report_gaps(client_ids=ids, now=moment)
    contracts.recount(client_ids=ids, now=moment)
    insights.keep_day(now=moment)


def talk(client, moment, mood, quote, *, by):
    role = (
        ContactRole.objects.filter(position__client=client, valid_until=None)
        .select_related("position__contact")
        .first()
    )
    row = Interaction(client=client, channel="call", happened_at=moment, mood=mood, quote=quote)
    talks.log(interaction=row, people=[role.position.contact], by=by, now=moment)


def live_a_week(start, *, by):
    """Somebody is delighted, somebody is angry, a promise is kept and another one is not, a complaint ends well."""
    glad, angry = (row.client for row in ClientFacts.objects.filter(mood__range=(60, 75), state="current")[:2])
    talk(glad, start + DAY, 97, "You have saved our quarter.", by=by)
    talk(angry, start + 2 * DAY, 8, "Nobody calls back.", by=by)
    kept, late = Promise.objects.filter(kept_at=None, dropped_at=None)[:2]
    talks.keep_promise(promise=kept, by=by, now=start + 3 * DAY)
    Promise.objects.filter(pk=late.pk).update(due_on=local(start + 4 * DAY))
    case = Case.objects.filter(
        sort="complaint", closed_at=None, visibility="team", contact__emails__isnull=False
    ).first()
    cases.ask_client(case=case, said="x", done="y", by=by, now=start + 4 * DAY)
    cases.confirm(case=case, now=start + 5 * DAY)


def figures(content):
    """Return the figures of an issue, as by_hand counts them."""
    found = copy.deepcopy(content)
    asked, attention = found["decisions"], found["attention"]
    asked["rows"] = [(row["id"], row["money"], row["score"]) for row in asked["rows"]]
    for name in ("up", "down"):
        found[name] = [row["points"] for row in found[name]]
    found["quote"] = (found["quote"] or {}).get("words")
    found["attention"] = {row["client"]: (row["score"], row["money"]) for row in attention["rows"]} if attention else {}
    for name in ("since", "until", "currency"):
        del found[name]
    return found, attention["more"] if attention else 0


def agree(content, by_hand_figures):
    """Tell whether every figure is the one that was counted by hand; of the clients that need somebody some are named."""
    (found, more), expected = figures(content), dict(by_hand_figures)
    named, needy = found.pop("attention"), expected.pop("attention")
    return found == expected and named.items() <= needy.items() and len(named) + more == len(needy)


def altered(value):
    """Yield copies of a JSON value, each with another one of its numbers changed."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if isinstance(part, bool):
            changes = [not part]
        elif isinstance(part, (int, float)):
            changes = [part + 1]
        else:
            changes = altered(part)
        for change in changes:
            other = copy.copy(value)
            other[key] = change
            yield other


def test_every_figure_of_a_demos_digest_comes_out_by_hand(now):
    monday = datetime.combine(local(now) - local(now).weekday() * DAY, time(8), KYIV)
    monday -= WEEK if monday > now else 0 * WEEK
    before = monday - WEEK
    demo.seed(password="correct horse battery", now=before)
    with tenant_context(organization_id_of("pivnich-soft")):
        owner = Employee.objects.get(email="iryna@pivnich.example")
        settle(before)
        live_a_week(before, by=owner)
        settle(monday)
        assert actions.send_due(now=monday) >= 1
        content = LetterIssue.objects.get(employee_id=owner.pk).content
        expected = by_hand.digest(owner, monday, before, KYIV)

        assert figures(content)[0] | {"attention": 0} == expected | {"attention": 0}
        assert agree(content, expected)
        assert content["quote"]["words"] == "You have saved our quarter."
        assert (content["promises"]["kept"], content["cases"]["confirmed"]) == (1, 1)
        assert content["money"]["at_risk"] != content["money"]["before"]
        others = [one for one in altered(content) if agree(one, expected)]
        assert others == []  # whatever number is altered, it is noticed
        assert Organization.objects.get().currency == content["currency"]
        for one in MoodReading.objects.filter(response__has_words=False, replaced_at=None).select_related("response"):
            assert one.value == by_hand.value_of_scores(one.response)  # readings of answers, by their marks
