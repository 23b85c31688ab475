"""The access log can only grow, on both databases, raw SQL included."""

from django.db import migrations

from maille.identity import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection, "identity_access")


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection, "identity_access")


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_cache_table")]
    operations = [migrations.RunPython(install, remove)]
