"""Any text through every door of the registry: refused at its field or kept and escaped, and never a server error."""

from html import escape

import pytest
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.clients.models import Client
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact
from tests.happiness.api.conftest import System

pytestmark = pytest.mark.django_db

MONEY = {"currency": "EUR", "period": "year", "amount": "1"}
TEXTS = {
    "nul": "a\x00b",
    "half a surrogate pair": "a\ud800b",
    "right to left": "a\u202eb",
    "zero width": "a\u200bb\u200d",
    "emoji": "👩‍👩‍👧🙂",
    "marks": "e" + "\u0301" * 150,
    "a megabyte": "x" * 1_000_000,
    "blanks": " \t \u00a0 ",
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{7*7}}{% load x %}${jndi:ldap://x}",
    "quotes": "'\"--;) OR 1=1",
    "a header": "a\r\nBcc: x@y.example",
    "a formula": '=HYPERLINK("http://x","y")',
}
# Page, what its address names, what else is sent, its fields of free text, and those that are read as something else.
DOORS = [
    ("client-new", "", {"language": "en", "anyway": "on"}, "name external_id tags", "domain time_zone country"),
    ("client-edit", "client", {"language": "en"}, "name external_id", "domain"),
    ("contact-new", "client", {"language": "en"}, "name phone job_title salutation", "addresses"),
    ("contact-edit", "contact", {"language": "en"}, "name phone interests notes talk_card", "addresses"),
    ("position", "position", {"influence": "2"}, "job_title", ""),
    ("team-member-new", "client", {}, "duty", "started_on"),
    ("interaction-new", "client", {"channel": "call"}, "quote notes topics need", "happened_at"),
    ("contract-new", "client", MONEY | {"starts_on": "2026-01-01"}, "title number", "starts_on"),
    ("contract", "contract", MONEY | {"starts_on": "2026-01-01"}, "title number", "amount"),
    ("outcome-new", "client", {"kind": "referred", "day": "2026-01-01"}, "text competitor", "day reason"),
    ("revenue-new", "client", MONEY | {"day": "2026-01-01"}, "external_id source", "amount"),
    ("segment-new", "", {}, "name", ""),
    ("custom-field-new", "", {"subject": "client", "kind": "choice"}, "label choices help_text", "kind"),
    ("client-view-new", "", {"query": "mood=1"}, "name", "query"),
    ("rates-import", "", {}, "lines", ""),
    ("rate-new", "", {"currency": "USD"}, "", "day rate"),
    ("task-new", "", {"due_on": "2026-01-01"}, "title", "due_on"),
]
SHOWN = [
    *(
        "clients",
        "duplicates",
        "client-views",
        "segments",
        "custom-fields",
        "tags",
        "my-day",
        "settings-money",
        "renewals",
    ),
    *(
        "client",
        "client-timeline",
        "client-people",
        "client-deals",
        "client-team",
        "client-edit",
        "contact",
        "contract",
    ),
    *("imports", "audit", "home", "coverage", "search"),
]
FILES = ["clients-export-csv", "clients-export-xlsx"]


