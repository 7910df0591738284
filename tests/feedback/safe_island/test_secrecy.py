"""The safe island is safe: a word that was confided is nowhere else, and that it was confided nobody else can tell."""

import io
import json
import logging
import re
import zipfile

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test import Client as Browser

from accounts import clock
from accounts.clients import actions as clients
from accounts.clients.actions import people_data
from accounts.clients.models import PersonRequest
from accounts.jobs import actions as jobs
from accounts.jobs import queries as ledger
from accounts.tenancy.context import tenant_context
from happiness import metrics
from tests.architecture.site_map import pages_behind_the_door
from tests.factories.accounts import a_contact
from tests.feedback.safe_island.conftest import CANARY, threads
from tests.happiness.api.conftest import System

OUTSIDERS = ("alice", "carol", "dave", "erin")  # Alice owns North, and manages the client
# What changes from one look to the next: tokens, keys of forms, and the time.
CHANGING = re.compile(
    r"""(csrfmiddlewaretoken|form_key)" value="[^"]*"|"X-CSRFToken": "[^"]*"|nonce="[^"]*"|<time.*?</time>"""
    r"""|\d{1,2}:\d\d(:\d\d)?( [ap]\.m\.)?""",
    re.DOTALL,
)
ARGUMENTS = {"slug", "client_id", "contact_id"}


def seen_by(cast, position, wanted) -> dict[tuple[str, str], str]:
    """Return every wanted page without further rows in its address, as those see it who may not know."""
    found = dict[tuple[str, str], str]()
    values = {"client_id": position.client_id, "contact_id": position.contact_id, "slug": "north"}
    for name in OUTSIDERS:
        browser = Browser(raise_request_exception=False)
        browser.force_login(getattr(cast, name).user)
        for page in pages_behind_the_door():
            if page.arguments.keys() <= ARGUMENTS and wanted(page.name):
                answer = browser.get(page.address(**values))
                content = answer.getvalue() if answer.streaming else answer.content
                if content.startswith(b"PK"):
                    content = unzipped(content)
                found[name, page.name] = CHANGING.sub("", content.decode(errors="replace"))
        for query in (CANARY, CANARY[:5], "Taras"):
            found[name, query] = CHANGING.sub("", browser.get(f"/o/north/search/?q={query}").content.decode())
    return found


def unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if not name.startswith("docProps/"))


def counted() -> str:
    """Return what /metrics tells, without ages and times."""
    lines = metrics.exposition().decode().splitlines()
    return "\n".join(line for line in lines if not re.search(r"_seconds{|_seconds |_created|process_|python_", line))


def asked_by_api(cast, now, position) -> str:
    system = System(cast.alice, now=now)
    paths = ("clients/", "contacts/", "answers/", "interactions/", "events/", f"contacts/{position.contact_id}/")
    return "".join(system.get(path).content.decode() for path in paths)


def work_off() -> None:
    for _again in range(2):
        jobs.drain_all(now=clock.real_now)


def everything(desk, cast, client_of) -> str:
    """Let a letter be written, read, answered, allowed to be told, and once more without a name; return its address."""
    url = desk.letter()
    work_off()
    (thread,) = threads(cast.north)
    browser, page = client_of(cast.bob), cast.bob.url(f"island/{thread.pk}/")
    assert CANARY in browser.get(page).content.decode()
    browser.get(cast.bob.url("island/"))
    browser.post(f"{page}answer/", {"text": f"{CANARY} answered", "key": "a" * 32})
    desk.act(url, "answer", text=f"{CANARY} again", key="b" * 32)
    desk.act(url, "tell", words=f"{CANARY} allowed")
    browser.post(f"{page}longer/")
    desk.get(url)
    work_off()
    return url


def is_page(name: str) -> bool:
    """Files leave a line in the trail, so that the next look is another one; an empty form holds nothing."""
    return "export" not in name and not name.endswith("-new")


def test_outsiders_see_the_same_with_and_without_a_letter(desk, line, cast, client_of, caplog, mailbox, monkeypatch):
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)  # "a minute ago" is no difference
    caplog.set_level(logging.DEBUG)
    work_off()
    before = seen_by(cast, line.position, is_page)
    counts = counted()
    caplog.clear()

    url = everything(desk, cast, client_of)

    told = [one for one in caplog.records if one.levelno >= logging.INFO]
    assert [one.getMessage() for one in told if one.name != "mail.log"] == []  # the relay of the tests
    assert counted() == counts
    after = seen_by(cast, line.position, is_page)
    assert {key for key in before if before[key] != after[key]} == set()
    assert len(before) > 150
    counts = counted()
    desk.act(url, "delete", sure="yes")
    assert counted() == counts


