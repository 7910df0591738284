"""Segments, the organization's own fields, tags, saved views."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients import queries
from accounts.clients.enums import FieldKind
from accounts.clients.models import CustomField, SavedView, Segment, Tag
from accounts.organizations.forms.fields import PersonChoice
from accounts.organizations.models import Employee
from accounts.organizations.queries import named_alike
from accounts.web.text import OneLineFields, one_line

MOST_CHOICES, LONGEST_CHOICE = 100, 200


class SegmentForm(OneLineFields, forms.ModelForm):
    """A segment and the one person who answers for all of its clients."""

    owner = PersonChoice(
        label=pgettext_lazy("of a segment", "Owner"), queryset=None, required=False, empty_label=_("Nobody yet")
    )

    class Meta:
        model = Segment
        fields = ("name", "owner", "description")
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {"description": _("Which clients belong here.")}

    def __init__(self, *args: Any, people: QuerySet[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        # The constraint asks about a column that is no field of the form, so Django leaves it to the database.
        name: str = self.cleaned_data["name"]
        if named_alike(queries.segments(), name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a segment of this name already."))
        return name


class ChoicesField(forms.CharField):
    """What can be chosen, one on each line."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Choices"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=_("One on each line; only for a field that holds one of a list."),
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        choices = list(dict.fromkeys(filter(None, lines)))
        if len(choices) > MOST_CHOICES:
            raise ValidationError(_("A list has at most 100 choices."))
        for choice in choices:
            one_line(choice)
            if len(choice) > LONGEST_CHOICE:
                raise ValidationError(
                    _("“%(choice)s…” is too long: a choice has at most 200 letters."), params={"choice": choice[:20]}
                )
        return choices


class FieldForm(OneLineFields, forms.ModelForm):
    """A field of the organization's own. Whose it is and what it holds never change, because values are there already."""

    choices = ChoicesField()

    class Meta:
        model = CustomField
        fields = ("label", "subject", "kind", "choices")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance._state.adding:
            del self.fields["subject"], self.fields["kind"]
            if self.instance.kind != FieldKind.CHOICE:
                del self.fields["choices"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        kind = self.cleaned_data.get("kind", self.instance.kind)
        choices = self.cleaned_data.get("choices")
        if kind == FieldKind.CHOICE and choices == []:
            self.add_error("choices", _("Write at least one choice."))
        if kind != FieldKind.CHOICE and choices:
            self.add_error("choices", _("Only a field that holds one of a list has choices."))
        return self.cleaned_data


class TagForm(OneLineFields, forms.ModelForm):
    """Another name for a tag."""

    class Meta:
        model = Tag
        fields = ("name",)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if "," in name:
            raise ValidationError(_("A comma would make it two tags. Leave it out."))
        if named_alike(queries.tag_choices(), name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a tag of this name already. Merge the two instead."))
        return name


class TagMergeForm(forms.Form):
    """Into which other tag."""

    into: "forms.ModelChoiceField[Tag]" = forms.ModelChoiceField(
        label=_("Into"), queryset=None, empty_label=_("Choose a tag")
    )

    def __init__(self, *args: Any, tag: Tag, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = queries.tag_choices().exclude(pk=tag.pk)  # type: ignore[attr-defined]


class SavedViewForm(OneLineFields, forms.ModelForm):
    """The name of a view; whoever may change clients can share it with everybody."""

    is_shared = forms.BooleanField(label=_("Everybody sees this view"), required=False)

    class Meta:
        model = SavedView
        fields = ("name",)

    def __init__(self, *args: Any, may_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_share or not self.instance._state.adding:
            del self.fields["is_shared"]
