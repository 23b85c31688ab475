"""What a KPA requires before work, and who answers for people's data."""

from django.db import migrations, models

CONTROLLERS = [
    ("lead", "La structure porteuse"),
    ("host", "La structure de portage"),
    ("joint", "Les deux, ensemble"),
]


class Migration(migrations.Migration):
    dependencies = [("network", "0004_one_partner_per_name_and_place")]
    operations = [
        operation
        for model in ("historicalkpachoices", "kpachoices")
        for operation in (
            migrations.AddField(
                model_name=model,
                name="controller",
                field=models.CharField(
                    blank=True, choices=CONTROLLERS, max_length=5, verbose_name="responsable des données"
                ),
            ),
            migrations.AddField(
                model_name=model,
                name="required_pieces",
                field=models.JSONField(
                    blank=True,
                    default=list,
                    help_text="Keys of rules.pieces.CHOSEN.",
                    verbose_name="pièces exigées avant de travailler",
                ),
            ),
        )
    ]
