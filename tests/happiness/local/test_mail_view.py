import asyncio
import json
import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope
from django.test import Client

from happiness.local import letters, paths
from happiness.local.mailbox import Catcher, Mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.happiness.local.mail_urls")]

MULTIPART = b"""\
From: Maryna <maryna@pivnich.example>\r
To: ann@client.example\r
Subject: =?utf-8?b?0J/RgNC40LLRltGC?=\r
Date: Mon, 1 Jun 2026 10:00:00 +0300\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
Answer here: http://localhost/s/1.\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Answer <a href="http://localhost/s/2?a=1&amp;b=2">here</a></p><script>alert(1)</script>\r
--b--\r
"""


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.MAILBOX_DIR = str(tmp_path)
    return tmp_path


def catch(folder: Path, content: bytes, *to: str) -> str:
    """Store a letter as the catcher does and return its id."""
    envelope = Envelope()
    envelope.mail_from, envelope.original_content = "bounce@pivnich.example", content
    envelope.rcpt_tos = list(to or ("ann@client.example",))
    assert asyncio.run(Catcher(folder).handle_DATA(None, None, envelope)).startswith("250")
    return max(file.stem for file in folder.glob("*.eml"))


def test_the_newest_letter_stands_first(client: Client, folder: Path) -> None:
    first, second = catch(folder, MULTIPART), catch(folder, MULTIPART)
    shown = client.get("/dev/mail/?format=json").json()
    assert [letter["id"] for letter in shown["letters"]] == [second, first]
    assert shown["total"] == 2


def test_a_letter_as_json(client: Client, folder: Path) -> None:
    letter = client.get(f"/dev/mail/{catch(folder, MULTIPART, 'hidden@x.example')}/?format=json").json()
    assert letter["from"] == "Maryna <maryna@pivnich.example>"
    assert letter["to"] == "ann@client.example"
    assert letter["delivered_to"] == ["hidden@x.example"]
    assert letter["subject"] == "Привіт"
    assert letter["date"] == "Mon, 01 Jun 2026 10:00:00 +0300"
    assert letter["text"].strip() == "Answer here: http://localhost/s/1."
    assert "<script>" in letter["html"]
    assert letter["links"] == ["http://localhost/s/2?a=1&b=2", "http://localhost/s/1"]
    assert ["Return-Path", "<bounce@pivnich.example>"] in letter["headers"]


def test_letters_of_one_reader(client: Client, folder: Path) -> None:
    catch(folder, MULTIPART, "ann@client.example")
    catch(folder, MULTIPART, "Bob@client.example")
    found = client.get("/dev/mail/?format=json&to=bob@client.example").json()["letters"]
    assert [letter["delivered_to"] for letter in found] == [["Bob@client.example"]]


def test_the_page_shows_the_letter_and_runs_none_of_it(client: Client, folder: Path) -> None:
    letter_id = catch(folder, MULTIPART)
    page = client.get(f"/dev/mail/{letter_id}/")
    assert "Привіт" in page.text
    assert "alert(1)" not in page.text
    assert 'sandbox="allow-popups' in page.text
    framed = client.get(f"/dev/mail/{letter_id}/html")
    assert "script-src" not in framed["Content-Security-Policy"]
    assert framed["Content-Security-Policy"].startswith("sandbox allow-popups ")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    raw = client.get(f"/dev/mail/{letter_id}/raw")
    assert raw["Content-Type"] == "text/plain; charset=utf-8"
    assert raw.content.endswith(MULTIPART)


def test_a_list_without_letters(client: Client, folder: Path) -> None:
    assert "No letter yet" in client.get("/dev/mail/").text


def test_all_are_deleted_by_post_alone(folder: Path) -> None:
    catch(folder, MULTIPART)
    (folder / "notes.eml").write_text("not ours")
    browser = Client(enforce_csrf_checks=True)
    assert browser.get("/dev/mail/delete").status_code == 405
    assert browser.post("/dev/mail/delete").status_code == 403
    token = browser.get("/dev/mail/").context["csrf_token"]
    answer = browser.post("/dev/mail/delete", {"csrfmiddlewaretoken": str(token)})
    assert (answer.status_code, answer["Location"]) == (302, "/dev/mail/")
    assert [file.name for file in folder.iterdir()] == ["notes.eml"]


@pytest.mark.parametrize(
    "letter_id",
    [
        "x",
        "..",
        "..%2f..%2fsecrets",
        "1" * 19,
        f"{'1' * 19}-ABCDEF01",
        f"{'1' * 19}-abcdef01",
        f"{'1' * 19}-abcdef01%0a",
        "%00",
    ],
)
@pytest.mark.parametrize("part", ["", "html", "raw"])
def test_a_name_that_is_no_letter_of_ours_is_not_found(client: Client, folder: Path, letter_id: str, part: str) -> None:
    assert client.get(f"/dev/mail/{letter_id}/{part}").status_code in {400, 404}


@pytest.mark.parametrize("path", ["", "delete", "1111111111111111111-abcdef01/"])
def test_without_a_mailbox_there_are_no_such_pages(client: Client, settings, path: str) -> None:
    settings.MAILBOX_DIR = ""
    method = client.post if path == "delete" else client.get
    assert method(f"/dev/mail/{path}").status_code == 404


@pytest.mark.urls("happiness.urls")
def test_an_installation_has_no_such_addresses(client: Client) -> None:
    assert client.get("/dev/mail/").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no headers at all",
        b"Subject: =?utf-8?b?broken\r\nFrom: <<<\r\nTo: ,,;;@\r\nDate: never\r\n\r\ntext",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nnuqneH \xff",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<a href='&#x110000;'><![bad",
        b"Subject: \xff\xfe\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    ],
)
def test_a_malformed_letter_is_shown_all_the_same(client: Client, folder: Path, content: bytes) -> None:
    letter_id = catch(folder, content)
    for address in (
        "",
        "?format=json",
        f"{letter_id}/",
        f"{letter_id}/?format=json",
        f"{letter_id}/html",
        f"{letter_id}/raw",
    ):
        assert client.get(f"/dev/mail/{address}").status_code == 200


def test_attachments_are_named(folder: Path) -> None:
    content = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\n"
        b"--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=rows.csv\r\n\r\n1,2\r\n--b--\r\n"
    )
    assert letters.read(folder, catch(folder, content)).attachments == ["rows.csv"]


@pytest.fixture
def catcher(place: Path) -> Iterator[Mailbox]:
    """The catcher as the keeper runs it."""
    data = paths.prepare(place)
    mailbox = Mailbox(data)
    process = mailbox.start(data.logs / "mailbox.log")
    while not mailbox.is_ready():
        assert process.poll() is None, (data.logs / "mailbox.log").read_text()
    yield mailbox
    process.terminate()
    assert process.wait(10) == 0


def test_the_catcher_takes_letters_and_refuses_lines_that_real_servers_refuse(catcher: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.port) as server:
        server.sendmail("a@x.example", ["b@x.example"], "Subject: one\r\n\r\n..dots\r\n")
        with pytest.raises(smtplib.SMTPDataError):
            server.sendmail("a@x.example", ["b@x.example"], "Subject: long\r\n\r\n" + "x" * 1200)
    total, caught = letters.newest(catcher.folder, 10)
    assert (total, caught[0].subject, caught[0].text.strip()) == (1, "one", "..dots")
    assert json.dumps(caught[0].as_json())
