"""Every letter that the house can send: complete, readable, safe, in all languages."""

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings

from accounts.mail.letters import KINDS, SIGN_IN
from accounts.mail.render import letter

# A link in the letter would be needed for these; here codes are typed, and there are no foreign sign-ins.
NEVER_SENT = {"password_reset_key", "account_connected", "account_disconnected"}
ALLAUTH = Path(allauth.__file__).parent / "templates"
OURS = sorted(path.name for path in (settings.BASE_DIR / "templates" / "letters").iterdir())
CODES = {"login_code", "email_confirmation", "email_confirmation_signup", "password_reset_code"}

LINK = f"{settings.BASE_URL}/o/kobalt/"
ALERT = {
    "title": "A low score",
    "number": 7,
    "lines": [{"text": "Taras Melnyk: 3 of 10", "quote": "The act is <late>.\nAgain.", "language": "en"}],
    "owner": "Maryna Koval",
    "due": "23 March 2026, 12:00",
    "next": "Head of the department",
    "url": f"{LINK}alerts/7/",
}
DIGEST = {
    "url": f"{LINK}digests/1/",
    "settings_url": f"{LINK}digests/settings/",
    "period": "16–22 March",
    "is_quiet": False,
    "index": 67.4,
    "score": "67",
    "change": "−3.1 over 30 days",
    "subject": "Week 12: index 67, 4 clients need you",
    "lead": "Clients are less happy than a month ago. Nordwerk fell most, by 12.",
    "bars": [{"height": 76, "is_last": False}, {"height": 26, "is_last": True}],
    "weeks": "2 weeks",
    "rows": [
        {
            "name": "Nordwerk",
            "score": 34,
            "money": "420 k EUR",
            "reason": "Taras Melnyk: 3 of 10",
            "renewal": "Renewal in 40 days",
            "manager": "Maryna Koval",
            "url": f"{LINK}clients/1/",
        }
    ],
    "more": 3,
    "more_url": f"{LINK}?whose=all",
    "stages": [
        {"name": "Onboarding", "score": 38, "change": "−7", "note": "4 clients"},
        {"name": "Reboarding", "score": None, "change": "", "note": "1 client"},
    ],
    "money": {"amount": "420 k EUR", "note": "of 2.1 m EUR a year; a week before 380 k EUR"},
    "promises": "2 promises kept this week. 1 promise is late.",
    "cases": "1 ended by the client's word.",
    "silent": "End user: heard at 2 of 9.",
    "quote": {"words": "They listen & act.", "by": "Olena, Acme"},
}


def context(now):
    """Return everything that any letter is given."""
    return {
        "code": "ABCD-EFGH",
        "email": "ada@kobalt.example",
        "from_email": "old@kobalt.example",
        "to_email": "new@kobalt.example",
        "deleted_email": "gone@kobalt.example",
        "timestamp": now,
        "ip": "203.0.113.7",
        "user_agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/131.0",
        "organization": {"name": "Kobalt & <b>Söhne</b>"},
        "employee": {"name": "Frida Falk", "email": "frida@kobalt.example"},
        "invited_by": {"name": "Ada\nLovelace"},
        "role": "Specialist",
        "guest_until": now,
        "expires_at": now,
        "url": f"{settings.BASE_URL}/join/token/",
        "organization_name": "Kobalt",
        "webhook_title": "Data lake",
        "failing_since": now,
        "readers": [{"address": "taras@client.example", "has_complained": True, "says": "550 5.1.1 <b>no</b>"}],
        "number": 22,
        "more": 21,
        "letters": 7,
        "since": now,
        "subject": "One <question>",
        "greeting": "Good day, Taras!",
        "paragraphs": ["We have finished line 2.", "How was it?"],
        "changes": [{"said": "The act is <late>.", "done": "It comes in two days now."}],
        "question": "Would you recommend us?",
        "choices": [{"words": "I approve", "url": f"{settings.BASE_URL}/join/token/?c=approve"}],
        "chosen": "I approve",
        "who": "Ada Lovelace",
        "day": "16 March 2026",
        "department": "Accounting",
        "what": "The act within two days",
        "marks": [0, 1, 2],
        "low": "no",
        "high": "yes",
        "sender": {"name": "Maryna Koval", "job_title": "Happiness manager"},
        "title": "This case is yours now",
        "text": "Ada Lovelace has handed it over to you.",
        "about": "№ 218, Nordwerk: Taras Melnyk, 3 of 10",
        "items": [ALERT],
        "reader": "Frida Falk",
        "digest": DIGEST,
    }


def test_every_letter_of_allauth_has_ours():
    theirs = {path.name.removesuffix("_subject.txt") for path in ALLAUTH.glob("*/email/*_subject.txt")}

    assert theirs - NEVER_SENT == {kind.name for kind in SIGN_IN}


def test_every_letter_is_listed_and_every_listed_letter_is_written():
    assert set(KINDS) == set(OURS)


@pytest.fixture(params=[code for code, _ in settings.LANGUAGES])
def language(request):
    return request.param


@pytest.mark.parametrize("name", OURS)
def test_letter_is_complete(name, language, now):
    made = letter(name, language=language, context=context(now))

    assert made.subject
    assert "\n" not in made.subject
    assert settings.BASE_URL in made.text
    assert f'lang="{language}"' in made.html
    assert len(made.html.encode()) < 40_000
    assert "<img" not in made.html
    assert re.search(r"<h1[^>]*>[^<]+</h1>", made.html)
    for link in re.findall(r'href="([^"]*)"', made.html):
        assert link.startswith(settings.BASE_URL)
        assert link.split("?s=")[0] in made.text


@pytest.mark.parametrize("name", OURS)
def test_letter_leaves_no_gap(name, now):
    """What the template names and the context lacks would be an empty place."""
    made = letter(name, language="en", context=context(now))

    for content in (made.subject, made.text, made.html):
        assert "None" not in content
        assert not re.search(r"\b(as|entered|for|is|with|of|because) +[.,;]", content)
        assert "{" not in re.sub(r"(?s)<style>.*?</style>|<!--.*?-->", "", content)


@pytest.mark.parametrize("name", sorted(CODES))
def test_code_stands_in_subject_and_both_parts(name, now):
    made = letter(name, language="en", context=context(now))

    assert made.subject.startswith("ABCD-EFGH ")
    assert "ABCD-EFGH" in made.text
    assert "ABCD-EFGH" in made.html
    assert "15 minutes" in made.text


def test_names_are_text_in_every_part(now):
    made = letter("staff_invitation", language="en", context=context(now))

    assert made.subject == "Ada Lovelace invites you to Kobalt & <b>Söhne</b>"
    assert "Kobalt & <b>Söhne</b>" in made.text
    assert "<b>Söhne" not in made.html
    assert "Kobalt &amp; &lt;b&gt;" in made.html


def test_warning_says_when_and_where_from(now):
    made = letter("password_changed", language="en", context=context(now))

    for content in (made.text, made.html):
        assert "Firefox, Windows" in content
        assert "203.0.113.7" in content
        assert f"{settings.BASE_URL}/account/password/reset/" in content
