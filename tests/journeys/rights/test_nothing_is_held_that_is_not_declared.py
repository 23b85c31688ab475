"""Every record that reaches a person is declared: told to her, and emptied when she is anonymised."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from maille.identity.models import User
from maille.journeys.actions.rights.contacts import CONTACTS, NO_CONTACT
from maille.journeys.actions.rights.holdings import DELETE, EXCEPTIONS, HOLDINGS
from maille.journeys.models import Journey, Person, StoredFile

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
ELSEWHERE: dict[str, str] = {
    "journeys.Orientation.partner_name": "vidé à part : une orientation va vers un partenaire ou un nom",
}
"""Texts that forgetting.anonymise empties by itself, by a rule the table cannot say."""


def all_models() -> Iterator[type[models.Model]]:
    yield from (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)


def reaching(target: type[models.Model]) -> Iterator[models.Field]:  # type: ignore[type-arg]
    """Foreign keys to this model, its history's included."""
    for model in all_models():
        for field in model._meta.concrete_fields:
            if field.related_model is target:
                yield field


def test_whatever_points_to_a_person_is_declared() -> None:
    declared = {(holding.model, holding.path.split("__")[0]) for holding in HOLDINGS}
    held = {holding.model for holding in HOLDINGS if holding.model is not User}
    undeclared = []
    for target in [Person, *sorted(held - {Person}, key=lambda each: each.__name__)]:
        for field in reaching(target):
            label = f"{field.model._meta.label}.{field.name}"
            known = (field.model, field.name) in declared or label in EXCEPTIONS
            if not known and not (target is not Person and field.model in held):
                undeclared.append(label)
    assert undeclared == [], "à déclarer dans actions/rights/holdings.py (HOLDINGS, ou EXCEPTIONS avec la raison)"


def test_whatever_belongs_to_an_account_is_declared() -> None:
    elsewhere = {
        "identity.Access.user": "who read what: the log keeps the account, which no longer names anybody",
        "identity.User_groups.user": "no group is used",
        "identity.User_user_permissions.user": "no permission is used",
        "journeys.Referent.user": "somebody who works here",
        "journeys.Opening.user": "a partner",
        "journeys.Recognition.user": "somebody who works here",
        "journeys.Signature.user": "goes with the document",
        "journeys.SigningCode.user": "goes with the document",
        "journeys.PersonAccess.user": "declared by its person",
        "journeys.Person.user": "the file itself",
        "journeys.HistoricalPerson.user": "the file itself",
    }
    declared = {(holding.model, holding.path.split("__")[0]) for holding in HOLDINGS}
    own = [field for field in reaching(User) if field.name == "user" and (field.model, "user") not in declared]
    assert {f"{field.model._meta.label}.{field.name}" for field in own} == set(elsewhere)


def test_exceptions_are_still_there() -> None:
    every = {
        f"{field.model._meta.label}.{field.name}" for model in all_models() for field in model._meta.concrete_fields
    }
    assert set(EXCEPTIONS) - every == {"journeys.PersonWord.person"}  # a table the database keeps by itself
    assert all(len(reason) > 10 for reason in EXCEPTIONS.values())


def test_each_text_is_emptied_or_said_harmless() -> None:
    left = []
    for holding in HOLDINGS:
        if holding.forget in (None, DELETE):
            continue
        assert isinstance(holding.forget, dict)
        for field in holding.model._meta.concrete_fields:
            label = f"{holding.model._meta.label}.{field.name}"
            free = isinstance(field, TEXTS) and not field.choices and field.name not in holding.harmless
            if free and field.name not in holding.forget and label not in ELSEWHERE:
                left.append(label)
            assert field.related_model is not StoredFile or field.name in holding.forget, label
    assert left == []


def test_whoever_is_forgotten_by_a_function_of_its_own_is_known() -> None:
    by_hand = {holding.model._meta.label for holding in HOLDINGS if holding.forget is None}
    assert by_hand == {
        *("journeys.Person", "journeys.HistoricalPerson", "journeys.PersonAccess"),
        *("identity.User", "network.Membership", "network.Invitation"),
    }


def test_every_dated_record_of_a_journey_is_a_contact_or_not_by_decision() -> None:
    told = {contact.model for contact in CONTACTS} | set(NO_CONTACT)
    hanging = {field.model for field in reaching(Journey) if not hasattr(field.model, "history_type")}
    assert {model._meta.label for model in hanging - told} == set()
