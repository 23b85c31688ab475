"""A correction keeps the request of the payslip it replaces."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0004_who_approved_a_distribution"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payslip",
            name="request",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="payslips", to="sharing.payrequest"
            ),
        ),
    ]
