"""An answer noted by mistake is withdrawn, and stays written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0015_support_is_kept_with_its_history")]
    operations = [
        migrations.AddField(
            "insurance",
            "withdrawn_on",
            models.DateField(editable=False, null=True, verbose_name="retirée le"),
        )
    ]
