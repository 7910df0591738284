"""Clean input for the settings pages; forms never save."""

from accounts.organizations.forms.access import AccessForm
from accounts.organizations.forms.fields import CountryField
from accounts.organizations.forms.filters import AuditFilter, PeopleFilter
from accounts.organizations.forms.hours import HouseHoursForm
from accounts.organizations.forms.look import LookForm, PreferencesForm
from accounts.organizations.forms.mail import BlockForm, LetterFilter, SenderForm, SuppressionFilter, UnblockForm
from accounts.organizations.forms.organization import OrganizationForm
from accounts.organizations.forms.password import PasswordForm
from accounts.organizations.forms.people import NewPersonForm, PersonForm, ProfileForm
from accounts.organizations.forms.structure import DepartmentForm, TouchpointForm

__all__ = [
    "AccessForm",
    "AuditFilter",
    "BlockForm",
    "CountryField",
    "DepartmentForm",
    "HouseHoursForm",
    "LetterFilter",
    "LookForm",
    "NewPersonForm",
    "OrganizationForm",
    "PasswordForm",
    "PeopleFilter",
    "PersonForm",
    "PreferencesForm",
    "ProfileForm",
    "SenderForm",
    "SuppressionFilter",
    "TouchpointForm",
    "UnblockForm",
]
