"""The design system's tags; built in everywhere, no `{% load %}` needed."""

from django import template

register = template.Library()
