"""The demo's people answer what they are asked while its days pass: as the client's mood is, and now and then in anger."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.clients.models import ClientFacts, PersonalLine
from feedback.invitations.models import Invitation
from feedback.responses import actions as responses
from feedback.responses.models import Source
from feedback.surveys import queries as surveys
from feedback.surveys import runner
from feedback.surveys.document import Type
from happiness.demo.further import words_en, words_ru, words_uk
from happiness.demo.further.making import HIGH, LOW
from happiness.demo.further.telling import spelled_out

WORDS = {"en": words_en.MAKER, "uk": words_uk.MAKER, "ru": words_ru.MAKER}
SOON = timedelta(hours=12)  # nobody answers sooner
ANSWERS, ANGRY, WRITES = 0.5, 0.12, 0.6  # how many answer on a day, are angry, and write something
UNKNOWN, WORSE, SPREAD = 70, 40, 9


def answer(*, now: datetime) -> int:
    """Let half of those who were asked half a day ago answer now; return how many did.

    Whoever has a personal page is left to the visitor, who may answer for them.
    """
    asked = Invitation.objects.filter(answered_at=None, closed_at=None, expires_at__gt=now, created_at__lte=now - SOON)
    visitors = PersonalLine.objects.filter(revoked_at=None).values("contact")
    rows = asked.exclude(contact__in=visitors).select_related("contact", "version").order_by("created_at", "pk")
    moods = dict(ClientFacts.objects.values_list("client", "mood"))
    number = 0
    for row in rows:
        dice = Random(f"{row.contact.name} {now.date()}")  # noqa: S311 no secret: a story  # nosec B311
        if dice.random() < ANSWERS:
            _answer(row, float(moods.get(row.client_id) or UNKNOWN), dice, now=now)
            number += 1
    return number


def _answer(row: Invitation, usual: float, dice: Random, *, now: datetime) -> None:
    mood = usual + dice.uniform(-SPREAD, SPREAD) - (WORSE if dice.random() < ANGRY else 0)
    mood = min(98.0, max(5.0, mood))
    document = surveys.document_of(row.version_id)
    person = runner.Person(role=row.role, stage=row.stage, language=row.language)
    raw: dict[str, Any] = {}
    for question in document.questions:
        if question.scale:
            least, most = question.scale
            raw[question.id] = least + round((most - least) * mood / 100)
        elif question.type == Type.YES_NO:
            raw[question.id] = mood >= LOW
        elif question.type == Type.LONG_TEXT and dice.random() < WRITES:
            raw[question.id] = _words(row, mood, dice)
    cleaned = runner.clean(document, person, {key: value for key, value in raw.items() if value != ""})
    if not cleaned.faults:
        response = responses.of_invitation(row, happened_at=now, source=Source.LINK)
        responses.record(response=response, answers=cleaned.answers, by=None, now=now)


def _words(row: Invitation, mood: float, dice: Random) -> str:
    band = "high" if mood >= HIGH else "low" if mood < LOW else "middle"
    known = WORDS[row.language].comments.get(row.role, {}).get(band, ())
    return dice.choice([text for phrase in known for text in spelled_out(phrase)]) if known else ""
