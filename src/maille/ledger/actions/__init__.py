"""What people do with the books."""

from maille.ledger.actions.books import Words, account_for, post, reverse

__all__ = ["Words", "account_for", "post", "reverse"]
