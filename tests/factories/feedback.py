"""Surveys and invitations for tests, made by the actions that pages use. Call inside tenant_context()."""

from datetime import datetime
from typing import Any

from accounts.clients.models import Position
from accounts.organizations.models import Employee
from feedback.invitations import actions as invitations
from feedback.invitations.models import Invitation
from feedback.responses.actions import columns_of
from feedback.responses.models import Response
from feedback.safe_island import actions as safe_island
from feedback.safe_island.models import ConfidentialThread
from feedback.surveys import actions, document
from feedback.surveys.document import Document
from feedback.surveys.models import Survey, SurveyVersion

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "recommend",
        "type": "nps",
        "title": {"uk": "Чи порадили б ви нас колезі?", "ru": "Посоветуете ли нас коллеге?", "en": "Would you recommend us?"},
        "required": True,
    },
    {
        "id": "reason",
        "type": "multiple",
        "title": {"uk": "Що вплинуло на оцінку?", "ru": "Что повлияло на оценку?", "en": "What decided it?"},
        "wordings": [
            {
                "of": "recommend",
                "group": "low",
                "title": {"uk": "Що насамперед виправити?", "ru": "Что исправить первым?", "en": "What to mend first?"},
            }
        ],
        "choices": [
            {"id": "papers", "text": {"uk": "Документи", "ru": "Документы", "en": "Papers"}},
            {"id": "speed", "text": {"uk": "Швидкість", "ru": "Скорость", "en": "Speed"}},
        ],
        "has_other": True,
    },
    {
        "id": "words",
        "type": "long_text",
        "title": {"uk": "Розкажіть своїми словами", "ru": "Расскажите своими словами", "en": "In your own words"},
    },
]  # fmt: skip


def a_document(*questions: dict[str, Any], **more: Any) -> Document:
    """Return a small document in three languages; other questions take the place of the usual ones."""
    return document.read(
        {
            "languages": ["uk", "ru", "en"],
            "title": {"uk": "Одне запитання", "ru": "Один вопрос", "en": "One question"},
            "thanks": {"uk": "Дякуємо!", "ru": "Спасибо!", "en": "Thank you!"},
            "letter": {
                "subject": {"uk": "Одне запитання", "ru": "Один вопрос", "en": "One question"},
                "text": {"uk": "Це займе 20 секунд.", "ru": "Это займёт 20 секунд.", "en": "It takes 20 seconds."},
            },
            "questions": list(questions) or QUESTIONS,
            **more,
        }
    )


def a_survey(name: str = "Relation", *, by: Employee, now: datetime, content: Document | None = None) -> Survey:
    return actions.create_survey(survey=Survey(name=name, owner=by), content=content or a_document(), by=by, now=now)


def a_version(name: str = "Relation", *, by: Employee, now: datetime, content: Document | None = None) -> SurveyVersion:
    """Return the published first version of a new survey."""
    return actions.publish(survey=a_survey(name, by=by, now=now, content=content), by=by, now=now)


def an_invitation(
    *, to: Position, version: SurveyVersion, by: Employee, now: datetime, role: str = "technical"
) -> tuple[Invitation, str]:
    """Return an invitation of the person, and the token of its page."""
    return invitations.invite(contact=to.contact, client=to.client, version=version, role=role, by=by, now=now)


def a_response(answers: dict[str, Any], *, version: SurveyVersion, now: datetime, **fields: Any) -> Response:
    """Return what somebody answered to the version; fields say who and how. Only what its columns follow from is filled."""
    return Response.objects.create(
        version=version,
        answers=answers,
        **columns_of(document.read(version.content), answers),
        **{"language": "en", "happened_at": now, "recorded_at": now, **fields},
    )


def a_letter(writer: Position, words: str, *, now: datetime) -> ConfidentialThread:
    """Return what somebody has confided to top management; again the same one."""
    return safe_island.write_letter(
        words=words, contact=writer.contact, client=writer.client, language="en", key="0" * 32, now=now
    )
