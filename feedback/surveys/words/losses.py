"""What of another program's survey did not come along, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.surveys.foreign import Loss, Lost
from feedback.surveys.words.names import SETTINGS, TEXTS

LOSSES: Mapping[Lost, Any] = {
    Lost.QUESTION: _("We do not ask questions of the type “%(type)s”. It was left out."),
    Lost.SETTING: _("The setting “%(setting)s” has no counterpart here."),
    Lost.CONDITION: _(
        "The condition %(expression)s could not be understood. Everybody is asked, or nobody is sent on."
    ),
    Lost.TRIGGER: _("What the other program does by itself (“%(type)s”) was left out."),
    Lost.LANGUAGE: _("The texts in the language “%(language)s” were left out: the product does not speak it."),
    Lost.SCALE: _("The scale became a choice of its marks: it has no first mark 0 or 1, or too many marks."),
    Lost.MARKS: _("Only the first and the last mark of a scale have words here."),
    Lost.FORMAT: _("The answer is taken as it is written: nobody checks that it is of the kind “%(format)s”."),
    Lost.TEXT_CUT: _("A text was cut after %(most)d characters."),
    Lost.TOO_MANY: _("There were %(found)d, and %(most)d came along: more are not possible here."),
    Lost.NUMBER: _("The limit “%(setting)s” was left out: it has to be a whole number."),
    Lost.HEADING: _("The heading of a page or a group of questions was left out."),
    Lost.MARKUP: _("Only the words came along, without bold type, links and pictures."),
    Lost.HIDDEN: _("It was hidden from everybody, and left out."),
    Lost.RECALL: _(
        "The text names %(name)s, a value of the other program. It stays as it is written: put in what we know."
    ),
    Lost.FALLBACK: _("Where nothing is known, other programs leave a gap instead of “%(words)s”."),
    Lost.VARIABLE: _("Other programs show %(name)s as it is written, until they are given this value."),
    Lost.OWN: _("Other programs do not know “%(setting)s”."),
    Lost.RULE: _("The rule %(number)d leads nowhere, and was left out."),
}


# What a survey of ours has under these names, where they are no setting.
OWN_PARTS: Mapping[str, Any] = {
    "letter": _("the letter of invitation"),
    "wordings": _("other words by score"),
    "choices": _("the answers to choose from"),
    "rows": _("the rows of a table"),
    "low": TEXTS["low"],
    "high": TEXTS["high"],
}


def loss_words(loss: Loss) -> str:
    """Return the sentence of one loss."""
    details = dict(loss.details)
    if loss.kind == Lost.OWN:
        name = details["setting"]
        details["setting"] = OWN_PARTS.get(name) or SETTINGS.get(name, name)
    return str(LOSSES[loss.kind]) % details
