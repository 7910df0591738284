"""How every form looks: label above, error beside its field, one summary on top."""

from django import forms
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Render whole forms and single fields with the product's templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class LongText(forms.Textarea):
    """A text worth keeping: what is typed stays in the browser until the server has it (static/js/behaviours/drafts.js).

    Not for what is confidential or typed at a shared machine: such fields take a plain Textarea. Its view needs @once, which
    tells the browser that the text has arrived.
    """

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"rows": "5", "data-draft": "", **(attrs or {})})
