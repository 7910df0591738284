"""Columns that answer the questions of a survey of ours, and who may read what they say."""

from datetime import timedelta

import pytest

from accounts.events.models import Event
from accounts.exchange.models import ImportJob
from accounts.tenancy.context import tenant_context
from feedback.responses.importing import asked
from feedback.responses.models import Confidentiality, Response
from feedback.surveys import actions as surveys
from feedback.surveys.models import SurveyDraft
from tests.factories.accounts import a_contact
from tests.factories.feedback import a_document, a_version

YES = {"en": "Papers, and stamps", "uk": "Документи й печатки"}
CHOICES = [
    {"id": "papers", "text": YES},
    {"id": "speed", "text": {"en": "Speed", "uk": "Швидкість"}},
    {"id": "words", "text": {"en": "Tone", "uk": "Тон"}},
]
QUESTIONS = [
    {"id": "score", "type": "rating", "maximum": 10, "title": {"en": "Mark us", "uk": "Оцініть нас"}},
    {"id": "best", "type": "single", "title": {"en": "The best", "uk": "Найкраще"}, "choices": CHOICES, "has_other": True},
    {"id": "good", "type": "multiple", "title": {"en": "Good at", "uk": "Що добре"}, "choices": CHOICES, "most": 2},
    {"id": "order", "type": "ranking", "title": {"en": "In order", "uk": "За важливістю"}, "choices": CHOICES},
    {
        "id": "how",
        "type": "matrix",
        "title": {"en": "How is", "uk": "Як вам"},
        "choices": [{"id": "fine", "text": {"en": "Fine", "uk": "Добре"}}, {"id": "bad", "text": {"en": "Bad"}}],
        "rows": [{"id": "mail", "text": {"en": "Mail", "uk": "Пошта"}}, {"id": "calls", "text": {"en": "Calls"}}],
    },
    {"id": "again", "type": "yes_no", "title": {"en": "Again", "uk": "Ще раз"}},
    {"id": "years", "type": "number", "least": 0, "most": 90, "title": {"en": "Years", "uk": "Роки"}},
    {"id": "since", "type": "date", "title": {"en": "Since", "uk": "Відколи"}},
    {"id": "word", "type": "short_text", "title": {"en": "A word", "uk": "Слово"}},
]  # fmt: skip
HEAD = [
    "Date",
    "Email",
    "Mark us",
    "Найкраще",
    "Good at",
    "In order",
    "How is: Mail",
    "Again",
    "Years",
    "Since",
    "A word",
]
SAID = [
    *("2024-03-14", "olha@acme.example", "9", "швидкість", "Papers, and stamps, Тон"),
    *("2) Speed > words > Документи й печатки", "fine", "так", "12,5", "05.03.2020", "Дякую"),
]


def table(*rows: list[str], head: list[str] = HEAD) -> str:
    return "\n".join("\t".join(cells) for cells in (head, *rows)) + "\n"


@pytest.fixture
def relation(cast, acme, now):
    """A published survey of North with a question of every type."""
    content = a_document(*QUESTIONS, languages=["en", "uk"])
    with tenant_context(cast.north.pk):
        return a_version("Relation", by=cast.alice.employee, now=now, content=content)


def test_every_type_of_question_is_taken_from_its_column(alice, relation, inside):
    job = alice.run(table(SAID))

    assert all(asked.is_answer(key) for key in job.mapping[2:])
    assert alice.faults() == {}
    answer = Response.objects.get()
    assert answer.version == relation
    assert answer.answers == {
        "score": 9,
        "best": "speed",
        "good": ["papers", "words"],
        "order": ["speed", "words", "papers"],
        "how": {"mail": "fine"},
        "again": True,
        "years": 12.5,
        "since": "2020-03-05",
        "word": "Дякую",
    }
    assert answer.has_words


def test_preview_says_answers_in_words(alice, relation):
    alice.check(table(SAID))

    page = alice.page()

    for words in ("9 of 10", "Papers, and stamps; Tone", "1. Speed; 2. Tone", "Mail: Fine", "<ins>Yes</ins>"):
        assert words in page, words


def test_own_words_stand_beside_other(alice, relation, inside):
    head = ["Date", "Email", "The best"]
    rows = [["2024-03-14", "olha@acme.example", "Ваші люди"], ["2024-03-15", "olha@acme.example", "Other: your people"]]

    alice.run(table(*rows, head=head))

    found = Response.objects.order_by("happened_at").values_list("answers", flat=True)
    assert list(found) == [
        {"best": "other", "best.other": "Ваші люди"},
        {"best": "other", "best.other": "your people"},
    ]


BAD = [
    ("Mark us", "11", "off_scale", "1–10"),
    ("Good at", "Paper", "choice", "Papers, and stamps; Speed; Tone"),
    ("Good at", "speed; words; papers", "too_many", "2"),
    ("In order", "Speed", "once_each", "Papers, and stamps; Speed; Tone"),
    ("How is: Mail", "so-so", "choice", "Fine; Bad"),
    ("Again", "perhaps", "yes_or_no", ""),
    ("Years", "many", "number", ""),
    ("Years", "91", "too_large", "90"),
    ("Since", "30.02.2024", "day", ""),
    ("A word", "x" * 201, "too_long", "200"),
    ("Найкраще", "#REF!", "spreadsheet_error", ""),
]


def test_bad_cells_are_named_with_row_column_value_and_remedy(alice, relation):
    rows = [["2024-03-14", "olha@acme.example", *[""] * 9] for _one in BAD]
    for row, (column, value, _code, _more) in zip(rows, BAD, strict=True):
        row[HEAD.index(column)] = value

    alice.check(table(*rows))

    found = [(one["column"], one["value"], one["code"], one["more"]) for row in alice.rows() for one in row.faults]
    assert found == [(column, value[:200], code, more) for column, value, code, more in BAD]
    assert "Name each of these once" in alice.page()


