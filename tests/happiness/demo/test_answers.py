"""The demo's surveys and two years of answers, loaded as an import is."""

import pytest

from accounts.events.models import Event, Origin
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.invitations.models import CalmRule, PlannedAsk
from feedback.responses.models import Response
from feedback.surveys import lints, rules
from feedback.surveys.models import SurveyVersion
from feedback.triggers.models import TriggerRule
from happiness.demo import actions
from happiness.demo.answers import ANSWERS
from happiness.demo.surveys import SURVEYS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("survey", [one for some in SURVEYS.values() for one in some], ids=lambda one: one.name)
def test_surveys_are_such_as_the_builder_lets_through_without_a_word(survey):
    for _days, content in survey.versions:
        assert rules.faults(content) == []
        assert lints.lints(content) == []


def test_answers_stand_at_their_time_and_tell_nobody(now):
    actions.seed(password="correct horse battery", now=now)

    total = 0
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            rows = list(Response.objects.select_related("version"))
            total += len(rows)
            assert {row.origin for row in rows} == {Origin.DEMO}
            assert all(row.version.published_at <= row.happened_at < now for row in rows)
            assert all(row.stage and row.role and row.segment_id for row in rows)
            told = Event.objects.filter(kind__in=["response.submitted", "response.confided"])
            assert told.count() == len(rows)
            assert not OutgoingEmail.objects.exists()
            if SurveyVersion.objects.filter(number=2).exists():
                before, after = SurveyVersion.objects.filter(survey__name="Стосунки з клієнтом").order_by("number")
                assert Response.objects.filter(version=before).exists()
                assert Response.objects.filter(version=after).exists()
    assert total == sum(len(voice.answers) for voices in ANSWERS.values() for voice in voices) > 120


def test_visitor_gets_a_page_to_answer_in_each_language(now):
    actions.seed(password="correct horse battery", now=now)

    pages = actions.links(now=now)

    assert [person for _path, person, _survey in pages] == ["Sam Whitfield", "Олена Рибчук", "Марат Ким"]
    assert len({path for path, _person, _survey in pages}) == 3


def test_people_of_the_demo_have_pages_of_their_own(now, client):
    actions.seed(password="correct horse battery", now=now)

    pages = actions.personal_pages()

    assert {person for _path, person in pages} == {"Sam Whitfield", "Олена Рибчук", "Марат Ким"}
    assert [client.get(f"{path}{part}").status_code for path, _person in pages for part in ("", "said/")] == [200] * 6


def test_visitor_of_the_demo_answers_for_a_client(now, client):
    actions.seed(password="correct horse battery", now=now)
    (path, person, _survey), *others = actions.links(now=now)
    page = client.get(path).content.decode()
    assert "Would you recommend us to a colleague at another company?" in page
    ticket = page.partition('name="_ticket" value="')[2].partition('"')[0]

    sent = client.post(
        path, f"_ticket={ticket}&recommend=9&reliable=4", content_type="application/x-www-form-urlencoded"
    )

    assert sent.status_code == 303
    assert actions.links(now=now) == others
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            live = list(Response.objects.filter(origin=Origin.LIVE).values_list("contact__name", "nps", "csat"))
            assert live in ([], [(person, 9, 4)])


def test_demo_shows_who_will_be_asked_and_who_not_and_why(now):
    actions.seed(password="correct horse battery", now=now)

    found = set()
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            assert CalmRule.objects.count() == 2
            found |= set(PlannedAsk.objects.values_list("state", "reason"))
    wanted = {("planned", "later"), ("planned", "fatigue"), ("refused", "stopped"), ("refused", "fatigue")}
    assert wanted <= found


def test_demo_has_rules_that_run_and_one_that_does_not(now):
    actions.seed(password="demo", now=now)
    states = []
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            states += TriggerRule.objects.values_list("state", flat=True)

    assert sorted(states) == ["active", "active", "active", "draft"]
