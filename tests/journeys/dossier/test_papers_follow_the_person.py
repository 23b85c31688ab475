"""When two files are joined the papers of both count; parted again, each has its own back."""

from django.utils import timezone

from maille.journeys.actions import merge_people, undo_merge
from maille.journeys.models import BankDetails, Journey
from maille.journeys.models.readiness import ready_to_work
from tests.cast import Cast, cooperant
from tests.journeys.dossier.help import account, contract, cover, piece
from tests.journeys.help import TODAY, D, acting


def test_joined_then_parted(cast: Cast) -> None:
    double = cooperant("Amina", "Benaly", D(1987, 5, 12), cast.kpa, D(2023, 1, 4))
    Journey.objects.filter(pk=double.pk).update(ended_on=D(2024, 1, 4), end_kind="exit")
    for journey in (cast.amina_journey, double):
        account(journey)
    kept = piece(cast.amina_journey, "charter")
    moved = [piece(double, "identity"), cover(double)]
    contract(double, cast.host)
    fanny, amina = acting(cast.fanny), cast.amina
    merge = merge_people(fanny, amina.pk, double.person_id, timezone.now())
    amina.refresh_from_db()
    assert {each.key for each in ready_to_work(amina, cast.kpa, TODAY).blocking} == {"right_to_work"}
    assert BankDetails.objects.filter(person=amina).count() == 2
    assert BankDetails.objects.filter(person=amina, ended_on=None).count() == 1
    undo_merge(fanny, merge.pk, timezone.now())
    for record in moved:
        record.refresh_from_db()
        assert record.person_id == double.person_id
    kept.refresh_from_db()
    assert kept.person_id == amina.pk
    assert BankDetails.objects.filter(ended_on=None).count() == 2
    assert not ready_to_work(amina, cast.kpa, TODAY).ready
