"""Screens of people and journeys."""
