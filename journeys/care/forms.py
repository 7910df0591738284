"""What people fill in about care."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client, Contact
from accounts.contracts.forms.money import AmountField, CurrencyChoice, read_amount
from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import PersonChoice
from accounts.web.forms import DayField, LongText
from accounts.web.text import OneLineFields
from journeys.care.models import (
    LETTERS,
    PLANNED,
    CareRules,
    ClientCare,
    Form,
    Gesture,
    Gifts,
    HardMoment,
    Kind,
    PersonCare,
    Tone,
)
from journeys.care.words import feast_choices

OF_PEOPLE = (Kind.BIRTHDAY, Kind.FEAST, Kind.HARD)


def _choices(kinds: tuple[Kind, ...]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in kinds]


class Amounts(forms.BaseForm):
    """Mix into a form with one `currency`: the fields named in `amounts` are read in it; an empty one is no amount."""

    amounts: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        super().clean()
        currency = self.cleaned_data.get("currency")
        for name in self.amounts:
            text = self.cleaned_data.get(name)
            if not text or not currency:
                self.cleaned_data[name] = None
                continue
            try:
                self.cleaned_data[name] = _positive(read_amount(text, currency))
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data


def _positive(amount: Decimal) -> Decimal:
    if amount < 0:
        raise ValidationError(_("Write an amount without a minus."))
    return amount


class RulesForm(Amounts, forms.ModelForm):
    """For what, how early, at which cost, and what leaves by itself."""

    amounts = ("yearly_budget", "person_limit")

    kinds = forms.MultipleChoiceField(
        label=_("Occasions"), choices=_choices(PLANNED), required=False, widget=forms.CheckboxSelectMultiple
    )
    automatic = forms.MultipleChoiceField(
        label=_("Letters that leave without approval"),
        choices=_choices(LETTERS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing here: a person reads every greeting before it leaves. We advise to leave it so."),
    )
    yearly_budget = AmountField(label=_("Budget of a year"), required=False, help_text=_("Empty: without a limit."))
    person_limit = AmountField(
        label=_("Limit for one person in a year"), required=False, help_text=_("Empty: without a limit.")
    )
    currency = CurrencyChoice()

    class Meta:
        model = CareRules
        fields = ("kinds", "ahead_days", "automatic", "yearly_budget", "person_limit", "currency")
        help_texts: ClassVar = {"ahead_days": _("So early a greeting is drafted and comes onto somebody’s day.")}


class ClientCareForm(OneLineFields, Amounts, forms.ModelForm):
    """What a client's own rules say about gifts."""

    amounts = ("gift_limit",)

    gifts = forms.ChoiceField(label=_("Gifts"), choices=Gifts.choices, widget=forms.RadioSelect)
    gift_limit = AmountField(label=_("Limit of a gift"), required=False)
    currency = CurrencyChoice()

    class Meta:
        model = ClientCare
        fields = ("gifts", "gift_limit", "currency", "note")
        help_texts: ClassVar = {"note": _("For example: code of conduct, page 4, or said by the head of procurement.")}

    def clean(self) -> dict[str, Any]:
        super().clean()
        is_limited = self.cleaned_data.get("gifts") == Gifts.LIMITED
        if is_limited and not self.cleaned_data.get("gift_limit") and "gift_limit" not in self.errors:
            self.add_error("gift_limit", _("Say up to which amount."))
        elif not is_limited:
            self.cleaned_data["gift_limit"] = None
        return self.cleaned_data


