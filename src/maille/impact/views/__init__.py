"""Screens of the report."""
