"""A KPA's own choices."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.network.access import may_decide
from maille.network.actions.saving import locked, save_checked
from maille.network.models import KpaChoices, Organisation
from maille.network.rules import words
from maille.network.rules.choices import Choices, own, problems
from maille.network.rules.pieces import CHOSEN
from maille.network.rules.roles import Actor
from maille.network.rules.stages import STAGE_NAMES, ContractKind

COMMON_WORDS = {key: word.one for key, word in words.WORDS.items()}
COMMON_STAGES = {key.value: name for key, name in STAGE_NAMES.items()}


def choices_of(kpa: Organisation) -> KpaChoices:
    """The KPA's choices; the common ones, not stored yet, when it never made any (version 0)."""
    return KpaChoices.objects.filter(kpa=kpa).first() or KpaChoices(kpa=kpa, version=0)


@transaction.atomic
def update_choices(actor: Actor, kpa: Organisation, version: int, wanted: Choices) -> KpaChoices:
    """Write a KPA's own choices, keeping only what differs from the common words.

    ConflictError when somebody else saved meanwhile; ValidationError by field; PermissionDenied when not its own.
    """
    if not may_decide(actor, kpa):
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=kpa.pk)
    KpaChoices.objects.get_or_create(kpa=kpa, defaults={"version": 0})
    choices = locked(KpaChoices.objects.all(), kpa.pk, version, "ces réglages")
    found = problems(wanted)
    if found:
        raise ValidationError(found)
    choices.publics = " ".join(wanted.publics.split())
    choices.minimum_age, choices.maximum_age = wanted.minimum_age, wanted.maximum_age
    choices.maximum_months = wanted.maximum_months
    choices.contract_kinds = [kind.value for kind in ContractKind if kind in wanted.contract_kinds]
    choices.stage_names = own(wanted.stage_names, COMMON_STAGES)
    choices.vocabulary = own(wanted.vocabulary, COMMON_WORDS)
    choices.required_pieces = [kind.value for kind in CHOSEN if kind.value in wanted.required_pieces]
    choices.controller = wanted.controller
    choices.version += 1
    save_checked(choices, exclude={"stage_names", "vocabulary", "contract_kinds"})
    return choices
