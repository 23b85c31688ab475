"""Find at once the few periods that wait for signatures."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("journeys", "0017_what_is_kept_and_how_long")]
    operations = [
        migrations.AddIndex(
            "contractperiod",
            models.Index(
                fields=["started_on"],
                condition=Q(signed_on__isnull=True, withdrawn_at__isnull=True),
                name="period_to_sign",
            ),
        )
    ]
