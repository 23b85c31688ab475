"""What people do with the books."""

from maille.ledger.actions.books import account_for, post, reverse

__all__ = ["account_for", "post", "reverse"]
