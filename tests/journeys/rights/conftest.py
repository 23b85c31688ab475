"""Tests with real transactions empty every table, what migrations wrote included."""

import importlib

import pytest

from maille.journeys.models import KeepingRule

MIGRATION = "maille.journeys.migrations.0017_what_is_kept_and_how_long"


@pytest.fixture
def keeping_rules(db: None) -> None:
    """The durations an installation begins with."""
    from django.apps import apps

    if not KeepingRule.objects.exists():
        importlib.import_module(MIGRATION).seed(apps, None)
