"""What is written about me, or for me, I read, I complete, I contest; the team answers; my words stay beside."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from maille.identity.models import User, log_access
from maille.journeys.actions.notes import withdraw_note
from maille.journeys.actions.replies import answer_reply, reply
from maille.journeys.models import Goal, Note, Piece, Reply
from maille.journeys.models.behalf import KIND_OF, KINDS, written_for
from maille.journeys.models.entered import Entered
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.help import TODAY, acting
from tests.journeys.notes.help import NOW, note

WORDS = "J'avais prévenu par téléphone."


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the cast lives."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)


@pytest.fixture
def amina(cast: Cast) -> User:
    """Her account."""
    cast.amina.user = member("Amina", cast.kpa, Role.COOPERANT)
    cast.amina.save()
    return cast.amina.user


def goal(cast: Cast, number: int = 0, **more: Any) -> Goal:
    """A goal of hers written by Fanny."""
    given = {"on_behalf": True, "entered_by": cast.fanny, "entered_at": NOW, **more}
    return Goal.objects.create(journey=cast.amina_journey, text=f"But {number}", set_on=TODAY, **given)


def test_she_reads_what_is_shared_and_nothing_else(client: Client, cast: Cast, amina: User) -> None:
    for visibility in ("author", "team", "host", "shared"):
        note(cast.amina_journey, cast.fanny, visibility, f"Note {visibility}.")
    note(cast.lea_journey, cast.fanny, "shared", "De Léa.")
    client.force_login(amina)
    shown = client.get(reverse("journeys:my_notes")).content.decode()
    assert "Note shared." in shown
    for hidden in ("Note author.", "Note team.", "Note host.", "De Léa."):
        assert hidden not in shown


def test_a_contest_goes_to_the_team_and_its_answer_comes_back(client: Client, cast: Cast, amina: User) -> None:
    written = note(cast.amina_journey, cast.fanny, text="Absente le 3.")
    client.force_login(amina)
    client.post(reverse("journeys:my_reply", args=["note", written.pk]), {"kind": "contest", "text": WORDS})
    assert "pas encore arrivée" in client.get(reverse("journeys:my_notes")).content.decode()
    client.force_login(cast.fanny)
    assert "Réponses à traiter" in client.get(reverse("journeys:week")).content.decode()
    page = client.get(reverse("journeys:notes", args=[cast.amina_journey.pk])).content.decode()
    assert "Contesté par Amina le" in page
    address = reverse("journeys:answer", args=[Reply.objects.get().pk])
    assert "Dites si vous corrigez" in client.post(address, {"answer": "Oui."}).content.decode()
    client.post(address, {"upheld": "oui", "answer": "L'appel est noté."})
    assert "Réponses à traiter" not in client.get(reverse("journeys:week")).content.decode()
    page = client.get(reverse("journeys:notes", args=[cast.amina_journey.pk])).content.decode()
    assert "Corrigé par Fanny" in page
    client.force_login(amina)
    assert "c'est corrigé" in client.get(reverse("journeys:my_notes")).content.decode()


def test_it_is_answered_once(cast: Cast, amina: User) -> None:
    written = note(cast.amina_journey, cast.fanny)
    asked = reply(acting(amina), cast.amina.pk, "note", written.pk, "contest", WORDS, NOW)
    with pytest.raises(ValidationError, match="déjà contestée"):
        reply(acting(amina), cast.amina.pk, "note", written.pk, "contest", WORDS, NOW)
    answer_reply(acting(cast.fanny), asked.pk, "Maintenu : vu le 3.", NOW, upheld=False)
    with pytest.raises(ValidationError, match="déjà répondu"):
        answer_reply(acting(cast.karim), asked.pk, "Non.", NOW, upheld=True)
    assert reply(acting(amina), cast.amina.pk, "note", written.pk, "contest", "Encore.", NOW)


def test_without_an_account_somebody_writes_it_for_her(client: Client, cast: Cast) -> None:
    written = note(cast.amina_journey, cast.fanny, text="Absente le 3.")
    client.force_login(cast.fanny)
    address = reverse("journeys:reply_for", args=[cast.amina_journey.pk, "note", written.pk])
    client.post(address, {"kind": "contest", "text": WORDS})
    said = Reply.objects.get()
    assert (said.on_behalf, said.entered_by, said.kpa) == (True, cast.fanny, cast.kpa)
    shown = client.get(reverse("journeys:behalf", args=[cast.amina_journey.pk])).content.decode()
    assert "Saisi par Fanny pour Amina" in shown


def test_what_was_written_for_her_is_listed_whatever_it_is(client: Client, cast: Cast, amina: User) -> None:
    goal(cast)
    goal(cast, 7, on_behalf=False)
    Piece.objects.create(
        person=cast.amina, kpa=cast.kpa, kind="identity", given_on=TODAY, entered_by=cast.karim, entered_at=NOW,
        on_behalf=True,
    )  # fmt: skip
    client.force_login(amina)
    shown = client.get(reverse("journeys:my_behalf")).content.decode()
    assert "But 0" in shown
    assert "Saisi par Fanny pour vous" in shown
    assert "Saisi par Karim pour vous" in shown
    assert "But 7" not in shown
    client.post(reverse("journeys:my_reply", args=["goal", Goal.objects.get(text="But 0").pk]),
                {"kind": "contest", "text": "Ce n'est pas mon but."})  # fmt: skip
    assert "Ce n&#x27;est pas mon but." in client.get(reverse("journeys:my_behalf")).content.decode()


def concrete(model: type[Any]) -> Iterator[type[Any]]:
    """Every stored model below this one."""
    for each in model.__subclasses__():
        yield from concrete(each)
        if not each._meta.abstract:
            yield each


def test_every_record_that_may_be_written_for_somebody_is_known() -> None:
    told_otherwise = {
        *("Handover", "Workshop", "InsuranceSheet"),
        *("Job", "JobStep", "JobCarrier", "ShiftVersion"),  # the group's
        "PlannedWork",  # a promise the group plans, told in her file
        *("Decision", "RuleDraft", "RuleVersion", "Distribution", "HostScale"),  # the group's rule
        *("Receipt", "Payslip", "PayCalendar", "FeeRule", "FeeWaiver", "DebtorAccount"),  # the host's
    }
    kinds = {each.__name__ for each in concrete(Entered) if not each.__name__.startswith("Historical")}
    assert kinds - {kind.model.__name__ for kind in KINDS} <= told_otherwise
    assert set(KIND_OF) <= set(Reply.Subject.values)


def test_pages_follow_each_other_and_cost_the_same(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(45):
        goal(cast, number, entered_at=NOW + datetime.timedelta(minutes=number // 2))
    for number in range(10):
        written = note(cast.amina_journey, cast.fanny)
        reply(acting(cast.fanny), cast.amina.pk, "note", written.pk, "version", f"Dit {number}.", NOW)
    seen, after = [], ""
    while True:
        with django_assert_max_num_queries(8):
            page = written_for(cast.amina, after)
        seen += [(each.subject, each.record.pk) for each in page.rows]
        if not page.next_query:
            break
        after = page.next_query.partition("=")[2]
    assert len(seen) == len(set(seen)) == 55
    when = [KIND_OF[subject].model._default_manager.get(pk=pk).entered_at for subject, pk in seen]  # type: ignore[attr-defined]
    assert when == sorted(when, reverse=True)


def test_the_log_says_who_in_which_role_and_what(client: Client, cast: Cast, amina: User) -> None:
    place = cast.karim.memberships.get()
    log_access(at=NOW, user_id=cast.karim.pk, membership_id=place.pk, kind="person", ids=[cast.amina.pk], what="export")
    log_access(at=NOW, user_id=cast.karim.pk, membership_id=place.pk, kind="person", ids=[cast.lea.pk], what="fiche")
    client.force_login(amina)
    shown = client.get(reverse("journeys:my_reads")).content.decode()
    assert "Référent·e de la structure de portage, Optéos" in shown
    assert "vos données dans un export" in shown
    assert shown.count("Karim") == 1


def test_nobody_answers_for_another(client: Client, cast: Cast, amina: User) -> None:
    hers = note(cast.amina_journey, cast.fanny)
    secret = note(cast.amina_journey, cast.fanny, "team")
    another = note(cast.lea_journey, cast.fanny)
    client.force_login(amina)
    for written in (secret, another):
        assert client.get(reverse("journeys:my_reply", args=["note", written.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            reply(acting(amina), cast.amina.pk, "note", written.pk, "contest", WORDS, NOW)
    assert client.get(reverse("journeys:my_reply", args=["goal", goal(cast, on_behalf=False).pk])).status_code == 404
    for subject in ("handover", "n'importe", "other"):
        assert client.get(f"/mon-parcours/repondre/{subject}/1/").status_code == 404
    with pytest.raises(PermissionDenied):
        reply(acting(cast.charlie), cast.amina.pk, "note", hers.pk, "contest", WORDS, NOW)
    asked = reply(acting(amina), cast.amina.pk, "note", hers.pk, "contest", WORDS, NOW)
    with pytest.raises(Reply.DoesNotExist):
        answer_reply(acting(cast.charlie), asked.pk, "À moi.", NOW, upheld=True)
    client.force_login(cast.charlie)
    assert client.get(reverse("journeys:answer", args=[asked.pk])).status_code == 404
    assert "Amina" not in client.get(reverse("journeys:replies")).content.decode()


def test_a_contest_of_a_note_withdrawn_since_is_still_answered(client: Client, cast: Cast, amina: User) -> None:
    written = note(cast.amina_journey, cast.fanny)
    asked = reply(acting(amina), cast.amina.pk, "note", written.pk, "contest", WORDS, NOW)
    withdraw_note(acting(cast.fanny), written.pk, 1, "À sa demande", NOW)
    assert Note.objects.get().withdrawn_at
    client.force_login(cast.fanny)
    assert "J&#x27;avais prévenu" in client.get(reverse("journeys:answer", args=[asked.pk])).content.decode()
    answer_reply(acting(cast.fanny), asked.pk, "Note retirée.", NOW, upheld=True)
