"""What deserves a look stands beside its field before anything is written; « C'est bien ça » writes it."""

import datetime
import html
import re

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from maille.activities.actions import contributions as actions
from maille.activities.actions.asking import ToConfirmError, mark
from maille.activities.models import Contribution, Expense, Participant
from maille.journeys.actions import files
from maille.journeys.actions.rights.retention import sweep_files
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, TODAY, acting, buffet, given, ready, role, signed_in, work
from tests.activities.hours.test_expenses_keep_their_receipt import png
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MINE, SPENT = "/mes-heures/", "/mes-heures/frais/"
SURE = "C'est bien ça, enregistrer"


@pytest.fixture(autouse=True)
def that_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Monday after the buffet."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def amina(cast: Cast) -> Client:
    """Her phone."""
    return signed_in(told.account(cast.amina, cast.kpa))


def text(answer: HttpResponse) -> str:
    """What the page says."""
    page = html.unescape(answer.content.decode()).replace("\u00a0", " ")
    return " ".join(page.split())


def hidden(page: str, name: str) -> str:
    """What a button or a hidden field of this page sends."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def mine(cast: Cast, **more: object) -> dict[str, object]:
    """Typed on the phone."""
    return {"day": "2026-06-13", "duration": "", "usual": "", "role": role(cast.kpa).pk, "job": "", "key": "k", **more}


def desk(cast: Cast, *people: int, **more: object) -> dict[str, object]:
    """Typed at the desk."""
    return {"day": "2026-06-13", "duration": "7 h 30", "job": "", "paid": "oui", "note": "gâteau", "points": "",
            "role": role(cast.kpa).pk, "people": [f"p{pk}" for pk in people], "key": "k", **more}  # fmt: skip


def spent(**more: object) -> dict[str, object]:
    """An expense with its photo."""
    sent = SimpleUploadedFile("mon ticket.png", png(), "image/png")
    return {"cents": "18,90", "what": "farine", "day": "2026-06-13", "shop": "", "job": "", "note": "",
            "receipt": sent, "key": "k", **more}  # fmt: skip


def test_on_the_phone_nothing_is_written_until_it_is_sure(cast: Cast, amina: Client) -> None:
    given(ready(cast.amina_journey), minutes=1400)
    form = mine(cast, duration="2 h")
    page = text(amina.post(MINE, form))
    assert "Rien n'est encore enregistré." in page
    assert "Cela fait 25 h 20 pour vous le 13/06/2026. Une journée a 24 heures : vérifiez." in page
    assert re.search(r'name="duration"[^>]*aria-describedby="id_duration_warning', page), "read with its field"
    assert 'value="2 h"' in page, "nothing lost"
    assert SURE in page
    assert Contribution.objects.count() == 1
    again = text(amina.post(MINE, form))
    assert SURE in again, "the same form says the same"
    answer = amina.post(MINE, {**form, "seen": hidden(page, "seen")}, follow=True)
    assert "C'est noté : 2 h de cuisine" in text(answer)
    assert "Une journée a 24 heures" not in text(answer), "she said so: it is not told again"
    assert Contribution.objects.count() == 2
    amina.post(MINE, {**form, "seen": hidden(page, "seen")})
    assert Contribution.objects.count() == 2, "sent twice, written once"


def test_another_warning_is_asked_again(cast: Cast, amina: Client) -> None:
    given(ready(cast.amina_journey), minutes=1400)
    seen = hidden(text(amina.post(MINE, mine(cast, duration="2 h"))), "seen")
    page = text(amina.post(MINE, mine(cast, duration="3 h", seen=seen)))
    assert "Cela fait 26 h 20" in page
    assert Contribution.objects.count() == 1
    page = text(amina.post(MINE, mine(cast, duration="30 min", seen=seen), follow=True))
    assert "C'est noté : 30 min" in page, "put right, it has nothing to ask"


def test_two_jobs_at_once_are_asked_beside_the_job(cast: Cast, amina: Client) -> None:
    one, other = buffet(cast.kpa), buffet(cast.kpa, title="Marché")
    given(ready(cast.amina_journey), job=one)
    page = text(amina.post(MINE, mine(cast, duration="2 h", job=other.pk)))
    assert "Vous avez aussi 2 h sur « Buffet du samedi » le même jour." in page
    assert 'id="id_job_warning"' in page
    assert Contribution.objects.count() == 1


def test_correcting_on_the_phone_asks_too_and_keeps_the_old_line(cast: Cast, amina: Client) -> None:
    given(ready(cast.amina_journey), minutes=1400)
    amina.post(MINE, mine(cast, duration="20 min"))
    line = Contribution.objects.get(minutes=20)
    path = f"{MINE}{line.pk}/corriger/"
    page = text(amina.post(path, mine(cast, duration="2 h", key="b")))
    assert "Cela fait 25 h 20 pour vous" in page, "the line it replaces no longer counts"
    line.refresh_from_db()
    assert line.withdrawn_at is None
    amina.post(path, mine(cast, duration="2 h", key="b", seen=hidden(page, "seen")))
    assert Contribution.objects.standing().filter(minutes=120, replaces=line).exists()


def test_at_the_desk_for_several_people_all_or_none(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    given(ready(cast.amina_journey), minutes=1400)
    ready(cast.lea_journey)
    form = desk(cast, cast.amina.pk, cast.lea.pk)
    page = text(fanny.post("/heures/noter/", form))
    assert "Cela fait 30 h 50 pour Amina le 13/06/2026." in page
    assert "pour Léa" not in page
    assert 'value="gâteau"' in page
    assert page.count("checked") >= 3, "both people and what is paid stay ticked"
    assert Contribution.objects.count() == 1, "not even Léa's"
    answer = text(fanny.post("/heures/noter/", {**form, "seen": hidden(page, "seen")}, follow=True))
    assert "15 h en tout, pour 2 personnes" in answer
    assert "Une journée a 24 heures" not in answer
    line = Contribution.objects.get(participant__person=cast.lea)
    path = f"/heures/{line.pk}/corriger/"
    given(line.participant, minutes=1400)
    form = desk(cast, duration="8 h", key="c")
    page = text(fanny.post(path, form))
    assert SURE in page
    assert Contribution.objects.get(pk=line.pk).withdrawn_at is None
    fanny.post(path, {**form, "seen": hidden(page, "seen")})
    assert Contribution.objects.get(pk=line.pk).withdrawn_at is not None


def test_one_tap_stays_one_tap(cast: Cast, amina: Client) -> None:
    held = told.shift(buffet(cast.kpa), role(cast.kpa))
    participant = ready(cast.amina_journey)
    signed = told.signed(held, participant)
    given(participant, minutes=1400)
    page = text(amina.post(f"{MINE}inscriptions/{signed.pk}/", follow=True))
    assert "C'est noté : 6 h de cuisine" in page
    assert "Une journée a 24 heures" in page, "told after"
    line = Contribution.objects.get(sign_up=signed)
    assert f"{MINE}{line.pk}/corriger/" in page, "and easy to put right"


def test_a_line_that_waited_in_the_phone_is_written_and_told(cast: Cast, amina: Client) -> None:
    given(ready(cast.amina_journey), minutes=1400)
    form = mine(cast, duration="2 h")
    now = amina.post(MINE, form, headers={"X-Maille-Later": "now"})
    assert now.status_code == 422, "the page itself asks"
    assert Contribution.objects.count() == 1
    kept = amina.post(MINE, form, headers={"X-Maille-Later": "kept"}).json()["said"]
    assert kept[0].startswith("C'est noté")
    assert "Une journée a 24 heures" in kept[1]
    assert Contribution.objects.count() == 2, "never lost"


def test_the_action_asks_only_who_looks(cast: Cast) -> None:
    participant = ready(cast.amina_journey)
    given(participant, minutes=1400)
    facts, fanny = work(cast.kpa), acting(cast.fanny)
    with pytest.raises(ToConfirmError) as asked:
        actions.note_work(fanny, participant.pk, facts, NOW, seen=())
    (said,) = asked.value.warned["duration"]
    assert Contribution.objects.count() == 1
    assert actions.note_work(fanny, participant.pk, facts, NOW, seen={mark(said)}).warnings == [said]
    assert actions.note_work(fanny, participant.pk, facts, NOW).warnings, "nobody looks: written, and told"


def test_the_same_amount_the_same_day_is_asked_and_its_photo_kept(cast: Cast, amina: Client) -> None:
    amina.post(SPENT, spent())
    page = text(amina.post(SPENT, spent(what="farine encore", key="b")))
    assert "Vous avez déjà noté 18,90 € le 13/06/2026 : « farine »." in page
    assert "Votre photo est gardée : mon ticket.png." in page
    assert Expense.objects.count() == 1
    typed = spent(what="farine encore", key="b", receipt="", kept=hidden(page, "kept"), seen=hidden(page, "seen"))
    amina.post(SPENT, typed)
    line = Expense.objects.get(what="farine encore")
    assert line.receipt is not None
    assert files.read(line.receipt).startswith(b"\x89PNG")
    assert "Vous avez déjà noté" not in text(amina.post(SPENT, spent(cents="18,91", key="c"), follow=True))


def test_a_form_refused_keeps_its_photo_for_the_same_person_alone(cast: Cast, amina: Client) -> None:
    page = text(amina.post(SPENT, spent(cents="beaucoup")))
    token = hidden(page, "kept")
    assert token
    assert "Votre photo est gardée" in page
    lea = signed_in(told.account(cast.lea, cast.kpa))
    assert "Ajoutez la photo" in text(lea.post(SPENT, spent(receipt="", kept=token)))
    assert "Ajoutez la photo" in text(amina.post(SPENT, spent(receipt="", kept=f"{token}x")))
    amina.post(SPENT, spent(receipt="", kept=token))
    assert Expense.objects.get().receipt is not None


def test_a_photo_set_aside_is_swept(cast: Cast) -> None:
    token = files.set_aside(png(), "ticket.png", now=NOW, by_id=cast.fanny.pk)
    taken = files.take_back(token, by_id=cast.fanny.pk)
    assert taken is not None
    assert taken[1] == "ticket.png"
    assert files.set_aside(b"MZ", "virus.exe", now=NOW, by_id=cast.fanny.pk) == ""
    real = datetime.datetime.now(datetime.UTC)
    assert sweep_files(real + datetime.timedelta(days=2)) >= 1
    assert files.take_back(token, by_id=cast.fanny.pk) is None
    assert storages["private"] is not None
    assert not Participant.objects.exists()


def test_at_the_desk_an_expense_twice_is_asked(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    form = {"who": f"p{cast.amina.pk}"}
    fanny.post("/frais/noter/", spent(**form))
    page = text(fanny.post("/frais/noter/", spent(**form, key="b")))
    assert "Amina a déjà 18,90 € le 13/06/2026 : « farine »." in page
    assert Expense.objects.count() == 1
    other = fanny.post("/frais/noter/", spent(who=f"p{cast.lea.pk}", key="c"))
    assert other.status_code == 302, "somebody else's receipt is another one"
    sure = spent(**form, key="b", receipt="", kept=hidden(page, "kept"), seen=hidden(page, "seen"))
    assert fanny.post("/frais/noter/", sure).status_code == 302
    assert Expense.objects.count() == 3
    twin = Expense.objects.filter(participant__person=cast.amina).order_by("pk").last()
    assert twin is not None
    fixed = spent(**form, key="d", receipt="", cents="18,91")
    assert fanny.post(f"/frais/{twin.pk}/corriger/", fixed).status_code == 302, "put right, nothing to ask"
