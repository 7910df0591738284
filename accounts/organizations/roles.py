"""The eight roles and what each may do, in one table."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    ADMINISTRATOR = "administrator", _("Administrator")
    HAPPINESS_MANAGER = "happiness_manager", _("Happiness manager")
    EXECUTIVE = "executive", _("Executive")
    DEPARTMENT_LEAD = "department_lead", _("Department lead")
    SPECIALIST = "specialist", _("Specialist")
    VIEWER = "viewer", _("Viewer")
    AUDITOR = "auditor", _("Auditor (guest)")


class Right(StrEnum):
    """What a page or an act asks for. A right exists when a page uses it."""

    OPEN = "open"  # enter the organization and keep one's own profile
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_STRUCTURE = "manage_structure"  # departments and touchpoints
    MANAGE_ORGANIZATION = "manage_organization"
    MANAGE_INTEGRATIONS = "manage_integrations"  # what connects the organization with other systems
    MANAGE_WORK = "manage_work"  # what the product does by itself: see it, and try again what failed
    MANAGE_MAIL = "manage_mail"  # letters, their sender, and who gets none
    MANAGE_OWNERS = "manage_owners"
    SEE_AUDIT = "see_audit"
    SEE_CLIENTS = "see_clients"  # clients, their people and their timeline
    MANAGE_CLIENTS = "manage_clients"  # change them, assign, merge, segments and own fields
    LOG_CONTACTS = "log_contacts"  # write down a call or a meeting, keep one's own tasks
    SEE_BOARD = "see_board"  # how the whole house works: promises, response times of the team and of executives
    SEE_MONEY = "see_money"
    MANAGE_MONEY = "manage_money"  # contracts, revenue, exchange rates
    SEE_ALERTS = "see_alerts"  # bad news and who follows it up
    HANDLE_ALERTS = "handle_alerts"  # take them in hand, hand them over, end them
    MANAGE_ALERTS = "manage_alerts"  # what is worth an alert, and how fast it is followed up
    SEE_SURVEYS = "see_surveys"  # what is asked, and what came of it
    MANAGE_SURVEYS = "manage_surveys"  # write, publish and close them, and ask people
    MANAGE_PLAYBOOKS = "manage_playbooks"  # write them, start them, and end what they do
    MANAGE_INITIATIVES = "manage_initiatives"  # plan what removes a bottleneck, and rule between departments
    READ_ISLAND = "read_island"  # whom clients may confide in: of these, those who are named read their letters
    EXCHANGE_DATA = "exchange_data"  # import and export, erase a person


EVERYBODY = frozenset({Right.OPEN})
COLLEAGUE = EVERYBODY | {Right.SEE_PEOPLE, Right.SEE_CLIENTS, Right.SEE_SURVEYS, Right.SEE_ALERTS}
REGISTRY = COLLEAGUE | {
    Right.LOG_CONTACTS,
    Right.HANDLE_ALERTS,
    Right.MANAGE_ALERTS,
    Right.MANAGE_CLIENTS,
    Right.MANAGE_SURVEYS,
    Right.SEE_MONEY,
    Right.MANAGE_MONEY,
    Right.MANAGE_PLAYBOOKS,
    Right.MANAGE_INITIATIVES,
    Right.EXCHANGE_DATA,
}
ADMINISTRATION = REGISTRY | {
    Right.MANAGE_PEOPLE,
    Right.MANAGE_STRUCTURE,
    Right.MANAGE_ORGANIZATION,
    Right.MANAGE_INTEGRATIONS,
    Right.MANAGE_WORK,
    Right.MANAGE_MAIL,
    Right.SEE_AUDIT,
    Right.SEE_BOARD,
}

RIGHTS: dict[str, frozenset[Right]] = {
    Role.OWNER: ADMINISTRATION | {Right.MANAGE_OWNERS, Right.READ_ISLAND},
    Role.ADMINISTRATOR: ADMINISTRATION,
    Role.HAPPINESS_MANAGER: REGISTRY | {Right.MANAGE_STRUCTURE},
    Role.EXECUTIVE: COLLEAGUE
    | {Right.LOG_CONTACTS, Right.HANDLE_ALERTS, Right.SEE_MONEY, Right.SEE_BOARD}
    | {Right.MANAGE_INITIATIVES, Right.READ_ISLAND},
    Role.DEPARTMENT_LEAD: COLLEAGUE | {Right.LOG_CONTACTS, Right.HANDLE_ALERTS},
    Role.SPECIALIST: COLLEAGUE | {Right.LOG_CONTACTS, Right.HANDLE_ALERTS},
    Role.VIEWER: COLLEAGUE,
    Role.AUDITOR: COLLEAGUE | {Right.SEE_AUDIT},
}

LEADERSHIP = frozenset({Role.OWNER, Role.EXECUTIVE})  # top management: whom clients confide in
GUESTS = frozenset({Role.AUDITOR})  # roles that always end at a date


def has_right(role: str, right: Right) -> bool:
    """Tell whether the role holds the right; an unknown role holds none."""
    return right in RIGHTS.get(role, frozenset())


def roles_with(right: Right) -> list[Role]:
    """Return the roles that hold the right, for pages that say whom to ask."""
    return [role for role in Role if right in RIGHTS[role]]
