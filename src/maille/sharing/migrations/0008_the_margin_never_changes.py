"""The database itself refuses to change or remove the margin shared, and who carried a job."""

from django.db import migrations

from maille.identity import append_only

TABLES = ("sharing_sharedmargin", "sharing_jobcarrier")


def close(apps, schema_editor):
    for table in TABLES:
        append_only.install(schema_editor.connection, table)


def open_(apps, schema_editor):
    for table in TABLES:
        append_only.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0007_the_margin_of_what_was_shared"),
        ("identity", "0003_access_log_is_append_only"),
    ]
    operations = [migrations.RunPython(close, open_)]
