"""Surveys of other programs: what comes in by the page, and goes out."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Survey
from feedback.surveys.surveyjs import read
from tests.factories.feedback import QUESTIONS, a_document, a_survey
from tests.feedback.surveys.pages import address, content
from tests.feedback.surveys.test_limesurvey import BOMB, FILE, NEW

pytestmark = pytest.mark.django_db

SURVEY = {
    "title": {"default": "Після акту", "en": "After the act"},
    "pages": [
        {
            "elements": [
                {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "title": "Порадите нас?"},
                {"type": "comment", "name": "why", "title": "Чому <b>?", "visibleIf": "{nps} <= 6"},
                {"type": "file", "name": "photo"},
            ]
        }
    ],
}


def names(cast):
    with tenant_context(cast.north.pk):
        return list(Survey.objects.values_list("name", flat=True))


def shown(browser, text, **more):
    return browser.post(address("survey-import"), {"pasted": text, "language": "uk", **more})


def test_survey_is_shown_and_then_made(client_of, cast) -> None:
    browser = client_of(cast.alice)

    page = shown(browser, json.dumps(SURVEY)).content.decode()

    assert names(cast) == []
    assert "2 questions" in page
    assert "Чому &lt;b&gt;?" in page
    assert "photo" in page
    assert "“file”" in page

    found = unescape(re.search(r'name="content" value="([^"]*)"', page)[1])
    for _twice in range(2):
        answer = browser.post(address("survey-import-creation"), {"content": found})
        assert answer.status_code == 302
    assert sorted(names(cast)) == ["After the act", "After the act 2"]
    with tenant_context(cast.north.pk):
        survey = Survey.objects.get(name="After the act")
    document = content(cast, survey)
    assert [one.id for one in document.questions] == ["nps", "why"]
    assert document.rules[0].question == "why"


def test_file_is_taken_as_well(client_of, cast) -> None:
    file = SimpleUploadedFile("survey.json", json.dumps(SURVEY).encode("utf-8-sig"))

    page = client_of(cast.alice).post(address("survey-import"), {"file": file, "language": "uk"})

    assert page.status_code == 200
    assert "2 questions" in page.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no JSON",
        b"[]",
        b'{"pages": 3}',
        b'{"pages": [{"elements": [3]}]}',
        b"[" * 100_000,
        json.dumps(SURVEY, ensure_ascii=False).encode("cp1251"),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        BOMB,
        FILE,
        b"<html><script>alert(1)</script></html>",
        b" " * (5 * 1024 * 1024 + 1),
    ],
    ids=["empty", "text", "list", "pages", "element", "deep", "encoding", "picture", "bomb", "entity", "html", "large"],
)
def test_what_is_no_survey_is_refused_with_a_sentence(client_of, cast, data) -> None:
    file = SimpleUploadedFile("survey.json", data)

    answer = client_of(cast.alice).post(address("survey-import"), {"file": file, "language": "uk"})

    assert answer.status_code == 422
    assert re.search("cannot be read as a survey|larger than 5 MB", answer.content.decode())
    assert names(cast) == []


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"languages": []}', "[" * 50_000, '{"languages": ["uk"], "rules": 3}']
)
def test_damaged_draft_is_refused(client_of, cast, damaged) -> None:
    answer = client_of(cast.alice).post(address("survey-import-creation"), {"content": damaged})

    assert answer.status_code == 422
    assert names(cast) == []


def test_nothing_and_both_are_refused(client_of, cast) -> None:
    browser, file = client_of(cast.alice), SimpleUploadedFile("survey.json", b"{}")

    for answer in (shown(browser, ""), shown(browser, "{}", file=file)):
        assert answer.status_code == 422
        assert "one of the two" in answer.content.decode()


def test_draft_leaves_as_surveyjs_and_comes_back(client_of, cast, survey) -> None:
    answer = client_of(cast.alice).get(address("survey-export-file", survey))

    assert answer["Content-Disposition"] == 'attachment; filename="relation.json"'
    assert read(json.loads(answer.content), languages=("uk", "ru", "en")).document == content(cast, survey)


def test_limesurvey_is_taken_as_well(client_of, cast) -> None:
    for encoded in (NEW, b"\xef\xbb\xbf" + NEW, NEW.decode().replace("UTF-8", "UTF-16").encode("utf-16")):
        file = SimpleUploadedFile("survey.lss", encoded)

        page = client_of(cast.alice).post(address("survey-import"), {"file": file, "language": "uk"})

        assert "2 questions" in page.content.decode()
        assert "The heading of a page" in page.content.decode()


def test_what_an_export_loses_is_said_before(client_of, cast, now) -> None:
    named = {"en": "Your {answer:recommend|score} of {fact:act|the last act}?"}
    content = a_document(QUESTIONS[0], {"id": "more", "type": "long_text", "title": named})
    with tenant_context(cast.north.pk):
        survey = a_survey(by=cast.alice.employee, now=now, content=content)

    page = client_of(cast.alice).get(address("survey-export", survey)).content.decode()

    assert "instead of “the last act”" in page
    assert "show {fact:act} as it is written" in page
    assert "do not know “the letter of invitation”" in page
    assert address("survey-export-file", survey) in page
