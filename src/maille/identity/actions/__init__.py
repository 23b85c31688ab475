"""What somebody does with their own account, and what leaves to people."""

from maille.identity.actions.accounts import close_every_session, rename_user
from maille.identity.actions.messages import masked, send_message

__all__ = ["close_every_session", "masked", "rename_user", "send_message"]