def test_confided_word_is_nowhere_else(desk, line, cast, client_of, caplog, mailbox, now):
    caplog.set_level(logging.DEBUG)
    everything(desk, cast, client_of)

    shown = {"client", "client-timeline", "contact", "mail-log", "audit", "background", "webhooks", "my-day"}
    pages = seen_by(cast, line.position, lambda name: name in shown or "export" in name)
    # A page of the search repeats what was looked for.
    assert [key for key, text in pages.items() if CANARY in text and key[1] != CANARY] == []
    assert f"{CANARY}:" not in json.dumps([*pages.values()])
    assert CANARY not in asked_by_api(cast, now, line.position)
    letters = "".join(str(part) for one in mailbox for part in (one, one.get_body(("plain",)).get_content()))
    assert len(mailbox) > 2
    assert CANARY not in letters
    assert CANARY not in counted()
    assert CANARY not in caplog.text.replace(f"q={CANARY}", "")
    assert CANARY not in dumped(cast)
    kept = caches["default"]._cache.get_client()
    found = [kept.get(key) for key in kept.scan_iter(match="*") if kept.type(key) == b"string"]
    assert not [value for value in found if value and CANARY.encode() in value]


def dumped(cast) -> str:
    """Return every row of every table that the application can read, bytes as letters too."""
    told = []
    with tenant_context(cast.north.pk), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            told += [row[0] for row in cursor.fetchall()]
    text = "\n".join(told)
    assert "Taras" in text
    return text + bytes.fromhex("".join(re.findall(r"\\x((?:[0-9a-f]{2})+)", text))).decode(errors="replace")


def test_a_leak_would_be_noticed(line, cast, now):
    with tenant_context(cast.north.pk):
        a_contact(CANARY, at=line.position.client, by=cast.alice.employee, now=now)

    assert CANARY in dumped(cast)
    assert CANARY in asked_by_api(cast, now, line.position)
    assert any(CANARY in text for text in seen_by(cast, line.position, lambda name: name == "client").values())


def test_quiet_work_is_in_no_list_while_it_waits(desk, cast):
    with tenant_context(cast.north.pk):
        before = list(ledger.own_jobs())
    counts = counted()
    desk.letter()

    with tenant_context(cast.north.pk):
        assert list(ledger.own_jobs()) == before
    assert counted() == counts


# --- Whose data it is ---


def exported(cast, contact, now, *, by) -> str:
    with tenant_context(cast.north.pk):
        request = people_data.request_export(contact=contact, by=by.employee, now=now)
    work_off()
    with tenant_context(cast.north.pk):
        request = PersonRequest.objects.get(pk=request.pk)
        with people_data.default_storage.open(request.path) as file:
            return re.sub(r"\d\d:\d\d(:\d\d)?\S*", "", unzipped(file.read()).decode())


@pytest.mark.parametrize("who", ["alice", "dave"])
def test_export_by_one_of_us_counts_nothing_that_was_confided(desk, line, cast, client_of, now, who):
    by = getattr(cast, who)
    exported(cast, line.position.contact, now, by=by)
    without = re.search(r"\d+ entr\w+ \w+ left out|$", exported(cast, line.position.contact, now, by=by))[0]

    everything(desk, cast, client_of)

    told = exported(cast, line.position.contact, now, by=by)
    assert CANARY not in told
    assert "onfidential" not in told
    assert "Letters to leadership" not in told
    assert re.search(r"\d+ entr\w+ \w+ left out|$", told)[0] == without


def test_writer_takes_their_words_along(desk, line, cast, client_of):
    everything(desk, cast, client_of)
    desk.letter("nameless words", name="nameless")

    told = unzipped(line.post("data/file/").content).decode()

    for words in (f"{CANARY}: they shout at us", f"{CANARY} again", f"{CANARY} allowed", f"{CANARY} answered"):
        assert told.count(words) == 2, words  # for machines and for people
    assert "nameless words" not in told


def test_erasing_a_person_deletes_what_they_confided(desk, line, cast, client_of, now):
    url = everything(desk, cast, client_of)
    desk.letter("nameless words", name="nameless")
    with tenant_context(cast.north.pk):
        people_data.request_erasure(contact=line.position.contact, by=cast.alice.employee, now=now)
    assert desk.get(url).status_code == 410
    for _step in range(40):
        jobs.drain(queue=people_data.QUEUE, now=clock.real_now)

    assert [one.contact_id for one in threads(cast.north)] == [None]
    assert desk.get(url).status_code == 404


def test_letters_follow_a_merge_and_no_preview_counts_them(desk, line, cast, client_of, now):
    url = everything(desk, cast, client_of)
    with tenant_context(cast.north.pk):
        stays = a_contact("Taras M.", at=line.position.client, by=cast.alice.employee, now=now).contact
        values = {"values": {}, "title": "merged", "by": cast.alice.employee, "now": now}
        clients.merge_people(source=line.position.contact, into=stays, **values)

    (thread,) = threads(cast.north)
    assert thread.contact_id == stays.pk
    assert CANARY in desk.page(url)
