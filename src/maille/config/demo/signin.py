"""Amina's card, so that visitors of the demonstration enter as she does; its codes are shown to everybody."""

import datetime

from django.utils import timezone

from maille.identity import actions as identity
from maille.identity.demo import AMINA_CARD, AMINA_PIN
from maille.identity.models import User


def write(day: datetime.date) -> int:
    """Fanny made it ten days ago; how many cards there are."""
    at = timezone.make_aware(datetime.datetime.combine(day - datetime.timedelta(days=10), datetime.time(10)))
    amina, fanny = (User.objects.get(email=f"{key}@exemple.fr") for key in ("amina", "fanny"))
    card, _ = identity.make_card(amina, by_id=fanny.pk, now=at, code=AMINA_CARD)
    identity.choose_pin(card.pk, AMINA_PIN, now=at, with_id=fanny.pk)
    return 1
