"""What people do with the books."""

from maille.ledger.actions.books import Entry, Words, account_for, post, post_all, reverse

__all__ = ["Entry", "Words", "account_for", "post", "post_all", "reverse"]
