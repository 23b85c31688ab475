from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

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
