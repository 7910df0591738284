"""How pages look: for everybody of an organization, and for one person everywhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organizations.forms.fields import LowerCaseField, TimeZoneField
from accounts.organizations.models import PageTheme, color_validator

# Languages are called by their own names: whoever has landed in a foreign one must find the way back.
OWN_NAMES = [("en", "English"), ("uk", "Українська"), ("ru", "Русский")]


class LookForm(forms.Form):
    """The organization's color. Empty: the product's own."""

    brand_color = LowerCaseField(
        label=_("Brand color"),
        required=False,
        max_length=7,
        validators=[color_validator],
        help_text=_("As # and six digits. Leave it empty for the color of happiness."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "data-color": "#7b2d5e",
                "data-palette": _("Palette"),
            }
        ),
    )


class PreferencesForm(forms.Form):
    """Language, time zone, theme and keys of a person, in all of their organizations."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=OWN_NAMES,
        help_text=_("Of the pages and of the letters that you get."),
        widget=forms.Select(attrs={"translate": "no"}),
    )
    time_zone = TimeZoneField(help_text=_("Times on every page are shown in this zone."))
    theme = forms.ChoiceField(label=_("Theme"), choices=PageTheme.choices, widget=forms.RadioSelect)
    has_shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts"),
        required=False,
        help_text=_(
            "Single keys such as / and ?. Switch them off if you speak to your computer or use other key commands."
        ),
    )
