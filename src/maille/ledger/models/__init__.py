"""Accounts, postings and transfers."""

from maille.ledger.models.books import Account, Posting, Transfer, balance_of, balances_of

__all__ = ["Account", "Posting", "Transfer", "balance_of", "balances_of"]