@pytest.fixture
def house(cast, now):
    """Return what addresses name: a client, a person there, their place, a contract."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=by, now=now)
        place = a_contact("Olena", at=client, by=by, now=now)
        contract = Contract(client=client, title="Support", amount=1, currency="EUR", starts_on=now.date())
        contracts.add_contract(contract=contract, by=by, now=now)
    return {"client": client.pk, "contact": place.contact_id, "position": place.pk, "contract": contract.pk}


def address(name, house=None, needed=""):
    return reverse(name, kwargs={"slug": "north"} | ({f"{needed}_id": house[needed]} if needed else {}))


def as_sent(text):
    """Return the text as a server reads it from a browser: half a pair is no UTF-8."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def test_text_is_refused_or_kept_and_escaped_by_every_page(cast, client_of, house):
    browser = client_of(cast.alice)
    answers = []

    for text in TEXTS.values():
        for name, needed, rest, free, read in DOORS:
            for fields in filter(None, (free, read)):
                answer = browser.post(address(name, house, needed), rest | dict.fromkeys(fields.split(), as_sent(text)))
                assert answer.status_code in {302, 413, 422}, (name, text[:20], answer.status_code)
                answers.append((fields is free, answer.status_code))
        for name, field in (("search", "q"), ("clients", "text")):
            assert browser.get(address(name), {field: as_sent(text)[:300]}).status_code in {200, 400, 422}, text[:20]

    assert {(True, 302), (True, 422), (False, 422)} <= set(answers)
    for name in SHOWN:
        needed = next(
            (one for one in ("client", "contact", "contract") if name == one or name.startswith(f"{one}-")), ""
        )
        answer = browser.get(address(name, house, "" if name == "client-views" else needed))
        assert answer.status_code == 200, name
        for live in (b"<script>alert(1)", b"<img src=x", b"{{49"):
            assert live not in answer.content, name
    for name in FILES:
        assert b"".join(browser.get(address(name)).streaming_content), name


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_is_refused_or_kept_and_given_back_by_the_api(cast, house, now, text):
    system = System(cast.alice, now=now)
    of_client = {"client": str(house["client"])}
    money = of_client | {"amount": "1", "currency": "EUR", "starts_on": "2026-01-01"}
    talk = of_client | {"channel": "call", "happened_at": now.isoformat()}
    doors = [
        ("clients/", {"name": "A"}, "name domain external_id time_zone country tags"),
        ("contacts/", {"name": "A"}, "name emails phone salutation external_id"),
        ("contracts/", {"title": "A"} | money, "title number amount starts_on"),
        ("interactions/", talk, "quote notes topics happened_at"),
    ]
    for path, rest, fields in doors:
        for field in fields.split():
            value = [text] if field in {"tags", "emails", "topics"} else text
            answer = system.post(path, rest | {field: value})
            assert answer.status_code in {201, 422}, (path, field, answer.status_code)
            if answer.status_code == 422:
                assert field in answer.json()["errors"] or "mood" in answer.json()["errors"]
        assert system.get(path).status_code == 200
        asked = {name: as_sent(text)[:100] for name in ("external_id", "email", "number")}
        assert system.get(path, **asked).status_code == (400 if "\x00" in text else 200)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_is_refused_or_kept_by_an_import(cast, client_of, text):
    """The same texts in cells: whatever a row does, the pages of the import show it escaped."""
    browser = client_of(cast.alice)
    sent = as_sent(text).replace('"', '""')
    table = (
        'Client\tName\tEmail\tNotes\tSegment\tTags\n"' + '"\t"'.join([sent] * 6) + '"\nSound\tOlha\to@x.example\tfine\n'
    )

    answer = browser.post(address("import-new"), {"pasted": table})

    if answer.status_code in {413, 422}:  # longer than what may be pasted, or no text
        assert len(table) > 1_000_000 or "\x00" in text
        return
    page = browser.get(answer.headers["Location"], follow=True)
    columns = page.request["PATH_INFO"]
    chosen = ["client.name", "person.name", "person.emails", "person.notes", "client.segment", "client.tags"]
    fields = {f"column-{index}": field for index, field in enumerate(chosen)}
    page = browser.post(columns, fields | {"has_header": "on"}, follow=True)
    assert page.status_code == 200
    assert b"<script>alert(1)" not in page.content
    browser.post(columns.replace("columns/", "run/"))
    page = browser.get(columns.replace("columns/", ""))
    assert page.status_code == 200
    assert b"<script>alert(1)" not in page.content
    failed = browser.get(columns.replace("columns/", "failed.csv"))
    assert not any(line.lstrip(b'"').startswith(b"=") for line in b"".join(failed).splitlines())


def test_what_is_kept_is_kept_as_it_was_typed(cast, client_of, house):
    kept = "a\u202eb 👩‍👩‍👧 <b>{{7*7}}</b> '\"--"

    client_of(cast.alice).post(address("client-edit", house, "client"), {"name": kept, "language": "en"})

    with tenant_context(cast.north.pk):
        assert Client.objects.get(pk=house["client"]).name == kept
        assert AuditEntry.objects.filter(action="client.changed").get().changes["name"] == ["Nordwerk", kept]
    page = client_of(cast.alice).get(address("client", house, "client")).content.decode()
    assert escape(kept) in page
