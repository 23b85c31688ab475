"""An answer noted by mistake is withdrawn, and stays written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0012_contracts_never_overlap")]
    operations = [
        migrations.AddField(
            "insurance",
            "withdrawn_on",
            models.DateField(editable=False, null=True, verbose_name="retirée le"),
        )
    ]