class PersonCareForm(OneLineFields, forms.ModelForm):
    """How a person wants to be thought of."""

    COUNTRY, OWN, NONE = "country", "own", "none"

    which = forms.ChoiceField(
        label=_("Holidays"),
        choices=[
            (COUNTRY, _("Those of their country")),
            (OWN, _("Of their own choice")),
            (NONE, pgettext_lazy("holidays", "None")),
        ],
        widget=forms.RadioSelect,
    )
    feasts = forms.MultipleChoiceField(
        label=_("Their own choice"), choices=feast_choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PersonCare
        fields = ("is_never", "greets_birthday", "consent_source", "which", "feasts", "tone")
        help_texts: ClassVar = {
            "is_never": _("Then nobody congratulates this person on anything."),
            "consent_source": _("For example: said so on the phone in May."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = self.instance.feasts
        self.initial["which"] = self.COUNTRY if own is None else self.OWN if own else self.NONE
        self.initial["feasts"] = own or []

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        if values.get("greets_birthday") and not values.get("consent_source"):
            self.add_error("consent_source", _("Say how we know that: a birthday is personal."))
        which = values.get("which")
        if which == self.OWN and not values.get("feasts"):
            self.add_error("feasts", _("Choose at least one, or choose “None” above."))
        values["feasts"] = {self.COUNTRY: None, self.NONE: []}.get(which or "", values.get("feasts"))
        return values


class PersonAtClient(forms.ModelChoiceField):
    """Somebody who works at the client; nobody stands for the client as a whole."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Contact.objects.none(), required=False, **options)

    def label_from_instance(self, obj: Contact) -> str:
        return obj.name


def people_of(client: Client) -> QuerySet[Contact]:
    """Return who works at the client now, by name."""
    rows = Contact.objects.filter(positions__client=client, positions__left_on=None, erased_at=None, merged_into=None)
    return rows.order_by("sort_name", "id").distinct()


class HardMomentForm(OneLineFields, forms.ModelForm):
    """Since when, and whose it is."""

    contact = PersonAtClient(label=_("Whose"), empty_label=_("Everybody at the client"))
    since = DayField(label=_("Since"))

    class Meta:
        model = HardMoment
        fields = ("contact", "since", "note")
        help_texts: ClassVar = {
            "note": _("Only what helps colleagues to be tactful. No illnesses, no details of somebody’s life.")
        }

    def __init__(self, *args: Any, client: Client, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["contact"].queryset = people_of(client)
        self.initial.setdefault("since", today)
        self._today = today

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if day > self._today:
            raise ValidationError(_("This day has not come yet."))
        return day


class GestureForm(OneLineFields, Amounts, forms.ModelForm):
    """Something kind: for whom, when, how, in which words, at which cost."""

    amounts = ("cost",)

    contact = PersonAtClient(label=_("For whom"), empty_label=_("The client as a whole"))
    on = DayField(label=_("Day"))
    form = forms.ChoiceField(label=_("How"), choices=Form.choices, widget=forms.RadioSelect)
    cost = AmountField(label=_("Cost"), required=False)
    currency = CurrencyChoice()
    owner = PersonChoice(label=_("Who does it"), queryset=None)

    class Meta:
        model = Gesture
        fields = ("contact", "on", "form", "title", "subject", "text", "cost", "currency", "owner")
        help_texts: ClassVar = {
            "title": _("For example: the book about bridges that we spoke of."),
            "subject": _("Of a letter."),
            "text": _("What is written or said. Salutation and signature come by themselves."),
        }
        widgets: ClassVar = {"text": LongText(attrs={"rows": "6"})}

    def __init__(self, *args: Any, client: Client, **options: Any) -> None:
        """Let the day of an occasion stay, and the person whose occasion it is."""
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["contact"].queryset = people_of(client)
        fields["owner"].queryset = organizations.active_employees(besides=self.instance.owner_id)
        if self.instance.kind != Kind.PROMISED:
            del self.fields["on"]
        if self.instance.kind in OF_PEOPLE:
            del self.fields["contact"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        whose = values.get("contact", self.instance.contact)
        if whose:
            self.instance.language = whose.language
        if values.get("form") == Form.LETTER:
            if whose is None:
                name = "contact" if "contact" in self.fields else "form"
                self.add_error(name, _("A letter goes to a person: choose one, or another way."))
            for name in ("subject", "text"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("A letter needs this."))
        elif not values.get("title") and self.instance.kind == Kind.PROMISED and "title" not in self.errors:
            self.add_error("title", _("Say what exactly, so that a colleague could do it too."))
        return values


class ToneForm(forms.Form):
    """Other words to begin with."""

    tone = forms.ChoiceField(choices=Tone.choices)
