"""How every form looks: label above, error beside its field, one summary on top."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Render whole forms and single fields with the product's templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
