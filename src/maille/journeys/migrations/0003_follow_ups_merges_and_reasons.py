import django.db.models.deletion
import maille.journeys.rules.terms
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0002_register_import_explained"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldApart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "personnes distinctes",
            },
        ),
        migrations.AlterModelOptions(
            name="merge",
            options={"ordering": ["-at", "-id"], "verbose_name": "fusion de fiches"},
        ),
        migrations.AddField(
            model_name="merge",
            name="user_moved",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="historicaljourney",
            name="history_change_reason",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="historicalperson",
            name="history_change_reason",
            field=models.TextField(null=True),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("detail", ""), ("outcome", ""), ("unreachable", True)),
                    models.Q(("unreachable", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="follow_up_says_something",
                violation_error_message="Choisissez une situation, ou indiquez que la personne est injoignable.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("detail", ""),
                    models.Q(
                        (
                            "detail__in",
                            [
                                maille.journeys.rules.terms.Detail["CDD_6_PLUS"],
                                maille.journeys.rules.terms.Detail["CDD_UNDER_6"],
                                maille.journeys.rules.terms.Detail["CDI"],
                                maille.journeys.rules.terms.Detail["INTERIM"],
                            ],
                        ),
                        ("outcome", "employment"),
                    ),
                    models.Q(
                        (
                            "detail__in",
                            [
                                maille.journeys.rules.terms.Detail["NON_QUALIFYING"],
                                maille.journeys.rules.terms.Detail["QUALIFYING"],
                            ],
                        ),
                        ("outcome", "training"),
                    ),
                    _connector="OR",
                ),
                name="follow_up_detail_fits_outcome",
                violation_error_message="La précision ne va pas avec la situation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("absorbed",),
                name="merged_once",
                violation_error_message="Cette fiche est déjà réunie à une autre.",
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.person"
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="toldapart",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="told_apart_once"),
        ),
        migrations.AddConstraint(
            model_name="toldapart",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="told_apart_in_order"
            ),
        ),
    ]
