"""Screens of rules, distributions, pay."""
