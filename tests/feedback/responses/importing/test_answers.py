"""From a table to past answers: whose, when, about what; new, corrected, refused, taken back."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients.actions import people_data
from accounts.clients.models import Contact, ContactRole
from accounts.events.models import Event, Origin
from accounts.exchange.models import ImportJob
from accounts.exchange.registry import importer_of
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail.models import OutgoingEmail, Suppression
from accounts.mail.suppression import digest_of
from accounts.tenancy.context import tenant_context
from feedback.responses.importing.fields import ATTRIBUTES
from feedback.responses.importing.samples import SAMPLES
from feedback.responses.models import Response, ResponseRevision
from feedback.surveys import queries as surveys
from feedback.surveys.models import Survey, SurveyVersion
from journeys.stages import actions as stages
from tests.accounts.exchange.workbooks import workbook_of
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_survey, a_version

HEAD = "Date\tEmail\tNPS\tComment\tSurvey\n"
TWO = HEAD + (
    "2024-03-14\tolha@acme.example\t9\tДякую за звіт\tNPS 2024\n15.03.2024 16:20\tPETRO@acme.example\t4\t\tNPS 2024\n"
)


def held() -> list[tuple[object, ...]]:
    columns = ("contact__name", "role", "nps", "csat", "version__survey__name")
    return list(Response.objects.order_by("happened_at").values_list(*columns))


def test_answers_of_known_people(alice, acme, inside):
    job = alice.run(TWO)

    assert job.counts == {"create": 2, "answer.create": 2}
    assert held() == [("Olha", "economic", 9, None, "NPS 2024"), ("Petro", "end_user", 4, None, "NPS 2024")]
    first, second = Response.objects.order_by("happened_at")
    assert (first.answers, first.has_words, first.language) == ({"nps": 9, "comment": "Дякую за звіт"}, True, "uk")
    # A day alone is its noon in the house's zone, Kyiv.
    assert first.happened_at == datetime(2024, 3, 14, 10, tzinfo=UTC)
    assert second.happened_at == datetime(2024, 3, 15, 14, 20, tzinfo=UTC)
    assert {one.origin for one in (first, second)} == {Origin.IMPORT}
    survey = Survey.objects.get()
    assert survey.closed_at
    assert [one.id for one in surveys.document_of(SurveyVersion.objects.get().pk).questions] == ["nps", "comment"]


def test_nothing_is_written_before_the_word(alice, acme, inside):
    job = alice.check(TWO)

    assert job.counts == {"create": 2, "answer.create": 2}
    assert not Response.objects.exists()
    assert not Survey.objects.exists()
    page = alice.page()
    assert "NPS 2024 (a new survey, closed)" in page
    assert "<ins>Дякую за звіт</ins>" in page


def test_import_is_silent_and_audited(alice, acme, cast, now, inside):
    alice.run(TWO)
    with alice.outside():
        jobs.drain(queue="events", now=lambda: now + timedelta(days=1))
        assert Job.objects.filter(queue="coverage").count() == 1

    told = Event.objects.filter(kind="response.submitted")
    assert set(told.values_list("origin", "client_id", "actor_id")) == {
        (Origin.IMPORT, acme.pk, cast.alice.employee.pk)
    }
    assert AuditEntry.objects.filter(action="response.imported").count() == 2
    assert not OutgoingEmail.objects.exists()


def test_same_table_again_changes_nothing_and_a_correction_shows_old_and_new(alice, acme, inside):
    alice.run(TWO)
    assert alice.run(TWO).counts == {"same": 2}

    alice.check(TWO.replace("\t9\tДякую за звіт\t", "\t8\tДякую за звіти\t"))
    page = alice.page()
    assert "<del>9 of 10</del>" in page
    assert "<ins>Дякую за звіти</ins>" in page
    assert alice.run(TWO.replace("\t9\t", "\t8\t")).counts == {"update": 1, "same": 1, "answer.update": 1}
    assert held()[0][2] == 8
    assert ResponseRevision.objects.count() == 0


def test_number_of_the_answer_is_who_it_is(alice, acme, inside):
    alice.run(
        "Date\tEmail\tNPS\tResponse ID\n2024-03-14\tolha@acme.example\t9\tr1\n2024-03-14\tolha@acme.example\t3\tr2\n"
    )

    alice.run("Date\tEmail\tNPS\tResponse ID\n2024-03-15\tolha@acme.example\t10\tr1\n")

    assert sorted(Response.objects.values_list("nps", flat=True)) == [3, 10]


def test_later_row_of_one_answer_counts(alice, acme, inside):
    table = "Date\tEmail\tNPS\n2024-03-14\tolha@acme.example\t9\n2024-03-14\tolha@acme.example\t3\n"

    job = alice.check(table)
    assert job.counts == {"create": 1, "same": 1, "answer.create": 1}
    assert "the same answer as in a row above" in alice.page()
    alice.post(alice.url("run/"), {})
    alice.work()

    assert [row[2] for row in held()] == [3]


def test_survey_of_ours_gets_the_answers_into_its_own_questions(alice, acme, cast, now, inside):
    version = a_version("Relation", by=cast.alice.employee, now=now)

    alice.run("Date\tEmail\tNPS\tComment\tSurvey\n2024-03-14\tolha@acme.example\t9\tДобре\trelation\n")

    answer = Response.objects.get()
    assert (answer.version_id, answer.answers) == (version.pk, {"recommend": 9, "words": "Добре"})
    assert SurveyVersion.objects.count() == 1


def test_survey_of_ours_is_asked_nothing_that_it_did_not_ask(alice, acme, cast, now, inside):
    a_version("Relation", by=cast.alice.employee, now=now)
    a_survey("Draft", by=cast.alice.employee, now=now)

    alice.check(
        "Date\tEmail\tCSAT\tSurvey\n2024-03-14\tolha@acme.example\t5\tRelation\n2024-03-14\tolha@acme.example\t5\tDraft\n"
    )

    assert alice.faults() == {2: [("not_asked", "CSAT")], 3: [("unpublished", "Survey")]}


def test_imported_survey_learns_a_further_question(alice, acme, inside):
    alice.run(TWO)

    alice.run("Date\tEmail\tCSAT\tSurvey\n2024-04-01\tolha@acme.example\t5\tNPS 2024\n")

    versions = SurveyVersion.objects.order_by("number")
    assert [[one.id for one in surveys.document_of(row.pk).questions] for row in versions] == [
        ["nps", "comment"],
        ["nps", "csat", "comment"],
    ]
    assert Response.objects.get(csat=5).version == versions[1]


def test_answers_without_a_survey_share_one_whatever_language_speaks(alice, acme, cast, inside):
    alice.run("Date\tEmail\tNPS\n2024-03-14\tolha@acme.example\t9\n")
    type(cast.north).objects.filter(pk=cast.north.pk).update(language="uk")

    alice.run("Date\tEmail\tNPS\n2024-06-14\tolha@acme.example\t8\n")

    assert list(Survey.objects.values_list("name", flat=True)) == ["Past answers"]


def test_stage_and_role_are_those_of_that_day(alice, acme, cast, now, inside):
    for stage, days in (("onboarding", 400), ("long_term", 100)):
        stages.enter(client=acme, stage=stage, by=None, now=now, at=now - timedelta(days=days))
    place = acme.positions.get(contact__name="Olha")
    ContactRole.objects.filter(position=place).update(valid_from=now.date() - timedelta(days=50))
    ContactRole.objects.create(
        position=place,
        role="technical",
        valid_from=now.date() - timedelta(days=500),
        valid_until=now.date() - timedelta(days=50),
    )
    days = [(now - timedelta(days=ago)).date().isoformat() for ago in (450, 200, 20)]

    alice.run("Date\tEmail\tNPS\n" + "".join(f"{day}\tolha@acme.example\t9\n" for day in days))

    rows = Response.objects.order_by("happened_at").values_list("stage", "role")
    assert list(rows) == [("", "technical"), ("onboarding", "technical"), ("long_term", "economic")]


def test_person_is_found_by_address_number_or_name_at_the_client(alice, acme, inside):
    alice.run(
        "Date\tEmail\tPerson ID\tName\tClient\tNPS\n"
        "2024-03-14\tolha@acme.example\t\t\t\t9\n2024-03-14\t\t7\t\t\t8\n2024-03-15\t\t\tолха\tAcme\t7\n"
        "2024-03-15\t\t\tOlha\tacme\t6\n"
    )

    assert alice.faults() == {4: [("new_person", "Name")]}
    assert [(row[0], row[2]) for row in held()] == [("Olha", 9), ("Petro", 8), ("Olha", 6)]


def test_unknown_person_with_address_and_client_is_added_once(alice, acme, inside):
    table = "Date\tEmail\tName\tClient\tRole\tNPS\n" + "".join(
        f"2024-0{month}-01\tnew@other.example\t{name}\tAcme\ttechnical buyer\t{month}\n"
        for month, name in ((1, "Iryna"), (2, ""), (3, "Iryna"))
    )

    job = alice.check(table)
    assert job.counts == {"create": 3, "answer.create": 3, "person.create": 1}
    assert "Iryna" in alice.page()
    alice.post(alice.url("run/"), {})
    alice.work()

    iryna = Contact.objects.get(name="Iryna")
    assert set(Response.objects.values_list("contact", "role")) == {(iryna.pk, "technical")}
    assert ContactRole.objects.filter(position__contact=iryna).count() == 1


def test_person_of_several_clients_needs_the_client(alice, acme, cast, now, inside):
    bolt, corn = (a_client(name, by=cast.alice.employee, now=now) for name in ("Bolt", "Corn"))
    olha = Contact.objects.get(name="Olha")
    bolt.positions.create(contact=olha, created_at=now)

    alice.run(
        "Date\tEmail\tClient\tNPS\n2024-03-14\tolha@acme.example\t\t9\n2024-03-14\tolha@acme.example\tBolt\t8\n"
        "2024-03-15\tolha@acme.example\tCorn\t7\n"
    )

    assert alice.faults() == {2: [("which_client", "Client")], 4: [("not_at_client", "Client")]}
    assert Response.objects.get().client == bolt
    assert corn.responses.count() == 0


def test_erased_person_does_not_come_back(alice, acme, cast, now, inside):
    digest = digest_of(cast.north.pk, "gone@acme.example")
    Suppression.objects.create(address=digest, reason=Suppression.Reason.ERASED, created_at=now)

    alice.check("Date\tEmail\tClient\tNPS\n2024-03-14\tgone@acme.example\tAcme\t9\n")

    assert alice.faults() == {2: [("erased", "Email")]}


def test_erasing_a_person_leaves_their_mark_and_none_of_their_words(alice, acme, cast, now, inside):
    alice.run(TWO)

    people_data.request_erasure(contact=Contact.objects.get(name="Olha"), by=cast.alice.employee, now=now)
    with alice.outside():
        jobs.drain(queue=people_data.QUEUE, now=lambda: now)

    answer = Response.objects.get(nps=9)
    assert answer.answers == {"nps": 9}
    assert all("Дякую" not in str(row.cells) + str(row.effects) for row in alice.rows())


SCORES = ["-1", "11", "5.5", "٩", "1e1", "TRUE", "NaN", "9223372036854775808", "nine", "9/10", "#REF!"]
ROWS = [
    *(("NPS", score, {"score", "off_scale", "spreadsheet_error"}) for score in SCORES),
    *(("CSAT", score, {"off_scale"}) for score in ("0", "6")),
    *(("CES", score, {"off_scale"}) for score in ("0", "8")),
    ("Date", "", {"no_moment"}),
    ("Date", "31.04.2024", {"day"}),
    ("Date", "2024-03-14 25:00", {"day"}),
    ("Date", "2999-01-01", {"day"}),
    ("Date", "2099-01-01", {"not_yet"}),
    ("Email", "not-an-address", {"email"}),
    ("Email", "", {"no_person"}),
    ("Email", "who@else.example", {"new_person"}),
    ("Comment", "x" * 10_001, {"too_long"}),
    ("Comment", "\ufffd", {"damaged"}),
    ("Client", "Nobody", {"unknown_client"}),
    ("Role", "wizard", {"role"}),
    ("Role", "economic buyer, end user", {"choice"}),
    ("Stage", "elsewhere", {"choice"}),
    ("Language", "klingon", {"language"}),
    ("Survey", "x" * 121, {"too_long"}),
]
SOUND = {"Date": "2024-03-14", "Email": "olha@acme.example", "NPS": "9"}
COLUMNS = list(dict.fromkeys([*SOUND, *(column for column, _value, _codes in ROWS)]))


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx"])
def test_bad_rows_are_refused_by_their_columns(alice, acme, format_):
    rows = [dict.fromkeys(COLUMNS, "") | SOUND | {column: value} for column, value, _codes in ROWS]
    rows.append(dict.fromkeys(COLUMNS, "") | SOUND)
    if format_ == "json":
        table = json.dumps(rows).encode()
    elif format_ == "xlsx":
        table = workbook_of(COLUMNS, *(list(row.values()) for row in rows))
    else:
        table = "\n".join("\t".join(line) for line in (COLUMNS, *(row.values() for row in rows)))

    job = alice.run(table)

    faults = alice.faults()
    for number, (column, value, codes) in enumerate(ROWS, start=2):
        assert {(code, column) for code in codes} & set(faults.get(number, [])), (column, value, faults.get(number))
    assert job.counts == {"failed": len(ROWS), "create": 1, "answer.create": 1}
    alice.page()


SAME = {"Date": "2024-03-14 16:20", "Email": "olha@acme.example", "NPS": 9, "CSAT": 4, "Comment": "Дякую, «акт» ✓"}
OTHER = {"Date": "2024-03-15", "Email": "PETRO@acme.example", "NPS": 0, "CSAT": "", "Comment": "0012"}


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("\n".join(";".join(map(str, line)) for line in (SAME, SAME.values(), OTHER.values())), id="csv"),
        pytest.param(json.dumps([SAME, OTHER]).encode(), id="json"),
        pytest.param(
            workbook_of(
                list(SAME),
                [datetime(2024, 3, 14, 16, 20), *list(SAME.values())[1:]],  # noqa: DTZ001 a cell knows no zone
                [date(2024, 3, 15), *list(OTHER.values())[1:]],
            ),
            id="xlsx",
        ),
    ],
)
def test_one_table_means_the_same_in_every_format(alice, acme, inside, table):
    assert alice.run(table).counts == {"create": 2, "answer.create": 2}

    columns = ("contact__name", "happened_at", "nps", "csat", "answers", "language", "role")
    assert list(Response.objects.order_by("happened_at").values_list(*columns)) == [
        (
            *("Olha", datetime(2024, 3, 14, 14, 20, tzinfo=UTC), 9, 4),
            *({"nps": 9, "csat": 4, "comment": "Дякую, «акт» ✓"}, "uk", "economic"),
        ),
        (
            *("Petro", datetime(2024, 3, 15, 10, tzinfo=UTC), 0, None),
            *({"nps": 0, "comment": "0012"}, "en", "end_user"),
        ),
    ]


def test_json_of_another_tool_is_understood(alice, acme, inside):
    rows = [
        {
            "id": "47",
            "score": 9,
            "comment": "Fine",
            "created_at": 1710410400,
            "person": {"id": "x", "name": "Olha", "email": "olha@acme.example"},
        }
    ]
    alice.upload(json.dumps(rows).encode(), "answers.json")
    alice.work()
    assert alice.newest().mapping == [
        *("answer.number", "answer.nps", "answer.comment", "answer.given_at"),
        *("person.external_id", "person.name", "person.emails"),
    ]
    alice.choose()
    alice.post(alice.url("run/"), {})
    alice.work()

    assert Response.objects.get().happened_at == datetime(2024, 3, 14, 10, tzinfo=UTC)


# --- Undo ---


def test_undo_leaves_everything_as_it_was(alice, acme, cast, inside):
    alice.run(TWO)
    before = {table: list(table.objects.order_by("pk").values()) for table in (Response, Contact)}
    events = Event.objects.count()

    alice.run(
        "Date\tEmail\tClient\tNPS\tComment\tSurvey\n2024-03-14\tolha@acme.example\tAcme\t1\tЗмінено\tNPS 2024\n"
        "2024-05-01\tolha@acme.example\tAcme\t5\t\tOther\n2024-05-02\tnew@other.example\tAcme\t6\t\tOther\n"
    )
    assert Response.objects.count() == 4
    job = alice.undo()

    assert job.state == ImportJob.State.UNDONE
    assert {table: list(table.objects.order_by("pk").values()) for table in (Response, Contact)} == before
    assert Event.objects.count() == events
    assert list(Survey.objects.filter(archived_at=None).values_list("name", flat=True)) == ["NPS 2024"]
    assert alice.run(TWO).counts == {"same": 2}


def test_undo_keeps_an_answer_that_was_changed_since(alice, acme, now, inside):
    alice.run(TWO)
    Response.objects.filter(nps=9).update(revision=2)

    job = alice.undo()

    assert [row[2] for row in held()] == [9]
    assert job.counts["undo.kept"] == 1
    assert "Somebody has changed it since the import." in alice.page()


# --- Tenants, words, cost ---


def test_another_organization_has_none_of_it(alice, acme, cast, client_of):
    alice.run(TWO)
    mallory = type(alice)(client_of(cast.mallory), cast.mallory, what="answers")

    mallory.check(TWO)

    assert mallory.faults() == {2: [("new_person", "Email")], 3: [("new_person", "Email")]}
    with tenant_context(cast.south.pk):
        assert not Response.objects.exists()


def test_columns_must_say_who_when_and_what(alice):
    for header, missing in (("Date\tNPS", "E-mail"), ("Email\tNPS", "When it was said"), ("Email\tDate", "NPS, 0–10")):
        alice.paste(f"{header}\na\tb\n")
        answer = alice.choose()
        assert answer.status_code == 422
        assert missing in answer.content.decode()


def test_every_field_is_recognized_by_its_own_name(alice, inside):
    labels = [str(one.label) for one in ATTRIBUTES.values()]
    found = importer_of("answers").guess(labels, [])

    assert [key for key in found if key] == list(dict.fromkeys(key for key in found if key))
    assert set(ATTRIBUTES) - set(found) <= {"client.external_id", "person.external_id"}  # both have one name


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_sample_of_each_language_can_be_imported_as_it_is(alice, language, cast, now, inside):
    clients = {}
    for row in SAMPLES[language][1:]:
        client = clients.get(row[2]) or clients.setdefault(row[2], a_client(row[2], by=cast.alice.employee, now=now))
        a_contact(row[1], at=client, by=cast.alice.employee, now=now, email=row[1])
    answer = alice.get(cast.alice.url(f"imports/sample.csv?what=answers&in={language}"))

    job = alice.run(b"".join(answer.streaming_content))

    assert job.counts == {"create": 3, "answer.create": 3}
    assert "" not in job.mapping


def test_batch_costs_the_same_statements_for_two_rows_and_for_two_hundred(alice, acme):
    def asked(count: int, survey: str) -> int:
        rows = "".join(
            f"2024-0{n % 9 + 1}-{n % 28 + 1:02} {n % 24:02}:00\tolha@acme.example\t9\t\t{survey}\n"
            for n in range(count)
        )
        alice.check(HEAD + rows)
        alice.post(alice.url("run/"), {})
        with CaptureQueriesContext(connection) as queries:
            alice.work()
        return len(queries)

    few = asked(2, "a")
    assert asked(200, "b") == few
