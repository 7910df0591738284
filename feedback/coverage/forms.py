"""Clean input for targets, and for the list of gaps."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.clients.forms.filters import ALL, ME
from accounts.clients.models import Segment
from accounts.clients.queries import ClientFilter
from accounts.clients.queries.listing import NOBODY, ONE_SIDED
from accounts.organizations.models import Employee
from feedback.coverage.models import FEWEST_DAYS, MOST_DAYS, MOST_PEOPLE
from feedback.coverage.rules import Target


class TargetsForm(forms.Form):
    """People and days of every role; `targets` are what holds now."""

    def __init__(self, *args: Any, targets: Mapping[str, Target], **options: Any) -> None:
        super().__init__(*args, **options)
        for role in BuyerRole:
            target = targets.get(role, Target())
            self.fields[f"{role}_people"] = forms.IntegerField(
                label=format_lazy("{role}: {what}", role=role.label, what=_("people to be heard")),
                min_value=1,
                max_value=MOST_PEOPLE,
                initial=target.people,
            )
            self.fields[f"{role}_days"] = forms.IntegerField(
                label=format_lazy("{role}: {what}", role=role.label, what=_("within days")),
                min_value=FEWEST_DAYS,
                max_value=MOST_DAYS,
                initial=target.days,
            )

    def pairs(self) -> list[tuple[BuyerRole, forms.BoundField, forms.BoundField]]:
        """Return the two fields of every role, for the page."""
        return [(role, self[f"{role}_people"], self[f"{role}_days"]) for role in BuyerRole]

    def wanted(self) -> dict[str, Target]:
        """Return what was typed, as actions take it."""
        values = self.cleaned_data
        return {str(role): Target(people=values[f"{role}_people"], days=values[f"{role}_days"]) for role in BuyerRole}


class HouseTargetsForm(TargetsForm):
    """The targets of everybody who has none of their own, and how much of the revenue is to be heard."""

    def __init__(self, *args: Any, goal: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["revenue_heard_goal"] = forms.IntegerField(
            label=_("Share of revenue to be heard in a quarter, in percent"),
            min_value=1,
            max_value=100,
            initial=goal,
            help_text=_("Revenue is heard when anybody of the client was, in the last 90 days."),
        )


class GapFilterForm(forms.Form):
    """Gaps by role, segment and manager."""

    role = forms.ChoiceField(
        label=_("Role that is not heard"),
        required=False,
        choices=[ALL, *BuyerRole.choices, (ONE_SIDED, _("Only one role is heard"))],
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    manager = forms.ChoiceField(label=_("Happiness manager"), required=False)

    def __init__(
        self, *args: Any, me: uuid.UUID, people: Iterable[Employee], segments: Iterable[Segment], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.me = me
        managers = [(ME, _("Me")), (NOBODY, _("Nobody")), *((str(one.pk), one.name) for one in people)]
        self.fields["manager"].choices = [ALL, *managers]  # type: ignore[attr-defined]
        self.fields["segment"].choices = [ALL, *((str(one.pk), one.name) for one in segments)]  # type: ignore[attr-defined]

    def wanted(self) -> ClientFilter:
        """Return the filter as queries take it."""
        manager, segment = self.cleaned_data["manager"], self.cleaned_data["segment"]
        manager = self.me if manager == ME else manager
        return ClientFilter(
            gap=self.cleaned_data["role"],
            manager=manager if manager in {"", NOBODY} else uuid.UUID(str(manager)),
            segment=uuid.UUID(segment) if segment else None,
        )
