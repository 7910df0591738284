"""Surveys and answers as another system reads and hands them over."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.organizations.models import Membership
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Response, ResponseRevision
from tests.factories import feedback as factory
from tests.feedback.responses.conftest import ask_somebody
from tests.happiness.api.conftest import System, is_problem

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def asked(cast, now):
    return ask_somebody(cast.alice, now=now)


def survey_of(asked) -> str:
    return str(asked.invitation.version.survey_id)


def person_of(asked) -> dict[str, str]:
    place = asked.position
    return {"survey": survey_of(asked), "contact": str(place.contact_id), "client": str(place.client_id)}


def stored(asked) -> list[tuple]:
    with tenant_context(asked.invitation.organization_id):
        rows = Response.objects.order_by("id")
        return list(rows.values_list("source", "nps", "invitation_id", "confidentiality"))


# --- What is asked ---


def test_survey_is_listed_with_what_it_asks_now(system, asked, cast, now):
    with tenant_context(cast.north.pk):
        draft = factory.a_survey("Draft", by=cast.alice.employee, now=now)

    rows = {row["id"]: row for row in system.get("surveys/").json()["results"]}

    version = asked.invitation.version
    row = rows[survey_of(asked)]
    assert (row["version"], row["number"], row["is_open"]) == (str(version.pk), 1, True)
    assert (rows[str(draft.pk)]["version"], rows[str(draft.pk)]["is_open"]) == (None, False)
    assert system.get(f"surveys/{survey_of(asked)}/").json() == row
    is_problem(system.get(f"surveys/{draft.pk}/questions/"), 404)


def test_questions_are_those_of_the_page_in_its_language(system, asked):
    path = f"surveys/{survey_of(asked)}/questions/"

    found = system.get(path, language="ru", answers=json.dumps({"recommend": 3})).json()

    assert (found["language"], found["languages"], found["title"]) == ("ru", ["uk", "ru", "en"], "Один вопрос")
    assert [one["id"] for one in found["questions"]] == ["recommend", "reason", "words"]
    first, reason, _words = found["questions"]
    assert (first["first"], first["last"], first["is_required"]) == (0, 10, True)
    assert (reason["title"], reason["choices"][0]) == ("Что исправить первым?", {"id": "papers", "text": "Документы"})
    assert system.get(path).json()["questions"][1]["title"] == "Що вплинуло на оцінку?"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"language": "de"}, "language"),
        ({"role": "boss"}, "role"),
        ({"stage": "x"}, "stage"),
        ({"segment": "x"}, "segment"),
        ({"answers": "{"}, "answers"),
        ({"answers": "[1]"}, "answers"),
        ({"answers": "[" * 5000}, "answers"),
    ],
)
def test_wrong_person_is_refused(system, asked, query, field):
    path = f"surveys/{survey_of(asked)}/questions/"

    assert field in is_problem(system.get(path, **query), 422)["errors"]


# --- Answers that are handed over ---


def test_answer_of_a_person_answers_their_invitation(system, asked, cast):
    made = system.post("answers/", person_of(asked) | {"answers": {"recommend": 9, "words": "Так"}})

    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["nps"], row["source"], row["invitation"]) == (9, "api", str(asked.invitation.pk))
    assert row["answers"] == {"recommend": 9, "words": "Так"}
    assert system.get(f"answers/{row['id']}/").json() == row
    assert system.get("answers/", survey=survey_of(asked)).json()["results"] == [row]
    assert system.get("answers/", survey=NOBODY).json()["results"] == []
    assert asked.browser.get(asked.url).content.decode().count("checked") > 0


def test_answer_to_nothing_that_was_asked_stands_for_itself(system, asked, cast, now):
    system.post("answers/", person_of(asked) | {"answers": {"recommend": 9}})

    made = system.post("answers/", person_of(asked) | {"role": "technical", "answers": {"recommend": 4}})

    assert made.status_code == 201, made.content
    assert (made.json()["invitation"], made.json()["role"]) == (None, "technical")
    assert [one[1] for one in stored(asked)] == [9, 4]


def test_invitation_is_answered_once_and_then_changed(system, asked, now):
    handed = {"invitation": str(asked.invitation.pk), "answers": {"recommend": 9}}
    first = system.post("answers/", handed).json()

    second = system.post("answers/", handed | {"answers": {"recommend": 3}}).json()

    assert (second["id"], second["nps"]) == (first["id"], 3)
    with tenant_context(asked.invitation.organization_id):
        assert list(ResponseRevision.objects.values_list("nps", flat=True)) == [9]
        Response.objects.update(happened_at=now - timedelta(days=8))
    assert "invitation" in is_problem(system.post("answers/", handed), 422)["errors"]


def test_same_key_hands_over_once(system, asked):
    handed = person_of(asked) | {"answers": {"recommend": 9}}
    first, second = (system.post("answers/", handed, **{"Idempotency-Key": "k"}) for _again in range(2))

    assert (second.status_code, second.json()) == (201, first.json())
    assert len(stored(asked)) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"answers": {"recommend": 11}}, "answers"),
        ({"answers": {"recommend": "٩"}}, "answers"),
        ({"answers": {"recommend": True}}, "answers"),
        ({"answers": {"recommend": 5.5}}, "answers"),
        ({"answers": {"recommend": 2**63}}, "answers"),
        ({"answers": {"words": "without the mark"}}, "answers"),
        ({"answers": {"recommend": 9, "nothing": 1}}, "answers"),
        ({"answers": {"recommend": 9, "words": "x" * 2001}}, "answers"),
        ({"answers": {}}, "answers"),
        ({"answers": [9]}, "answers"),
        ({"survey": NOBODY}, "survey"),
        ({"contact": NOBODY}, "contact"),
        ({"client": NOBODY}, "client"),
        ({"role": "boss"}, "role"),
        ({"confidentiality": "role"}, "confidentiality"),
        ({"happened_at": "2099-01-01T00:00:00Z"}, "happened_at"),
        ({"happened_at": "2020-01-01T00:00:00Z"}, "happened_at"),
        ({"happened_at": "2026-01-01T00:00:00"}, "happened_at"),
        ({"score": 9}, "score"),
    ],
)
def test_refusal_names_the_field_and_keeps_nothing(system, asked, more, field):
    answer = system.post("answers/", person_of(asked) | {"answers": {"recommend": 9}} | more)

    assert field in is_problem(answer, 422)["errors"]
    assert stored(asked) == []


def test_fault_names_the_question(system, asked):
    answer = system.post("answers/", person_of(asked) | {"answers": {"recommend": 11}})

    assert is_problem(answer, 422)["errors"]["answers"] == ["recommend: Choose a score from 0 to 10."]


def test_who_answers_is_said_by_the_invitation_or_in_full(system, asked, cast, now):
    with_both = person_of(asked) | {"invitation": str(asked.invitation.pk), "answers": {"recommend": 9}}
    assert "contact" in is_problem(system.post("answers/", with_both), 422)["errors"]
    assert "client" in is_problem(system.post("answers/", {"answers": {"recommend": 9}}), 422)["errors"]
    elsewhere = ask_somebody(cast.alice, now=now, name="Olena")
    stranger = person_of(asked) | {"contact": str(elsewhere.position.contact_id), "answers": {"recommend": 9}}
    assert "contact" in is_problem(system.post("answers/", stranger), 422)["errors"]


@pytest.mark.parametrize("columns", [{"closed_at": "now"}, {"expires_at": "now"}])
def test_invitation_that_is_over_takes_no_answer(system, asked, now, columns):
    asked.changed(**dict.fromkeys(columns, now))

    answer = system.post("answers/", {"invitation": str(asked.invitation.pk), "answers": {"recommend": 9}})

    assert "invitation" in is_problem(answer, 422)["errors"]


# --- Who reads ---


def test_answers_for_top_management_are_not_there(system, asked):
    made = system.post("answers/", person_of(asked) | {"answers": {"recommend": 2}, "confidentiality": "leadership"})

    assert made.status_code == 201
    assert made.json() == {"id": made.json()["id"], "confidentiality": "leadership"}
    is_problem(system.get(f"answers/{made.json()['id']}/"), 404)
    assert system.get("answers/").json()["results"] == []
    system.post("answers/", {"invitation": str(asked.invitation.pk), "answers": {"recommend": 3}})
    assert stored(asked) == [("api", 3, asked.invitation.pk, "leadership")]


def test_whoever_gave_no_name_has_none_here(system, cast, now):
    asked = ask_somebody(cast.alice, now=now, peers=2)
    asked.send(recommend="2", _readers="role")

    (row,) = system.get("answers/").json()["results"]

    hidden = ("contact", "invitation", "happened_at", "recorded_at", "amended_at")
    assert [row[name] for name in hidden] == [None] * 5
    assert (row["nps"], row["role"], row["month"]) == (
        2,
        "technical",
        asked.responses()[0].happened_at.strftime("%Y-%m"),
    )


def test_new_and_changed_answers_are_found_by_their_time(system, asked, now):
    asked.send(recommend="9")
    (response,) = asked.responses()
    later, earlier = ((response.recorded_at + timedelta(minutes=one)).isoformat() for one in (1, -1))

    assert len(system.get("answers/", updated_since=earlier).json()["results"]) == 1
    assert system.get("answers/", updated_since=later).json()["results"] == []
    is_problem(system.get("answers/", updated_since="yesterday"), 422)
    is_problem(system.get("answers/", client="x"), 422)


def test_other_organization_is_not_there(system, cast, asked, now):
    foreign = System(cast.mallory, now=now)
    asked.send(recommend="9")
    (response,) = asked.responses()

    assert foreign.get("surveys/").json()["results"] == []
    assert foreign.get("answers/").json()["results"] == []
    paths = (f"surveys/{survey_of(asked)}/", f"surveys/{survey_of(asked)}/questions/", f"answers/{response.pk}/")
    for path in paths:
        is_problem(foreign.get(path), 404)
    for handed in (person_of(asked), {"invitation": str(asked.invitation.pk)}):
        is_problem(foreign.post("answers/", handed | {"answers": {"recommend": 1}}), 422)
    assert [one[1] for one in stored(asked)] == [9]


def test_scope_role_and_method_must_allow_it(cast, asked, now):
    reader = System(cast.alice, now=now, scopes=["surveys:read", "answers:read"])
    assert reader.get("surveys/").status_code == 200
    handed = person_of(asked) | {"answers": {"recommend": 9}}
    assert "answers:write" in is_problem(reader.post("answers/", handed), 403)["detail"]
    is_problem(reader.post("surveys/", {}), 405)
    fallen = System(cast.dave, now=now)
    with tenant_context(cast.north.pk):
        Membership.objects.filter(pk=cast.dave.membership.pk).update(role=Role.VIEWER)
    is_problem(fallen.post("answers/", handed), 403)


def test_lists_cost_the_same(system, asked, cast, now):
    def cost(path):
        with CaptureQueriesContext(connection) as captured:
            assert system.get(path).status_code == 200
        return len(captured)

    asked.send(recommend="9")
    system.get("surveys/")  # the first use is noted
    ones = [cost(path) for path in ("surveys/", "answers/")]
    for name in ("Olena", "Ivan"):
        ask_somebody(cast.alice, now=now, name=name).send(recommend="3")

    assert [cost(path) for path in ("surveys/", "answers/")] == ones
