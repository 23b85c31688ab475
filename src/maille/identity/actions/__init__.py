"""What somebody does with their own account, ways in, and what leaves to people."""

from maille.identity.actions.accounts import (
    change_email,
    close_every_session,
    forget_second_proofs,
    rename_user,
)
from maille.identity.actions.cards import (
    choose_pin,
    make_card,
    make_spoken_code,
    revoke_cards,
    revoke_spoken_codes,
    use_card,
    use_spoken_code,
)
from maille.identity.actions.messages import masked, send_message

__all__ = [
    "change_email",
    "choose_pin",
    "close_every_session",
    "forget_second_proofs",
    "make_card",
    "make_spoken_code",
    "masked",
    "rename_user",
    "revoke_cards",
    "revoke_spoken_codes",
    "send_message",
    "use_card",
    "use_spoken_code",
]
