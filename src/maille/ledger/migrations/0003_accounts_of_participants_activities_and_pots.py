import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("ledger", "0002_what_is_posted_never_changes"),
        ("network", "0005_required_pieces_and_controller"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="account",
            name="one_individual_account",
        ),
        migrations.RemoveConstraint(
            model_name="account",
            name="one_account_per_name",
        ),
        migrations.RemoveConstraint(
            model_name="account",
            name="individual_account_has_a_person",
        ),
        migrations.RemoveField(
            model_name="account",
            name="person",
        ),
        migrations.AddField(
            model_name="account",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="activities.job",
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="participant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="activities.participant",
            ),
        ),
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[
                    ("individual", "Trésorerie individuelle"),
                    ("collective", "Trésorerie collective"),
                    ("host", "Structure de portage"),
                    ("solidarity", "Fonds de solidarité"),
                    ("commons", "Fonds des communs"),
                    ("pot", "Cagnotte d'une prestation"),
                    ("outside", "Au-dehors"),
                ],
                max_length=10,
                verbose_name="nature",
            ),
        ),
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
                    ("fee", "Contribution périodique"),
                    ("transfer", "Virement entre comptes"),
                    ("reversal", "Annulation"),
                ],
                max_length=12,
                verbose_name="opération",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "individual")),
                fields=("participant",),
                name="one_individual_account",
                violation_error_message="Cette personne a déjà un compte dans ce KPA.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "pot")),
                fields=("job",),
                name="one_pot_per_job",
                violation_error_message="Cette prestation a déjà sa cagnotte.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("activity__isnull", False)),
                fields=("activity", "name"),
                name="one_account_per_activity",
                violation_error_message="Cette activité a déjà un compte de ce nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["individual", "pot"]), _negated=True), ("activity__isnull", True)
                ),
                fields=("kpa", "kind", "name"),
                name="one_account_per_name",
                violation_error_message="Ce compte existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "individual"), ("participant__isnull", False)),
                    models.Q(models.Q(("kind", "individual"), _negated=True), ("participant__isnull", True)),
                    _connector="OR",
                ),
                name="individual_account_has_a_person",
                violation_error_message="Un compte individuel est celui d'une personne.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("job__isnull", False), ("kind", "pot")),
                    models.Q(models.Q(("kind", "pot"), _negated=True), ("job__isnull", True)),
                    _connector="OR",
                ),
                name="pot_is_of_a_job",
                violation_error_message="Une cagnotte est celle d'une prestation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("activity__isnull", True), ("kind", "collective"), _connector="OR"),
                name="activity_account_is_collective",
                violation_error_message="Le compte d'une activité est collectif.",
            ),
        ),
    ]
