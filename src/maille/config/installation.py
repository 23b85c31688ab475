"""The first rows of an installation, before anybody can sign in."""

import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction

from maille.identity.models import User
from maille.network.models import Membership, Organisation
from maille.network.models.organisations import Kind
from maille.network.rules.names import fold
from maille.network.rules.roles import Role


@transaction.atomic
def install(network: str, name: str, email: str, today: datetime.date) -> bool:
    """Make the network and its administrator; False when that very pair is already there.

    Raises ValidationError when another network is: one installation serves one network, the screens do the rest.
    """
    key = fold(network)
    existing = Organisation.objects.filter(kind=Kind.NETWORK).order_by("id").first()
    if existing is not None and existing.name_key != key:
        raise ValidationError(f"Cette installation sert déjà le réseau {existing.name}.")
    organisation = existing or Organisation.objects.create(kind=Kind.NETWORK, name=network.strip(), name_key=key)
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    _, made = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=Role.ADMINISTRATOR,
        ended_on=None,
        defaults={"started_on": today},
    )
    return made
