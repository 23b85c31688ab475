"""How a group approved a distribution and who was there: a decision, its presences by participants."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_payslips_transfers_and_waivers")]
    operations = [
        migrations.AddField(
            model_name="distributionevent",
            name="decision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.decision"
            ),
        ),
    ]
