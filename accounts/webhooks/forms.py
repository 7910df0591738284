"""Clean input for the webhooks' pages."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.events.kinds import ANY
from accounts.web.text import OneLineFields
from accounts.webhooks import address, queries
from accounts.webhooks.models import Webhook


class WebhookForm(OneLineFields, forms.ModelForm):
    """Name, address, and what to hear about."""

    everything = forms.BooleanField(label=_("Every event, also of kinds that are added later"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Or only these"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    class Meta:
        model = Webhook
        fields = ("title", "url", "form")
        widgets: ClassVar = {
            "url": forms.URLInput(
                attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://example.com/hooks"}
            )
        }
        help_texts: ClassVar = {
            "title": _("How your house calls it, for example: Warehouse."),
            "form": _("Chats get what the timeline says, without what not everybody may read."),
            "url": _("Where the messages go: a public HTTPS address on port 443 or 8443."),
        }

    def __init__(self, *args: Any, titles: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = [name for name in self.instance.kinds if name != ANY]
        # A kind that is gone stays choosable where it is chosen, or saving another field would drop it.
        choices = {name: name for name in chosen} | dict(titles)
        self.fields["kinds"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.initial["kinds"] = chosen
        self.fields["form"].required = False  # a system, unless something else is said
        self.initial["everything"] = ANY in self.instance.kinds or self.instance._state.adding

    def clean_title(self) -> str:
        # The constraint asks about a column that is no field of the form, so Django leaves it to the database.
        title: str = self.cleaned_data["title"]
        if queries.titled(title).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a webhook of this name already."))
        return title

    def clean_form(self) -> str:
        return str(self.cleaned_data["form"] or Webhook.Form.JSON)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            address.parse(url)
        except address.BadUrl as error:
            raise ValidationError(error.says) from error
        return url

    def clean(self) -> dict[str, Any]:
        super().clean()
        everything, kinds = self.cleaned_data.get("everything"), self.cleaned_data.get("kinds", [])
        if bool(everything) == bool(kinds) and "kinds" not in self.errors:
            # Both at once, too: nobody should tell a stranger's system more than they have meant to.
            self.add_error("kinds", _("Choose every event, or some of these."))
        self.instance.kinds = [ANY] if everything else kinds
        return self.cleaned_data
