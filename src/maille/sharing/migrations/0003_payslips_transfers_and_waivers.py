"""Payslips with expenses given back, files of transfers, waivers of contributions."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import maille.identity.fields
from maille.identity import append_only

TABLES = ("sharing_transferfile", "sharing_transferline")


def close(apps, schema_editor):
    for table in TABLES:
        append_only.install(schema_editor.connection, table)


def open_(apps, schema_editor):
    for table in TABLES:
        append_only.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_lines_sent_once_and_noted_from_sign_ups"),
        ("ledger", "0004_expenses_given_back"),
        ("network", "0005_required_pieces_and_controller"),
        ("sharing", "0002_what_is_decided_and_shared_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DebtorAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField(editable=False)),
                ("on_behalf", models.BooleanField(default=False, editable=False)),
                ("name", models.CharField(max_length=70, verbose_name="nom du titulaire")),
                ("iban", maille.identity.fields.EncryptedTextField(verbose_name="IBAN")),
                ("last_four", models.CharField(editable=False, max_length=4)),
                ("bic", models.CharField(max_length=11, verbose_name="BIC")),
            ],
            options={
                "verbose_name": "compte de la structure",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FeeWaiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField(editable=False)),
                ("on_behalf", models.BooleanField(default=False, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("minimum", "Reçoit un minimum social (RSA, ASS, AAH…)"),
                            ("student", "Étudie"),
                            ("decision", "Décision de la structure de portage"),
                        ],
                        max_length=10,
                        verbose_name="dispense",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="à partir du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
            ],
            options={
                "verbose_name": "dispense de contribution",
                "ordering": ["-valid_from", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TransferFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="mois")),
                ("execution_on", models.DateField(verbose_name="exécution le")),
                ("message", models.CharField(max_length=35, unique=True, verbose_name="message")),
                ("count", models.PositiveIntegerField(verbose_name="virements")),
                ("cents", models.PositiveBigIntegerField(verbose_name="total (centimes)")),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "fichier de virements",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveIntegerField(verbose_name="centimes")),
            ],
            options={
                "verbose_name": "virement",
                "ordering": ["file_id", "id"],
            },
        ),
        migrations.AddField(
            model_name="payslip",
            name="note",
            field=models.CharField(blank=True, max_length=300, verbose_name="pourquoi cette correction"),
        ),
        migrations.AddField(
            model_name="payslip",
            name="paid_on",
            field=models.DateField(default=datetime.date(2000, 1, 1), verbose_name="payé le"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="payslip",
            name="refund",
            field=models.PositiveIntegerField(default=0, verbose_name="frais rendus (centimes)"),
        ),
        migrations.AddField(
            model_name="payslip",
            name="refund_posting",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payslip_refund",
                to="ledger.posting",
            ),
        ),
        migrations.AddIndex(
            model_name="payrequest",
            index=models.Index(fields=["participant", "-month", "-id"], name="pay_request_by_participant"),
        ),
        migrations.AddIndex(
            model_name="payslip",
            index=models.Index(fields=["host", "month"], name="payslip_by_host"),
        ),
        migrations.AddConstraint(
            model_name="payevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), ("what", "returned"), _negated=True),
                name="returned_with_an_explanation",
                violation_error_message="Expliquez pourquoi la demande est renvoyée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="payslip",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("participant", "month"),
                name="one_payslip_per_month",
                violation_error_message="Un bulletin est déjà noté pour ce mois. Corrigez-le.",
            ),
        ),
        migrations.AddConstraint(
            model_name="payslip",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="payslip_month_is_a_first_day"
            ),
        ),
        migrations.AlterConstraint(
            model_name="payevent",
            name="pay_event_once",
            constraint=models.UniqueConstraint(
                fields=("request", "what"), name="pay_event_once", violation_error_message="C'est déjà fait."
            ),
        ),
        migrations.AddField(
            model_name="debtoraccount",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="debtoraccount",
            name="host",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="debtor_accounts", to="network.organisation"
            ),
        ),
        migrations.AddField(
            model_name="feewaiver",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="feewaiver",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="fee_waivers", to="activities.participant"
            ),
        ),
        migrations.AddField(
            model_name="transferfile",
            name="host",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfer_files", to="network.organisation"
            ),
        ),
        migrations.AddField(
            model_name="transferfile",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="sharing.transferfile"
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="payslip",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="sharing.payslip"
            ),
        ),
        migrations.AddConstraint(
            model_name="feewaiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="waiver_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="transfer_month_is_a_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.UniqueConstraint(fields=("file", "payslip"), name="one_transfer_per_payslip"),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="transfer_line_pays_something"
            ),
        ),
        migrations.RunPython(close, open_),
    ]
