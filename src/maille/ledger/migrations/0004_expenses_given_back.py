"""Expenses given back to who advanced them are a kind of posting of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_accounts_of_participants_activities_and_pots"),
    ]

    operations = [
        migrations.AlterField(
            model_name="posting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening", "Solde d'ouverture"),
                    ("receipt", "Recette"),
                    ("refund", "Remboursement au client"),
                    ("bad_debt", "Impayé"),
                    ("distribution", "Répartition"),
                    ("pay", "Paie"),
                    ("refund_paid", "Frais avancés rendus"),
                    ("fee", "Contribution périodique"),
                    ("transfer", "Virement entre comptes"),
                    ("reversal", "Annulation"),
                ],
                max_length=12,
                verbose_name="opération",
            ),
        ),
    ]
