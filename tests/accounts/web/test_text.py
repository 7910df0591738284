"""What a one-line field may hold."""

import pytest
from django import forms

from accounts.web.text import OneLineFields


class Form(OneLineFields, forms.Form):
    name = forms.CharField(max_length=20)
    note = forms.CharField(widget=forms.Textarea, required=False)


@pytest.mark.parametrize(
    "text",
    ["Anna", "  Anna ", "Їжак 🙂", "مها", "a\u202eb", "e" + "\u0301" * 10, "{{7*7}}", "'\"--", "a\u200bb", "👩‍👩‍👧"],
)
def test_honest_text_is_kept(text):
    form = Form({"name": text})

    assert form.is_valid()
    assert form.cleaned_data["name"] == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a\nb",
        "a\rb",
        "a\x0bb",
        "a\x85b",
        "a\u2028b",
        "a\u2029b",
        "a\x00b",
        "a\x1bb",
        "\u200b",
        "\u200e\ufeff",
        "x" * 21,
    ],
)
def test_everything_else_is_refused(text):
    assert "name" in Form({"name": text}).errors


def test_text_areas_have_lines():
    assert Form({"name": "Anna", "note": "one\ntwo"}).is_valid()
