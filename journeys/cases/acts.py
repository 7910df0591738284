"""What the audit trail says about cases."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.cases import queries

ACTS = {
    "case.opened": Act(_("Case opened"), _("{who} opened the case {what}")),
    "case.accepted": Act(_("Case accepted"), _("{who} accepted the case {what}")),
    "case.contacted": Act(_("Client contacted about a case"), _("{who} spoke with the client: case {what}")),
    "case.fixed": Act(_("Case fixed, client asked"), _("{who} asked the client whether it is well again: case {what}")),
    "case.confirmed": Act(_("Case confirmed by the client"), _("The client confirmed the case {what}")),
    "case.reopened": Act(_("Case opened again by the client"), _("The client opened the case {what} again")),
    "case.ended": Act(_("Case closed without the client"), _("{who} closed the case {what} without the client's word")),
    "case.withdrawn": Act(_("Answer taken back from a case"), _("The client took an answer back: case {what}")),
    "case.thanked": Act(_("Praise read"), _("{who} read the praise {what}")),
    "case.assigned": Act(_("Case handed over"), _("{who} handed over the case {what}")),
    "case.paused": Act(_("Case paused"), _("{who} stopped the clock of the case {what}")),
    "case.resumed": Act(_("Case resumed"), _("{who} let the clock of the case {what} run again")),
    "case.solved": Act(_("Cause and department of a case"), _("{who} wrote down who mends the case {what}, and why")),
    "case.link_revoked": Act(_("Client's link of a case ended"), _("{who} ended the client's link of the case {what}")),
    "case.unit_asked": Act(_("Department asked about a case"), _("{who} asked the department: case {what}")),
    "case.unit_answered": Act(_("Department answered about a case"), _("{who} answered: case {what}")),
    "case.compensation_offered": Act(_("Compensation"), _("{who} wants to compensate: case {what}")),
    "case.compensation_decided": Act(_("Decision about a compensation"), _("{who} decided: case {what}")),
    "cause.added": Act(_("Cause added"), _("{who} added the cause “{what}”")),
    "cause.changed": Act(_("Cause changed"), _("{who} changed the cause “{what}”")),
    "cause.archived": Act(_("Cause archived"), _("{who} archived the cause “{what}”")),
    "cases.settings_changed": Act(
        _("Hours and limits of cases changed"), _("{who} changed the hours and limits of cases")
    ),
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    names = {
        "journeys.case": queries.clients_of_cases,
        "journeys.unitrequest": queries.clients_of_requests,
        "journeys.compensation": queries.clients_of_compensations,
        "journeys.rootcause": queries.cause_names,
    }
    registry.register(acts=ACTS, names=names)
