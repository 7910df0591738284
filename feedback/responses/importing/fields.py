"""What columns about past answers may hold, and how their texts are read."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole, Stage
from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.clients.fields import CLIENTS, FIXED
from accounts.exchange.drafts import Attribute, line, paragraph, plainly
from accounts.exchange.words import fold
from feedback.responses.importing.replies import LONGEST, score
from feedback.responses.importing.words import READERS, STAGES
from feedback.responses.models import Confidentiality

ANSWERS, WHO = _("Answer"), _("Who answered")


def role(text: str) -> str:
    """Return the one role in which somebody answered; raise BadCell."""
    found = cells.roles(text)
    if len(found) != 1:
        raise BadCell(Wrong.CHOICE, ", ".join(str(one.label) for one in BuyerRole))
    return found[0]


def stage(text: str) -> str:
    """Return the stage that is named by our words for it, in whatever language; raise BadCell."""
    found = _stages().get(fold(cells.line(text, limit=100)))
    if not found:
        raise BadCell(Wrong.CHOICE, ", ".join(str(one.label) for one in Stage))
    return found


def readers(text: str) -> str:
    """Return who may read an answer, named by our words for it in whatever language; raise BadCell."""
    found = _readers().get(fold(cells.line(text, limit=100)))
    if not found:
        raise BadCell(Wrong.CHOICE, ", ".join(str(one.label) for one in Confidentiality))
    return found


@cache
def _stages() -> dict[str, str]:
    return _named(Stage) | STAGES


@cache
def _readers() -> dict[str, str]:
    return _named(Confidentiality) | READERS


def _named(choices: type[TextChoices]) -> dict[str, str]:
    """Return the choices by their values, and by their labels in every language."""
    names = {fold(one.value): str(one.value) for one in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= {fold(str(one.label)): str(one.value) for one in choices}
    return names


ANSWER = [
    Attribute("given_at", _("When it was said"), lambda text, month_first: cells.moment(text, month_first=month_first)),
    Attribute("nps", _("NPS, 0–10"), plainly(score)),
    Attribute("csat", _("CSAT, 1–5"), plainly(score)),
    Attribute("ces", _("CES, 1–7"), plainly(score)),
    Attribute("comment", _("Comment"), paragraph(LONGEST)),
    Attribute("survey", pgettext_lazy("column", "Survey"), line(120)),
    Attribute("number", _("Number of the answer in other systems"), line(100)),
    Attribute("role", _("Buyer role"), plainly(role)),
    Attribute("stage", _("Stage"), plainly(stage)),
    Attribute("language", _("Language"), plainly(cells.language)),
    Attribute("readers", _("Who may read it"), plainly(readers)),
]
LABELS: dict[str, Any] = {one.key: one.label for one in ANSWER}
OF_PERSON = ("person.emails", "person.external_id", "person.name", "person.first_name")
OF_CLIENT = ("client.name", "client.external_id", "client.domain")
SAID = ("answer.nps", "answer.csat", "answer.ces", "answer.comment")
ATTRIBUTES = (
    {key: FIXED[key] for key in (*OF_PERSON, "person.last_name")}
    | {key: FIXED[key] for key in OF_CLIENT}
    | {f"answer.{one.key}": one for one in ANSWER}
)
GROUPS = {"client": CLIENTS, "person": WHO, "answer": ANSWERS}
