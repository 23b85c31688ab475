"""The database itself refuses to change or remove what was posted, on sqlite as on PostgreSQL."""

from django.db import migrations

from maille.identity import append_only

TABLES = ("ledger_posting", "ledger_transfer")


def close(apps, schema_editor):
    for table in TABLES:
        append_only.install(schema_editor.connection, table)


def open_(apps, schema_editor):
    for table in TABLES:
        append_only.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_accounts_and_transfers"), ("identity", "0003_access_log_is_append_only")]
    operations = [migrations.RunPython(close, open_)]