def test_column_of_another_survey_is_refused(alice, relation, inside):
    a_version("Other", by=alice.person.employee, now=relation.published_at)
    head = ["Date", "Email", "Mark us", "Survey"]
    alice.paste(table(["2024-03-14", "olha@acme.example", "9", "Other"], head=head))
    alice.work()
    key = next(one.key for one in asked.columns() if one.question.id == "score")
    alice.choose(**{"column-2": key})
    alice.work()

    assert alice.faults() == {2: [("other_survey", "Mark us")]}


def test_answers_go_to_the_version_that_asked_them(alice, relation, cast, now, inside):
    late = {"id": "late", "type": "short_text", "title": {"en": "Later", "uk": "Далі"}}
    content = relation.content | {"questions": [*relation.content["questions"], late]}
    SurveyDraft.objects.filter(survey=relation.survey).update(content=content)
    newer = surveys.publish(survey=relation.survey, by=cast.alice.employee, now=now + timedelta(days=1))
    rows = [["2024-03-14", "olha@acme.example", "yes", ""], ["2024-03-15", "olha@acme.example", "no", "well"]]

    alice.run(table(*rows, head=["Date", "Email", "Again", "Later"]))

    found = Response.objects.order_by("happened_at").values_list("version", flat=True)
    assert list(found) == [relation.pk, newer.pk]


def test_question_that_two_surveys_ask_is_that_of_the_other_columns(alice, relation, cast, inside):
    again = [one for one in QUESTIONS if one["id"] in {"word", "years"}]
    content = a_document(*again, languages=["en", "uk"])
    a_version("Twin", by=cast.alice.employee, now=relation.published_at, content=content)
    alice.paste(table(SAID))
    alice.work()
    assert {asked.survey_of(key) for key in alice.newest().mapping[2:]} == {relation.survey_id}

    alice.paste(table(["2024-03-14", "olha@acme.example", "3", "so"], head=["Date", "Email", "Years", "A word"]))
    alice.work()
    assert alice.newest().mapping[2:] == ["", ""]


def test_columns_offer_no_survey_of_another_organization(alice, relation, cast, now):
    with tenant_context(cast.south.pk):
        a_version("Southern", by=cast.mallory.employee, now=now)
    alice.paste(table(SAID))
    alice.work()

    page = alice.page("columns/")

    assert "Answers to “Relation”" in page
    assert "Southern" not in page


# --- Who may read it ---

HEAD_OF_READERS = ["Date", "Email", "NPS", "Who may read it"]


def test_column_says_who_may_read(alice, acme, cast, now, inside):
    for name in ("Vira", "Yurii"):
        a_contact(name, at=acme, by=cast.alice.employee, now=now, roles=["end_user"])
    rows = [
        ["2024-03-14", "olha@acme.example", "3", "Лише керівництво"],
        ["2024-03-15", "petro@acme.example", "4", "role"],
        ["2024-03-16", "olha@acme.example", "9", ""],
    ]

    alice.run(table(*rows, head=HEAD_OF_READERS))

    assert alice.faults() == {}
    found = Response.objects.order_by("happened_at").values_list("nps", "confidentiality")
    assert list(found) == [(3, "leadership"), (4, "role"), (9, "named")]
    confided = Event.objects.get(kind="response.confided")
    assert (confided.contact_id, set(confided.payload)) == (None, {"response_id", "survey_id"})


def test_name_is_not_hidden_among_too_few(alice, acme):
    alice.check(table(["2024-03-14", "petro@acme.example", "4", "anonymous"], head=HEAD_OF_READERS))

    assert alice.faults() == {2: [("too_few_to_hide", "Who may read it")]}


def test_one_choice_holds_for_rows_that_say_nothing_and_is_remembered(alice, acme, inside):
    rows = [["2024-03-14", "olha@acme.example", "3"], ["2024-03-15", "petro@acme.example", "4"]]
    text = table(*rows, head=["Date", "Email", "NPS"])
    alice.paste(text)
    alice.work()
    alice.choose(**{"answer.readers": "leadership"})
    alice.work()
    alice.post(alice.url("run/"), {})
    alice.work()

    assert set(Response.objects.values_list("confidentiality", flat=True)) == {Confidentiality.LEADERSHIP}
    alice.paste(text)
    alice.work()
    assert alice.newest().choices == {"answer.readers": "leadership"}


def test_import_that_says_who_reads_is_opened_by_nobody_else(alice, acme, cast, client_of):
    alice.check(table(["2024-03-14", "olha@acme.example", "3", "leadership"], head=HEAD_OF_READERS))
    with tenant_context(cast.north.pk):
        ImportJob.objects.update(by=cast.bob.employee)

    for path in ("", "columns/", "failed.csv"):
        assert alice.get(alice.url(path)).status_code == 404
    assert alice.get(alice.person.url("imports/")).content.decode().count(str(alice.newest().pk)) == 0


def test_what_was_confided_is_neither_shown_nor_corrected_by_a_further_import(alice, acme, inside):
    alice.run(table(["2024-03-14", "olha@acme.example", "3", "leadership"], head=HEAD_OF_READERS))
    plain = table(["2024-03-14", "olha@acme.example", "9"], head=["Date", "Email", "NPS"])

    assert alice.run(plain).counts == {"same": 1}

    assert Response.objects.get().nps == 3
    page = alice.page()
    assert "<del>3</del>" not in page
    alice.check(table(["2024-03-14", "olha@acme.example", "3", "everybody"], head=HEAD_OF_READERS))
    assert alice.faults() == {2: [("readers_fixed", "Who may read it")]}
