"""The organization itself."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.organizations import queries
from accounts.organizations.forms.fields import LowerCaseField, TimeZoneField
from accounts.organizations.models import Organization, slug_validator
from accounts.web.files import square_picture
from accounts.web.text import OneLineFields

LOGO_BYTES, LOGO_SIDE = 1024 * 1024, 512


class OrganizationForm(OneLineFields, forms.ModelForm):
    """Name, address, language, time zone, logo, and how small a group may be that figures tell of."""

    slug = LowerCaseField(
        label=_("Address"),
        max_length=50,
        validators=[slug_validator],
        help_text=_("The part of every link after /o/. When it changes, links that were sent or saved stop working."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    time_zone = TimeZoneField(help_text=_("For new people, and for days that concern the whole house."))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 1 MB. It is fitted into a square."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Organization
        fields = ("name", "slug", "language", "time_zone", "confidentiality_group", "blast_limit", "logo")
        help_texts: ClassVar = {
            "language": _("For new people. Everybody can choose their own."),
            "confidentiality_group": _(
                "Figures of surveys that rest on fewer are not shown, so that nobody is recognized in them. At least 3."
            ),
            "blast_limit": _("When more are to be asked, by hand or by a rule, a second person has to agree."),
        }
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.old_slug = self.instance.slug
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug != self.old_slug and queries.slug_is_taken(slug):
            raise ValidationError(_("This address is taken. Choose another one."))
        return slug

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        return self._picture(logo) if isinstance(logo, UploadedFile) else logo

    def _picture(self, upload: UploadedFile) -> ContentFile:
        if (upload.size or 0) > LOGO_BYTES:
            raise ValidationError(_("The file is larger than 1 MB. Choose a smaller one."))
        return square_picture(upload, side=LOGO_SIDE)

    def clean(self) -> dict[str, Any]:
        super().clean()
        # A new logo wins over the box: both were meant, and one of them replaces the old logo anyway.
        if self.cleaned_data.get("remove_logo") and "logo" not in self.files:
            self.cleaned_data["logo"] = False  # what a model form takes for "none"
        return self.cleaned_data
