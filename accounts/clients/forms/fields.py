"""Fields of the registry's forms."""

import re
import zoneinfo
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Segment
from accounts.web.text import one_line

DOMAIN = re.compile(r"(?=.{4,253}\Z)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]\Z")
SCHEME, REST = re.compile(r"^[a-z]+://"), re.compile(r"[/?#:].*\Z", re.DOTALL)
MOST_TAGS, LONGEST_TAG = 20, 60


class Suggestions(forms.TextInput):
    """A line of text with a list to choose from while typing: the browser's own <datalist>, without a script."""

    template_name = "components/suggestions.html"

    def __init__(self, suggestions: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        identity = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"]["attrs"]["list"] = identity
        return {**context, "identity": identity, "suggestions": self.suggestions()}


@cache
def time_zones() -> dict[str, str]:
    """Return the time zones that have a place, and UTC, as people type them: {"europe/kyiv": "Europe/Kyiv"}."""
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return {zone.casefold(): zone for zone in ["UTC", *zones]}


class TypedTimeZoneField(forms.CharField):
    """A time zone, found by typing a part of its name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Time zone"))
        super().__init__(max_length=40, widget=Suggestions(time_zones().values), **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        zone = time_zones().get("_".join(typed.casefold().split()), "")
        if typed and not zone:
            raise ValidationError(_("No time zone is called so. Choose one of the list, for example Europe/Kyiv."))
        return zone


class SegmentChoice(forms.ModelChoiceField):
    """A segment; an archived one is marked."""

    def label_from_instance(self, segment: Segment) -> str:
        return _("%(name)s (archived)") % {"name": segment.name} if segment.archived_at else segment.name


class DomainField(forms.CharField):
    """A web domain, whatever part of an address was pasted: https://www.Nordwerk.de/en is nordwerk.de."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Web domain"),
            max_length=2000,
            required=False,
            help_text=_("For example nordwerk.de; a whole address is fine too."),
            widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value).lower()
        domain = REST.sub("", SCHEME.sub("", typed)).removeprefix("www.").rstrip(".")
        if domain and "." not in domain:
            raise ValidationError(_("That looks like half an address. Add the ending, for example nordwerk.de."))
        if domain and not DOMAIN.match(domain):
            raise ValidationError(_("This is no web domain. Write it like nordwerk.de."))
        return domain


class TagsField(forms.CharField):
    """Words between commas; the value is a list without repetitions, whatever their capital letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Tags"))
        options.setdefault("help_text", _("Separate them by commas. A tag that is new is made."))
        super().__init__(required=False, max_length=2000, **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        tags = list({word.casefold(): word for word in reversed(words) if word}.values())
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("Twenty tags are the most that one client can have."))
        for tag in tags:
            one_line(tag)
            if len(tag) > LONGEST_TAG:
                raise ValidationError(
                    _("“%(tag)s…” is too long: a tag has at most 60 letters."), params={"tag": tag[:20]}
                )
        return tags
