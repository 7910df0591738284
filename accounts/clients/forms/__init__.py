"""Clean input for the registry's pages."""

from accounts.clients.forms.bulk import BulkForm
from accounts.clients.forms.companies import ClientForm, TeamEndForm, TeamMemberForm
from accounts.clients.forms.culture import CultureCardForm
from accounts.clients.forms.fields import TypedTimeZoneField, time_zones
from accounts.clients.forms.filters import ClientFilterForm
from accounts.clients.forms.merging import ErasureForm, MergeForm
from accounts.clients.forms.people import ContactForm, DepartureForm, NewContactForm, PositionForm
from accounts.clients.forms.workplace import FieldForm, SavedViewForm, SegmentForm, TagForm, TagMergeForm

__all__ = [
    "BulkForm",
    "ClientFilterForm",
    "ClientForm",
    "ContactForm",
    "CultureCardForm",
    "DepartureForm",
    "ErasureForm",
    "FieldForm",
    "MergeForm",
    "NewContactForm",
    "PositionForm",
    "SavedViewForm",
    "SegmentForm",
    "TagForm",
    "TagMergeForm",
    "TeamEndForm",
    "TeamMemberForm",
    "TypedTimeZoneField",
    "time_zones",
]
