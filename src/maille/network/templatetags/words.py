"""`{% load words %}`: the words and stage names a KPA chose."""

from django import template

from maille.network.models import KpaChoices, Organisation
from maille.network.rules import words
from maille.network.rules.stages import STAGE_NAMES, StageKind

register = template.Library()


def choices(kpa: Organisation | None) -> KpaChoices | None:
    """The KPA's choices, if any; `select_related("kpa__choices")` saves the query."""
    return getattr(kpa, "choices", None) if kpa is not None else None


@register.simple_tag
def word(key: str, kpa: Organisation | None = None, *, many: bool = False, capital: bool = False) -> str:
    """The KPA's own word, or the common one: `{% word "job" kpa many=True %}`. Never glue an article to it."""
    own = choices(kpa)
    said = words.say(own.vocabulary if own else {}, key, many=many)
    return said[:1].upper() + said[1:] if capital else said


@register.simple_tag
def stage_name(stage: str, kpa: Organisation | None = None) -> str:
    """The KPA's own name of a stage, or the common one: `{% stage_name "explore" kpa %}`."""
    own = choices(kpa)
    return own.stage_name(stage) if own else STAGE_NAMES[StageKind(stage)]
