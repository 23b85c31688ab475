"""Statements on paper."""
