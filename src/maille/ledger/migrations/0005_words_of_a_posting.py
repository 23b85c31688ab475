"""Why somebody wrote a posting, apart from its figures: closed as they are."""

import django.db.models.deletion
from django.db import migrations, models

from maille.identity import append_only


def close(apps, schema_editor):
    append_only.install(schema_editor.connection, "ledger_postingwords")


def open_(apps, schema_editor):
    append_only.remove(schema_editor.connection, "ledger_postingwords")


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_expenses_given_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostingWords',
            fields=[
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='words', serialize=False, to='ledger.posting')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                ('agreed', models.CharField(blank=True, max_length=300, verbose_name="qui est d'accord")),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name="d'accord le")),
            ],
            options={
                'verbose_name': "motif d'une opération",
            },
        ),
        migrations.RunPython(close, open_),
    ]
