"""A frozen report can only be added, on sqlite and postgresql, raw SQL included."""

from django.db import migrations

from maille.identity import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection, "impact_frozenreport")


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection, "impact_frozenreport")


class Migration(migrations.Migration):
    dependencies = [("impact", "0001_initial"), ("identity", "0003_access_log_is_append_only")]
    operations = [migrations.RunPython(install, remove)]
