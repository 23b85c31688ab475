"""Who may read and write accounts: each docstring is the sentence a member would say."""

from maille.ledger.models import Account
from maille.network.rules.roles import Actor, Role


def may_read_books(actor: Actor, kpa_id: int) -> bool:
    """I read every account of the KPAs whose files I open."""
    return actor.everything or kpa_id in actor.files


def is_own(actor: Actor, account: Account) -> bool:
    """I read my own account. Load its participant's person."""
    held = account.participant
    if actor.user_id is None or held is None:
        return False
    return held.user_id == actor.user_id or (held.person is not None and held.person.user_id == actor.user_id)


def may_write_books(actor: Actor, kpa_id: int) -> bool:
    """I write opening balances and transfers in the KPAs where I may write."""
    return actor.everything or kpa_id in actor.writes


def is_of_the_host(actor: Actor) -> bool:
    """I move the host's money when I am its referent. Its accounts are of KPAs where I may write."""
    return actor.everything or actor.role == Role.HOST_REFERENT
