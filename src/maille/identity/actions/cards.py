"""Cards and codes read out: make, choose the secret code, use, revoke.

Whoever calls the makers has checked that the actor may give this person access (journeys.actions.cards).
"""

import datetime
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from maille.identity.models import Card, SpokenCode, Tries, User
from maille.identity.models.cards import keyed_hash
from maille.identity.rules import codes, pins, rest

SPOKEN_LASTS = datetime.timedelta(minutes=10)


class WrongError(Exception):
    """Unknown card, wrong secret code, used or stale code: all one answer; `left` tries remain before a rest."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class RestingError(Exception):
    """Too many wrong tries: `rest` remains."""

    def __init__(self, remains: datetime.timedelta) -> None:
        super().__init__()
        self.remains = remains


def new_card_code() -> str:
    """Sixty bits, drawn by the system."""
    return "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.CARD_LENGTH))


def pepper(pin: str, user_id: int) -> str:
    """What is given to the slow hasher: four digits alone would be found in a second by who steals the database."""
    return keyed_hash("pin", f"{user_id}:{pin}")


@transaction.atomic
def make_card(user: User, *, by_id: int | None, now: datetime.datetime, code: str = "") -> tuple[Card, str]:
    """A new card and its code, told this once; the former card stops working.

    It opens nothing before `choose_pin`. `code` is for the demonstration alone.
    """
    User.objects.select_for_update().get(pk=user.pk)
    revoke_cards(user, by_id=by_id, now=now)
    code = codes.normal(code) or new_card_code()
    card = Card.objects.create(user=user, code_hash=keyed_hash("card", code), made_at=now, made_by_id=by_id)
    Tries.objects.filter(code_hash=card.code_hash).delete()
    return card, code


@transaction.atomic
def choose_pin(
    card_id: int, pin: str, *, now: datetime.datetime, with_id: int | None = None, birth: datetime.date | None = None
) -> Card:
    """The holder's secret code for her card; ValidationError on `pin` when it is too easily guessed.

    `with_id` says on whose device she typed it, none when it was her own; somebody else's serves only once.
    """
    if problem := pins.problem_with(pin, birth):
        raise ValidationError({"pin": problem})
    card = Card.objects.select_for_update().get(pk=card_id)
    if card.revoked_at:
        raise ValidationError("Cette carte ne sert plus. Demandez-en une autre.")
    if with_id is not None and card.pin_hash:
        raise ValidationError("Le code secret est déjà choisi. Pour en changer, faites une autre carte.")
    card.pin_hash = make_password(pepper(pin, card.user_id))
    card.pin_chosen_at, card.pin_chosen_with_id = now, with_id
    card.save(update_fields=["pin_hash", "pin_chosen_at", "pin_chosen_with"])
    return card


@transaction.atomic
def revoke_cards(user: User, *, by_id: int | None, now: datetime.datetime) -> bool:
    """The person's card opens nothing from now on; whether there was one. Its open sessions: `identity.sessions`."""
    live = Card.objects.filter(user=user, revoked_at__isnull=True)
    return live.update(revoked_at=now, revoked_by=by_id) > 0


def use_card(typed: str, pin: str, now: datetime.datetime) -> Card:
    """The card of who knows both codes. WrongError or RestingError otherwise, the same for a card that does not exist.

    The try is counted before the secret code is looked at, so that a hundred tries at once count as a hundred; the slow
    comparison is made outside of the transaction, which SQLite gives to one writer at a time.
    """
    code_hash = keyed_hash("card", codes.normal(typed))
    left = count_try(code_hash, now)
    card = Card.objects.filter(code_hash=code_hash, revoked_at__isnull=True).select_related("user").first()
    usable = card is not None and card.pin_hash and card.user.is_active
    if not usable:
        make_password(pepper(pin, 0))  # as slow as the comparison of a real one
        raise WrongError(left)
    assert card is not None  # noqa: S101 - `usable` says so; tells the type checker
    if not check_password(pepper(codes.digits(pin), card.user_id), card.pin_hash):
        raise WrongError(left)
    Tries.objects.filter(code_hash=code_hash).delete()
    card.last_used_at = now
    card.save(update_fields=["last_used_at"])
    return card


@transaction.atomic
def count_try(code_hash: str, now: datetime.datetime) -> int:
    """Count one more try as wrong, and say how many remain before a rest; RestingError during a rest."""
    Tries.objects.get_or_create(code_hash=code_hash, defaults={"last_at": now})
    tries = Tries.objects.select_for_update().get(code_hash=code_hash)
    if tries.rests_until and now < tries.rests_until:
        raise RestingError(tries.rests_until - now)
    if now - tries.last_at > rest.FORGET:
        tries.failures = 0
    tries.failures += 1
    pause = rest.rest_after(tries.failures)
    tries.rests_until, tries.last_at = (now + pause if pause else None), now
    tries.save(update_fields=["failures", "rests_until", "last_at"])
    return 0 if pause else rest.tries_left(tries.failures)


@transaction.atomic
def make_spoken_code(user: User, *, by_id: int, now: datetime.datetime) -> tuple[SpokenCode, str]:
    """Eight digits to read out now; a former code not used yet stops working."""
    SpokenCode.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    close_stale_codes(now)
    for _ in range(5):
        code = "".join(secrets.choice("0123456789") for _ in range(codes.SPOKEN_LENGTH))
        try:
            with transaction.atomic():
                return SpokenCode.objects.create(
                    user=user,
                    code_hash=keyed_hash("spoken", code),
                    made_at=now,
                    made_by_id=by_id,
                    expires_at=now + SPOKEN_LASTS,
                ), code
        except IntegrityError:
            continue
    raise ValidationError("Aucun code libre. Recommencez dans une minute.")


@transaction.atomic
def use_spoken_code(typed: str, now: datetime.datetime) -> SpokenCode:
    """The code somebody was read, used up by this; WrongError when it is unknown, used or stale."""
    waiting = Q(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)
    code_hash = keyed_hash("spoken", codes.digits(typed))
    found = SpokenCode.objects.select_for_update(of=("self",)).select_related("user")
    spoken = found.filter(waiting, code_hash=code_hash).first()
    if spoken is None:
        raise WrongError(0)
    spoken.used_at = now
    spoken.save(update_fields=["used_at"])
    return spoken


@transaction.atomic
def revoke_spoken_codes(user: User, now: datetime.datetime) -> None:
    """Codes read out and not used yet stop working."""
    SpokenCode.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)


def close_stale_codes(now: datetime.datetime) -> int:
    """Close the codes nobody used in time: until then their digits are taken; how many."""
    stale = SpokenCode.objects.filter(expires_at__lte=now, used_at__isnull=True, revoked_at__isnull=True)
    return stale.update(revoked_at=now)


def forget_old_tries(now: datetime.datetime) -> int:
    """Drop what the rests no longer need; how many were dropped."""
    return Tries.objects.filter(last_at__lt=now - rest.FORGET).delete()[0]
