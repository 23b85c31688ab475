"""On the phone: three fields, one tap, what I gave this month, what the group confirmed; one's own lines alone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maille.activities.models import Contribution
from maille.identity.models import User
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, TODAY, D, buffet, given, ready, role, signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MINE = "/mes-heures/"


@pytest.fixture(autouse=True)
def that_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Monday after the buffet."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def amina(cast: Cast) -> Client:
    """Her phone."""
    return signed_in(told.account(cast.amina, cast.kpa))


def read(client: Client, address: str = MINE) -> str:
    return " ".join(client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


def typed(cast: Cast, **more: object) -> dict[str, object]:
    return {"day": "2026-06-13", "duration": "", "usual": "", "role": role(cast.kpa).pk, "job": "", **more}


def test_on_a_job_it_is_to_be_paid(cast: Cast, amina: Client) -> None:
    ready(cast.amina_journey)
    job, idea = buffet(cast.kpa), buffet(cast.kpa, title="Une idée", state="idea")
    page = read(amina)
    assert job.title in page
    assert idea.title not in page
    assert 'value="420"' in page, "7 h, a quick choice"
    amina.post(MINE, typed(cast, usual="420", job=job.pk))
    line = Contribution.objects.get()
    assert (line.minutes, line.paid, line.job, line.on_behalf) == (420, True, job, False)
    amina.post(MINE, typed(cast, usual="420", duration="1 h 20", job=""))
    assert Contribution.objects.filter(paid=False, minutes=80).exists(), "what is typed wins"
    page = read(amina)
    assert "Vous avez donné <strong>8 h 20</strong> : 7 h à rémunérer, 1 h 20 bénévoles." in page
    assert 'value="80"' in page, "her last durations are proposed"


def test_a_budget_opened_long_ago_takes_hours_while_it_lasts(cast: Cast, amina: Client) -> None:
    year = {"kind": "budget", "state": "planned", "starts_on": D(2026, 1, 1)}
    lasting = buffet(cast.kpa, title="Budget de l'année", ends_on=D(2026, 12, 31), **year)
    over = buffet(cast.kpa, title="Budget de l'hiver", ends_on=D(2026, 3, 31), **year)
    jobs = amina.get(MINE).context["form"].fields["job"].choices
    assert str(lasting.pk) in dict(jobs)
    assert str(over.pk) not in dict(jobs)


def test_correcting_on_the_phone_changes_nothing_else(cast: Cast, amina: Client) -> None:
    """An unpaid line with a word and points, written at the desk by herself, keeps them."""
    job, user = buffet(cast.kpa), User.objects.get(email="amina@exemple.fr")
    line = given(ready(cast.amina_journey), job=job, paid=False, points=3, note="un mot", entered_by=user)
    amina.post(f"{MINE}{line.pk}/corriger/", typed(cast, duration="1 h", job=job.pk))
    new = Contribution.objects.standing().get()
    assert (new.minutes, new.paid, new.points, new.note) == (60, False, 3, "un mot")
    amina.post(f"{MINE}{new.pk}/corriger/", typed(cast, duration="1 h", job=""))
    assert not Contribution.objects.standing().get().paid


def test_sent_twice_written_once(cast: Cast, amina: Client) -> None:
    ready(cast.amina_journey)
    form = typed(cast, duration="2 h", key="abcdef")
    for _ in range(2):
        amina.post(MINE, form)
    assert Contribution.objects.count() == 1
    assert "déjà noté" in read(amina)


def test_what_waited_for_the_network_is_answered_in_words(cast: Cast, amina: Client) -> None:
    form, kept = typed(cast, duration="2 h", key="abcdef"), {"X-Maille-Later": "kept"}
    refused = amina.post(MINE, form, headers=kept)
    assert refused.status_code == 422
    assert "Vous devez signer un contrat." in refused.json()["why"][0]
    ready(cast.amina_journey)
    written = amina.post(MINE, form, headers=kept).json()
    assert written["said"] == ["C'est noté : 2\u00a0h de cuisine, le 13/06/2026."]
    assert "déjà noté" in amina.post(MINE, form, headers=kept).json()["said"][0]
    assert Contribution.objects.count() == 1
    assert "C'est noté" not in read(amina), "said once, where it was asked"


def test_my_shift_in_one_tap(cast: Cast, amina: Client) -> None:
    held = told.shift(buffet(cast.kpa), role(cast.kpa))
    mine, hers = told.signed(held, ready(cast.amina_journey)), told.signed(held, ready(cast.lea_journey))
    assert read(amina).count("Noter 6 h de cuisine") == 1
    assert amina.post(f"{MINE}inscriptions/{hers.pk}/").status_code == 404
    for _ in range(2):
        assert amina.post(f"{MINE}inscriptions/{mine.pk}/").status_code == 302
    assert Contribution.objects.get().participant.person == cast.amina
    assert "Noter 6 h de cuisine" not in read(amina)


def test_mine_until_confirmed_then_read_only(cast: Cast, amina: Client) -> None:
    mine = ready(cast.amina_journey)
    amina.post(MINE, typed(cast, duration="2 h"))
    line = Contribution.objects.get()
    assert "à confirmer" in read(amina)
    page = f"{MINE}{line.pk}/corriger/"
    assert amina.post(page, typed(cast, duration="3 h")).status_code == 302
    new = Contribution.objects.standing().get()
    assert (new.minutes, new.replaces) == (180, line)
    new.confirmed_at = NOW
    new.save()
    page = read(amina)
    assert "confirmée" in page
    assert "Corrigée : avant, 2 h" in page
    assert "Le groupe a confirmé" in read(amina, f"{MINE}{new.pk}/corriger/")
    amina.post(f"{MINE}{new.pk}/retirer/")
    assert Contribution.objects.standing().count() == 1
    other = given(mine, on_behalf=True, entered_by=cast.fanny)
    assert "Saisi par Fanny pour Amina" in read(amina)
    assert "Quelqu'un a écrit cette ligne pour vous" in read(amina, f"{MINE}{other.pk}/corriger/")
    back = given(mine, minutes=5)
    amina.post(f"{MINE}{back.pk}/retirer/")
    assert Contribution.objects.standing().filter(pk=back.pk).exists(), "nobody's entry but hers"


def test_what_was_written_for_me_is_contested_and_the_desk_reads_it(cast: Cast, amina: Client) -> None:
    line = given(ready(cast.amina_journey), on_behalf=True, entered_by=cast.fanny, job=buffet(cast.kpa))
    reply = reverse("journeys:my_reply", args=["work", line.pk])
    assert f'href="{reply}?je=conteste"' in read(amina)
    amina.post(reply, {"kind": "contest", "text": "J'ai fini à midi."})
    assert "Contesté par Amina" in read(amina)
    assert "J&#x27;ai fini à midi." in read(signed_in(cast.fanny), f"/prestations/{line.job_id}/heures/")
    assert "J&#x27;ai fini à midi." in read(signed_in(cast.fanny), "/heures/")


def test_nobody_elses(cast: Cast, amina: Client) -> None:
    hers = given(ready(cast.lea_journey), minutes=333)
    assert "5 h 33" not in read(amina)
    for verb in ("corriger", "retirer"):
        assert amina.post(f"{MINE}{hers.pk}/{verb}/").status_code == 404
    hers.refresh_from_db()
    assert hers.withdrawn_at is None


def test_the_month_before(cast: Cast, amina: Client) -> None:
    mine = ready(cast.amina_journey)
    given(mine, minutes=90, day=told.D(2026, 5, 30))
    assert "pas encore noté d'heures ici" in read(amina)
    assert "1 h 30" in read(amina, f"{MINE}?mois=2026-05")


def test_without_any_journey(cast: Cast) -> None:
    nobody = told.Person.objects.create(first_name="Zoé", last_name="Roux", birth_date=told.D(1990, 1, 1))
    phone = signed_in(told.account(nobody, cast.kpa))
    assert "pas encore de parcours" in read(phone)
    assert "pas encore de parcours" in read(phone, f"{MINE}frais/")


def test_queries_do_not_grow(cast: Cast, amina: Client) -> None:
    mine, counts = ready(cast.amina_journey), []
    for number in (3, 27):
        for rank in range(number):
            given(mine, minutes=rank + 1, job=buffet(cast.kpa, title=f"Buffet {number} {rank}"))
        amina.get(MINE)
        with CaptureQueriesContext(connection) as seen:
            amina.get(MINE)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 30
