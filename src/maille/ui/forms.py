"""Forms rendered by the design system."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Labels above, help below, errors in words beside the field."""
