"""The law's limits as dated data; signed periods and issued documents that the database refuses to change.

On sqlite the same is done by the triggers in models/triggers.py, made again after every migration.
"""

import datetime

from django.db import migrations

from maille.identity import append_only

TABLES = [
    "journeys_document",
    "journeys_signature",
    "journeys_termination",
    "journeys_clausetext",
    "journeys_handover",
    "journeys_anonymisation",
]
FORWARD = [
    """CREATE FUNCTION journeys_refuse_signed_period() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'signed_period_never_changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_period_never_changes';
    END $$""",
    "CREATE TRIGGER signed_period BEFORE UPDATE OR DELETE ON journeys_contractperiod "
    "FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL) EXECUTE FUNCTION journeys_refuse_signed_period()",
]
BACKWARD = [
    "DROP TRIGGER signed_period ON journeys_contractperiod",
    "DROP FUNCTION journeys_refuse_signed_period",
]
LAWS = [
    # kind, from (from memory), months a period, renewals, months in all, announced days before, source
    (
        "cape",
        datetime.date(2003, 8, 5),
        12,
        2,
        36,
        [60, 30],
        "Code de commerce, articles L127-1 et R127-1 à R127-3",
    ),
    ("cesa", datetime.date(2014, 8, 1), None, None, None, [60, 30], "Code du travail, articles L7331-1 à L7331-3"),
    ("volunteering", datetime.date(1901, 7, 1), None, None, None, [30], "Loi du 1er juillet 1901"),
    ("membership", datetime.date(1901, 7, 1), None, None, None, [30], "Loi du 1er juillet 1901"),
]


def close(apps, schema_editor):
    for table in TABLES:
        append_only.install(schema_editor.connection, table)
    if schema_editor.connection.vendor == "postgresql":
        for statement in FORWARD:
            schema_editor.execute(statement)


def open_(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACKWARD:
            schema_editor.execute(statement)
    for table in TABLES:
        append_only.remove(schema_editor.connection, table)


def seed(apps, schema_editor):
    law = apps.get_model("journeys", "ContractLaw")
    law.objects.bulk_create(
        law(
            kind=kind,
            valid_from=day,
            period_months=period,
            renewals=renewals,
            total_months=total,
            notice_days=days,
            source=source,
        )
        for kind, day, period, renewals, total, days, source in LAWS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0007_contracts_support_and_rights"),
        ("identity", "0003_access_log_is_append_only"),
    ]
    operations = [migrations.RunPython(close, open_), migrations.RunPython(seed, migrations.RunPython.noop)]
