"""Clean input for the pages of incoming webhooks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.events.queries import custom_kinds
from accounts.inbound import bodies
from accounts.inbound.mapping import Plan
from accounts.inbound.models import InboundHook
from accounts.web.text import OneLineFields

CLIENT_BY = {
    "external_id": _("Its number in other systems"),
    "domain": _("Its web domain"),
    "id": _("Its id here"),
}
CONTACT_BY = {
    "email": _("Their e-mail address"),
    "external_id": _("Their number in other systems"),
    "id": _("Their id here"),
}
PAYLOAD = "payload-"


class HookForm(OneLineFields, forms.ModelForm):
    """Name, kind and signature. What its messages become is chosen once."""

    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = InboundHook
        fields = ("title", "kind", "signing", "header")
        help_texts = {  # noqa: RUF012 read by Django alone
            "title": _("Which tool calls it, for example: Help desk."),
            "kind": _("Define a kind first if none fits."),
            "signing": _("Choose what the tool offers. Without a signature the address itself is the secret."),
            "header": _("As the tool names it, for example X-Hub-Signature-256; not needed for Standard Webhooks."),
        }

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        if self.instance._state.adding:
            self.fields["kind"].queryset = custom_kinds()  # type: ignore[attr-defined]
            self.fields["kind"].label_from_instance = lambda kind: kind.title  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]
        if self.instance.sealed_secret:
            self.fields["secret"].help_text = _("Leave it blank to keep the present one.")

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if InboundHook.objects.filter(revoked_at=None, title__iexact=title).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is an incoming webhook of this name already."))
        return title

    def clean(self) -> dict[str, Any]:
        super().clean()
        signing, secret = self.cleaned_data.get("signing"), self.cleaned_data.get("secret")
        if signing == InboundHook.Signing.HMAC and not self.cleaned_data.get("header"):
            self.add_error("header", _("Write the name of the header that holds the signature."))
        if signing != InboundHook.Signing.NONE and not secret and not self.instance.sealed_secret:
            self.add_error("secret", _("Copy the secret from the tool, or give both the same one."))
        if secret:
            self.instance.set_secret(secret, now=self.now)
        return self.cleaned_data


class MappingForm(forms.Form):
    """Which field of a sample is what; what was mapped before stays choosable when the sample does not have it."""

    client = forms.ChoiceField(label=_("Client"), required=False)
    client_by = forms.ChoiceField(label=_("The client is known by"), choices=list(CLIENT_BY.items()))
    contact = forms.ChoiceField(label=_("Person"), required=False)
    contact_by = forms.ChoiceField(label=_("The person is known by"), choices=list(CONTACT_BY.items()))
    happened_at = forms.ChoiceField(
        label=_("When it happened"), required=False, help_text=_("Nothing chosen: the moment of the call.")
    )
    key = forms.ChoiceField(
        label=_("Number of the event"),
        required=False,
        help_text=_("The same number is the same event for ever. Nothing chosen: the same message within a day."),
    )

    def __init__(self, *args: Any, hook: InboundHook, paths: Sequence[tuple[str, str]], **options: Any) -> None:
        plan = Plan(**hook.mapping)
        self.names = list(hook.kind.fields)
        initial = {PAYLOAD + name: plan.payload.get(name, "") for name in self.names}
        initial |= {name: getattr(plan, name) for name in self.base_fields}
        super().__init__(*args, **options | {"initial": initial})
        for name in self.names:
            self.fields[PAYLOAD + name] = forms.ChoiceField(label=name, required=False)
        choices = {"": "—"} | {path: f"{path} = {value}" for path, value in paths}
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and not name.endswith("_by"):
                kept = initial[name]
                field.choices = list(({kept: kept} | choices if kept else choices).items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("client") and not cleaned.get("contact"):
            raise ValidationError(_("Say where the client or the person stands: an event of nobody helps nobody."))
        return cleaned

    def mapping(self) -> dict[str, Any]:
        """Return what was chosen, as an address keeps it."""
        chosen = {name: self.cleaned_data[name] for name in self.base_fields}
        payload = {name: path for name in self.names if (path := self.cleaned_data[PAYLOAD + name])}
        return {**chosen, "payload": payload}


class SampleForm(forms.Form):
    """A body of the tool, from its documentation for example."""

    body = forms.CharField(
        label=_("A message as JSON"),
        max_length=bodies.LARGEST_SAMPLE,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "code"}),
    )

    def clean_body(self) -> Any:
        try:
            return bodies.read(self.cleaned_data["body"].encode(), content_type="")
        except ValueError as error:
            raise ValidationError(
                _("This is not JSON. Look for a missing quotation mark, comma or bracket.")
            ) from error
