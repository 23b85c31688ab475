"""The database itself refuses to change or remove what was decided, received, shared and paid."""

from django.db import migrations

from maille.identity import append_only

TABLES = (
    "sharing_decision",
    "sharing_decisionpresence",
    "sharing_ruleversion",
    "sharing_receipt",
    "sharing_distribution",
    "sharing_distributionline",
    "sharing_distributionevent",
    "sharing_payevent",
    "sharing_payslip",
)


def close(apps, schema_editor):
    for table in TABLES:
        append_only.install(schema_editor.connection, table)


def open_(apps, schema_editor):
    for table in TABLES:
        append_only.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("identity", "0003_access_log_is_append_only")]
    operations = [migrations.RunPython(close, open_)]
