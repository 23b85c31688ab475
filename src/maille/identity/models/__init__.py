"""Who signs in and how, what was read, what was sent."""

from maille.identity.models.cards import Card, SpokenCode, Tries
from maille.identity.models.messages import Message
from maille.identity.models.reads import Access, log_access
from maille.identity.models.users import User, UserManager

__all__ = ["Access", "Card", "Message", "SpokenCode", "Tries", "User", "UserManager", "log_access"]
