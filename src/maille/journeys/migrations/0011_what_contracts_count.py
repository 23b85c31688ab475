"""The CESA's two delays, who wrote a version of the law, drafts withdrawn instead of deleted, a declaration a period."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT, Q


def somebody():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", editable=False
    )


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0010_notes_entrusted_and_replies_addressed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "contractlaw",
            "associate_months",
            models.PositiveSmallIntegerField(
                "délai pour devenir associé·e (mois, CAPE déduit)", null=True, blank=True
            ),
        ),
        migrations.AddField(
            "contractlaw",
            "trial_months",
            models.PositiveSmallIntegerField("essai, durée maximale (mois, CAPE déduit)", null=True, blank=True),
        ),
        migrations.AddField("contractlaw", "written_at", models.DateTimeField(null=True, editable=False)),
        migrations.AddField("contractlaw", "written_by", somebody()),
        migrations.AddField(
            "contractperiod",
            "full_time_employee",
            models.BooleanField("salarié·e à temps complet", null=True, blank=True),
        ),
        migrations.AddField("contractperiod", "withdrawn_at", models.DateTimeField(null=True, editable=False)),
        migrations.AddField("contractperiod", "withdrawn_by", somebody()),
        migrations.RemoveConstraint("contractperiod", "one_period_per_rank"),
        migrations.AddConstraint(
            "contractperiod",
            models.UniqueConstraint(
                fields=["contract", "rank"], condition=Q(withdrawn_at__isnull=True), name="one_period_per_rank"
            ),
        ),
        migrations.AddConstraint(
            "contractperiod",
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(signed_on__isnull=True),
                name="signed_period_is_not_withdrawn",
                violation_error_message="Une période signée ne se retire pas.",
            ),
        ),
        migrations.AddConstraint(
            "contractperiod",
            models.CheckConstraint(
                condition=Q(fee_permille__isnull=True) | Q(fee_permille__lte=1000),
                name="fee_up_to_everything",
                violation_error_message="La contribution ne dépasse pas 100 %.",
            ),
        ),
    ]
