"""Forms rendered by the design system."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Labels above, help below, errors in words beside the field."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/components/field.html"
