"""Signing in without e-mail."""
