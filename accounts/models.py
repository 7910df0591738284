"""Table of contents: every model of this app. Other code imports it from its slice."""

from accounts.api_tokens.models import ApiToken
from accounts.audit.models import AuditEntry, AuditSeal
from accounts.clients.models import (
    Client,
    ClientFacts,
    ClientTag,
    ClientTeamMember,
    Contact,
    ContactEmail,
    ContactRole,
    CultureCard,
    CustomField,
    PersonRequest,
    Position,
    SavedView,
    Segment,
    Tag,
    Undo,
)
from accounts.contracts.models import Contract, ExchangeRate, Outcome, RevenueEntry
from accounts.events.models import CustomKind, Event
from accounts.exchange.models import ImportJob, ImportRow, RememberedMapping
from accounts.inbound.models import HookCall, HookSample, InboundHook
from accounts.jobs.models import Heartbeat, Job
from accounts.mail.models import Bounce, LetterIssue, OutgoingEmail, SenderProfile, Suppression, SystemLetter
from accounts.organizations.models import (
    Department,
    DigestPreference,
    Employee,
    Membership,
    Organization,
    StaffInvitation,
    Touchpoint,
    User,
)
from accounts.search.models import SearchTerm
from accounts.web.models import SentForm
from accounts.webhooks.models import DeliveryAttempt, Webhook, WebhookDelivery

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AuditSeal",
    "Bounce",
    "Client",
    "ClientFacts",
    "ClientTag",
    "ClientTeamMember",
    "Contact",
    "ContactEmail",
    "ContactRole",
    "Contract",
    "CultureCard",
    "CustomField",
    "CustomKind",
    "DeliveryAttempt",
    "Department",
    "DigestPreference",
    "Employee",
    "Event",
    "ExchangeRate",
    "Heartbeat",
    "HookCall",
    "HookSample",
    "ImportJob",
    "ImportRow",
    "InboundHook",
    "Job",
    "LetterIssue",
    "Membership",
    "Organization",
    "Outcome",
    "OutgoingEmail",
    "PersonRequest",
    "Position",
    "RememberedMapping",
    "RevenueEntry",
    "SavedView",
    "SearchTerm",
    "Segment",
    "SenderProfile",
    "SentForm",
    "StaffInvitation",
    "Suppression",
    "SystemLetter",
    "Tag",
    "Touchpoint",
    "Undo",
    "User",
    "Webhook",
    "WebhookDelivery",
]
