"""What columns about outcomes may hold, and how their texts are read."""

from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.contracts.models import OutcomeKind, Reason
from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.clients.fields import CLIENTS, FIXED
from accounts.exchange.contracts.fields import OF_CLIENT, day
from accounts.exchange.contracts.words import HEADERS as OF_CONTRACTS
from accounts.exchange.drafts import Attribute, line, paragraph, plainly
from accounts.exchange.words import by_word, fold

GROUPS = {"client": CLIENTS, "outcome": _("Outcome")}
# Beside the names that pages give them.
KINDS = by_word({
    "renewed": "renewal,extended,stayed,продовжено,поновлено,поновлення,продлено,продлен,продление",
    "grew": "growth,expansion,expanded,upsell,upgrade,зросли,розширення,допродаж,выросли,рост,расширение,допродажа",
    "shrank": "contraction,downsell,downgrade,reduced,зменшення,скоротили,сокращение,уменьшение,сократили",
    "lost": "churn,churned,loss,left,cancelled,canceled,відтік,втрачено,пішли,отток,потерян,потеря,ушли",
    "returned": "winback,won back,reactivated,повернулися,вернулись,вернулись к нам,возврат",
    "referred": "referral,recommended,recommendation,порекомендували,порекомендовали,рекомендация",
})  # fmt: skip


@cache
def names_of(choices: type[TextChoices]) -> dict[str, str]:
    """Return the values by their names in every language, and by themselves."""
    found = {fold(value): value for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): value for value, label in choices.choices}
    return found


def kind(text: str) -> str:
    """Return the outcome that is named; raise BadCell."""
    word = fold(cells.line(text, limit=100))
    found = names_of(OutcomeKind).get(word) or KINDS.get(word)
    if not found:
        raise BadCell(Wrong.CHOICE, ", ".join(str(label) for label in OutcomeKind.labels))
    return found


def reason(text: str) -> str:
    """Return the main reason that is named; raise BadCell."""
    found = names_of(Reason).get(fold(cells.line(text, limit=100)))
    if not found:
        raise BadCell(Wrong.CHOICE, ", ".join(str(label) for label in Reason.labels))
    return found


OUTCOME = [
    Attribute("kind", _("How it went on"), plainly(kind)),
    Attribute("day", _("Since"), day),
    Attribute("reason", _("Main reason"), plainly(reason)),
    Attribute("competitor", _("Which competitor"), line(120)),
    Attribute("text", _("In more words"), paragraph(2000)),
]
LABELS = {one.key: one.label for one in OUTCOME}
ATTRIBUTES = {key: FIXED[key] for key in OF_CLIENT} | {f"outcome.{one.key}": one for one in OUTCOME}
HEADERS = {word: key for word, key in OF_CONTRACTS.items() if key in OF_CLIENT} | by_word({
    "outcome.kind": "outcome,what,what happened,status,result,event,how it went on,"
    "результат,що було далі,що сталося,подія,статус,підсумок,чим закінчилося,"
    "итог,что было дальше,что произошло,событие,чем закончилось",
    "outcome.day": "date,day,since,when,on,дата,день,коли,з,когда,с",
    "outcome.reason": "reason,main reason,why,cause,причина,головна причина,чому,главная причина,почему",
    "outcome.competitor": "competitor,competitors,which competitor,конкурент,який конкурент,какой конкурент",
    "outcome.text": "comment,comments,notes,note,details,description,in more words,коментар,нотатки,подробиці,докладніше,опис,"
    "комментарий,заметки,подробности,подробнее,описание",
})  # fmt: skip
