"""Who authorised a minor; covers with their dates; what is looked for by its end."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("journeys", "0008_what_the_law_allows_and_what_never_changes")]
    operations = [
        migrations.AddField(
            "piece", "representative",
            models.CharField(blank=True, default="", max_length=120, verbose_name="nom du représentant légal"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "insurance", models.Index(fields=["kpa", "answer", "sent_on"], name="insurance_by_kpa")
        ),
        migrations.AddIndex("piece", models.Index(fields=["kpa", "expires_on"], name="piece_by_expiry")),
        migrations.AddConstraint(
            "insurance",
            models.CheckConstraint(
                condition=Q(answer="validated", covers_from__isnull=False)
                | (~Q(answer="validated") & Q(covers_from__isnull=True, covers_to__isnull=True)),
                name="insurance_covers_when_validated",
                violation_error_message="Une réponse favorable dit à partir de quand elle couvre.",
            ),
        ),
        migrations.AddConstraint(
            "insurance",
            models.CheckConstraint(
                condition=Q(covers_to__isnull=True) | Q(covers_to__gte=F("covers_from")),
                name="insurance_cover_in_order",
                violation_error_message="La fin de la couverture précède son début.",
            ),
        ),
        migrations.AddConstraint(
            "piece",
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="piece_withdrawn_after_given",
                violation_error_message="Le retrait précède la date de la pièce.",
            ),
        ),
    ]  # fmt: skip
