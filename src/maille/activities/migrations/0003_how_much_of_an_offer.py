from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_lines_sent_once_and_noted_from_sign_ups")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="quantity",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="quantité"
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="planned_minutes",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="temps de travail prévu (minutes)"
            ),
        ),
    ]
