"""What the list of clients is narrowed to; it stands in the address, so that a list can be shared and saved."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.clients.enums import BuyerRole, Pace, Stage
from accounts.clients.models import Segment, Tag
from accounts.clients.queries import ClientFilter
from accounts.clients.queries.listing import NEVER, NOBODY, ONE_SIDED, ORDERS, UNHAPPY, UNKNOWN
from accounts.organizations.forms import CountryField
from accounts.organizations.models import Employee
from accounts.web.mood import Mood

ALL = ("", _("All"))
ME = "me"
DAYS = (30, 60, 90, 180)
ORDER_NAMES = {
    "name": pgettext_lazy("of a client", "Name"),
    "mood": _("Mood"),
    "renewal": _("Renewal"),
    "heard": _("Last heard"),
    "revenue": _("Revenue"),
}
MONEY = {"revenue"}


class ClientFilterForm(forms.Form):
    """Clients by whatever the list shows."""

    text = forms.CharField(label=_("Name begins with"), required=False, max_length=200)
    manager = forms.ChoiceField(label=_("Happiness manager"), required=False)
    mood = forms.ChoiceField(label=_("Mood"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *Stage.choices])
    pace = forms.ChoiceField(label=_("How the stage goes"), required=False, choices=[ALL, *Pace.choices])
    gap = forms.ChoiceField(
        label=_("Role that is not heard"),
        required=False,
        choices=[ALL, *BuyerRole.choices, (ONE_SIDED, _("Only one role is heard"))],
    )
    renewal = forms.TypedChoiceField(label=_("Renewal"), required=False, coerce=int, empty_value=None)
    silence = forms.ChoiceField(label=_("Not heard for"), required=False)
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    country = CountryField(empty_label=_("All"))
    archived = forms.BooleanField(label=_("Archived clients"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(
        self,
        *args: Any,
        me: uuid.UUID,
        people: Iterable[Employee],
        segments: Iterable[Segment],
        tags: Iterable[Tag],
        sees_money: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.me = me
        days = [(day, ngettext_lazy("%(number)d day", "%(number)d days", "number") % {"number": day}) for day in DAYS]
        within = [
            (day, ngettext_lazy("Within %(number)d day", "Within %(number)d days", "number") % {"number": day})
            for day in DAYS
        ]
        bands = [(str(mood.value), mood.label) for mood in Mood]
        orders = [key for key in ORDERS if sees_money or key not in MONEY]
        self._offer("manager", [(ME, _("Me")), (NOBODY, _("Nobody")), *((str(one.pk), one.name) for one in people)])
        self._offer("mood", [(UNHAPPY, _("Unhappy: upset or tense")), *bands, (UNKNOWN, _("Too early to say"))])
        self._offer("renewal", within)
        self._offer("silence", [*days, (NEVER, _("Never heard"))])
        self._offer("segment", [(str(one.pk), one.name) for one in segments])
        self._offer("tag", [(str(one.pk), one.name) for one in tags])
        self.fields["sort"].choices = [  # type: ignore[attr-defined]
            ("", _("What fits the filter")),
            *((key, ORDER_NAMES[key]) for key in orders),
            *((f"-{key}", _("%(order)s, downwards") % {"order": ORDER_NAMES[key]}) for key in orders),
        ]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]

    def wanted(self) -> ClientFilter:
        """Return the filter as queries take it."""
        values = self.cleaned_data
        manager = self.me if values["manager"] == ME else values["manager"]
        return ClientFilter(
            **{
                name: values[name] for name in ("text", "stage", "pace", "mood", "gap", "country", "renewal", "silence")
            },
            manager=manager if manager in {"", NOBODY} else uuid.UUID(str(manager)),
            segment=uuid.UUID(values["segment"]) if values["segment"] else None,
            tag=uuid.UUID(values["tag"]) if values["tag"] else None,
            is_archived=values["archived"],
            order=values["sort"],
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the order is chosen."""
        return any(value not in {"", None, False} for name, value in self.cleaned_data.items() if name != "sort")
