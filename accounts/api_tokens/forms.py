"""Clean input for a token."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.api_tokens.models import ApiToken, Scope
from accounts.web.text import OneLineFields

DAYS = {"30": _("30 days"), "90": _("90 days"), "365": _("A year"), "": _("Until it is revoked")}


class TokenForm(OneLineFields, forms.ModelForm):
    """Name, what it may do, and how long."""

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=list(DAYS.items()), required=False, initial="365")

    class Meta:
        model = ApiToken
        fields = ("title", "scopes")
        help_texts = {"title": _("Which system uses it, for example: Warehouse.")}  # noqa: RUF012 read by Django alone

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if ApiToken.objects.filter(revoked_at=None, title__iexact=title).exists():
            raise ValidationError(_("There is a token of this name already."))
        return title

    def clean(self) -> dict[str, Any]:
        super().clean()
        days = self.cleaned_data.get("days")
        self.instance.expires_at = self.now + timedelta(days=int(days)) if days else None
        return self.cleaned_data
