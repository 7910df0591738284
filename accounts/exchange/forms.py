"""Clean input of the import's pages."""

import io
from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.exchange import faults, reader, registry
from accounts.exchange.models import ImportJob
from accounts.exchange.reader import Unreadable

LONGEST_PASTE = 1_000_000  # characters; a form may hold twice as many bytes
COLUMN = "column-"


class UploadForm(forms.Form):
    """A file, or rows that were copied from a spreadsheet."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the reader says more about it
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.json,.jsonl"}),
    )
    pasted = forms.CharField(
        label=_("Or paste rows here"),
        required=False,
        max_length=LONGEST_PASTE,
        help_text=_("Copy the table in your spreadsheet program, with the names of its columns, and paste it."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("XLSX, CSV or JSON, at most %(size)d MB and 200,000 rows.") % {
            "size": settings.MAX_UPLOAD_MB
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if self.errors:
            return self.cleaned_data
        if bool(file) == bool(pasted):
            raise ValidationError(_("Choose a file, or paste rows: one of the two."))
        try:
            if file:
                with reader.open_file(file) as table:
                    next(table.rows, None)
            else:
                reader.open_pasted(pasted)
        except Unreadable as refusal:
            self.add_error("file" if file else "pasted", faults.of_file(refusal.fault, refusal.row))
        return self.cleaned_data

    def content(self) -> tuple[str, File]:
        """Return title and content of what was given, as a file."""
        file = self.cleaned_data["file"]
        if file:
            file.seek(0)
            return PurePosixPath(file.name.replace("\\", "/")).name, file
        text = io.StringIO(self.cleaned_data["pasted"], newline="").read()
        return pgettext("title of an import", "Pasted rows"), ContentFile(
            text.encode("utf-8-sig", "replace"), name="pasted.csv"
        )


class MappingForm(forms.Form):
    """What each column holds."""

    has_header = forms.BooleanField(label=_("The first row holds the names of the columns"), required=False)
    month_first = forms.BooleanField(label=_("Days are written with the month first, like 12/31/2026"), required=False)

    def __init__(self, *args: Any, job: ImportJob, samples: list[list[str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.job, self.importer = job, registry.importer_of(job.what)
        choices = _grouped(self.importer.fields())
        self.initial.update(has_header=bool(job.header_row), month_first=job.month_first)
        self.columns = []
        mapping = [*job.mapping, *[""] * len(job.headers)]
        for index, header in enumerate(job.headers):
            name = f"{COLUMN}{index}"
            self.fields[name] = forms.ChoiceField(label=header, choices=choices, required=False, initial=mapping[index])
            values = [row[index] for row in samples if row[index]]
            self.columns.append((self[name], list(dict.fromkeys(values))[:3]))
        for choice in self.importer.choices:
            self.fields[choice.field] = forms.ChoiceField(
                label=choice.label,
                choices=choice.options,
                required=False,
                initial=job.choices.get(choice.field, ""),
                help_text=choice.help,
            )
        self.for_all_rows = [self[choice.field] for choice in self.importer.choices]

    def clean(self) -> dict[str, Any]:
        super().clean()
        labels = {field.key: f"{field.group}: {field.label}" for field in self.importer.fields()}
        seen: dict[str, str] = {}
        for index, header in enumerate(self.job.headers):
            field = self.cleaned_data.get(f"{COLUMN}{index}", "")
            if field and field in seen:
                said = _("“%(field)s” is taken by the column “%(column)s” already. Choose one of the two.")
                self.add_error(f"{COLUMN}{index}", said % {"field": labels[field], "column": seen[field]})
            seen.setdefault(field, header)
        missing = self.importer.required(list(seen))
        if missing and not self.errors:
            names = ", ".join(map(str, missing))
            raise ValidationError(_("Say which column holds at least one of: %(names)s.") % {"names": names})
        return self.cleaned_data

    def mapping(self) -> list[str]:
        """Return the field of each column, in order."""
        return [self.cleaned_data.get(f"{COLUMN}{index}", "") for index in range(len(self.job.headers))]

    def choices(self) -> dict[str, str]:
        """Return what holds for all rows, by field."""
        chosen = {choice.field: self.cleaned_data[choice.field] for choice in self.importer.choices}
        return {field: value for field, value in chosen.items() if value}


def _grouped(fields: list[registry.Field]) -> list[tuple[Any, Any]]:
    """Return the choices of a column; a closed list shows no group, so what two groups have in common names its own."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    times = Counter(str(field.label) for field in fields)
    for field in fields:
        label = f"{field.label} ({field.group})" if times[str(field.label)] > 1 else field.label
        groups.setdefault(str(field.group), []).append((field.key, label))
    return [("", _("– leave out –")), *groups.items()]
