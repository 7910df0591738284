"""What the audit trail says about surveys."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.surveys import queries

ACTS = {
    "survey.created": Act(_("Survey created"), _("{who} created the survey “{what}”")),
    "survey.changed": Act(_("Survey changed"), _("{who} changed the survey “{what}”")),
    "survey.edited": Act(_("Survey edited"), _("{who} edited the draft of the survey “{what}”")),
    "survey.published": Act(_("Survey published"), _("{who} published a version of the survey “{what}”")),
    "survey.closed": Act(_("Survey closed"), _("{who} closed the survey “{what}”")),
    "survey.reopened": Act(_("Survey reopened"), _("{who} reopened the survey “{what}”")),
    "survey.opened": Act(_("Open link made"), _("{who} made an open link of the survey “{what}”")),
    "survey.withheld": Act(_("Open link taken back"), _("{who} took back the open link of the survey “{what}”")),
    "survey.archived": Act(_("Survey archived"), _("{who} archived the survey “{what}”")),
    "survey.restored": Act(_("Survey brought back"), _("{who} brought back the survey “{what}”")),
}
NAMES = {"feedback.survey": queries.survey_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
