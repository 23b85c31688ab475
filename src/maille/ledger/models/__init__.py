"""Accounts, postings and transfers."""

from maille.ledger.models.books import Account, Posting, PostingWords, Transfer, balance_of, balances_of, held

__all__ = ["Account", "Posting", "PostingWords", "Transfer", "balance_of", "balances_of", "held"]
