from dataclasses import replace

import pytest

from accounts.clients.enums import BuyerRole, Stage
from feedback.surveys import library
from feedback.surveys.document import read, texts_of, write
from feedback.surveys.lints import Lint, lints
from feedback.surveys.models import Purpose
from feedback.surveys.rules import faults
from feedback.surveys.runner import Person, walk
from tests.factories.feedback import a_document

LANGUAGES = ("uk", "ru", "en")
CYRILLIC = {"uk": set("ыэъё"), "ru": set("іїєґ’")}


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("role", BuyerRole.values)
def test_every_stage_has_questions_of_its_own_for_every_role(stage, role):
    own = [one for one in library.questions(stage=stage, role=role) if one.stage == stage]

    assert len(own) >= 2
    assert all(one.roles == (role,) for one in own)


@pytest.mark.parametrize("entry", library.entries().values(), ids=lambda entry: entry.key)
def test_question_is_written_in_three_languages_and_says_what_it_decides(entry):
    document = replace(a_document(), questions=(library.question_of(entry.key, language="uk"),))

    assert set(entry.decision) == set(LANGUAGES)
    assert [one for one in faults(document) if one.place.startswith("questions.")] == []
    allowed = {Lint.SCORE_NOT_FIRST, Lint.NO_SCORE, Lint.NO_WORDS}
    assert {one.kind for one in lints(document)} - allowed == set()
    for _place, texts in texts_of(document):
        for language, letters in CYRILLIC.items():
            assert not letters & set(texts.get(language, "").lower())


@pytest.mark.parametrize("key", library.sets())
def test_ready_made_survey_can_be_published_as_it_is(key):
    document = library.document_of(key, languages=LANGUAGES, language="en")

    assert faults(document) == []
    assert read(write(document)) == document
    assert library.sets()[key].purpose in Purpose.values
    assert set(library.sets()[key].name) == set(LANGUAGES)
    for role in BuyerRole.values:
        assert 2 <= len(walk(document, Person(role=role), {})) <= 3


def test_relation_survey_asks_each_role_about_its_own_reasons():
    document = library.document_of("relation", languages=LANGUAGES, language="uk")

    asked = {role: walk(document, Person(role=role), {"recommend": 3})[1] for role in BuyerRole.values}

    assert {one.question.id for one in asked.values()} == {"reason_economic", "reason_technical", "reason_end_user"}
    assert {one.title["uk"] for one in asked.values()} == {"Що насамперед виправити?"}
