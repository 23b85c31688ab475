"""How long things are kept, as dated data; legal archives; the maintenance door of append-only tables without a lock.

On sqlite the door drops the triggers (identity/append_only.py, models/triggers.py) and makes them again.
"""

import datetime

import django.db.models.deletion
import maille.identity.fields
from django.db import migrations, models

from maille.identity import append_only

REFUSE_SIGNED = """CREATE OR REPLACE FUNCTION journeys_refuse_signed_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('maille.door', true) = 'open' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'signed_period_never_changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_period_never_changes';
END $$"""
RULES = [
    # what, from, notice after, days, grace, years, counted from, source
    (
        "file",
        datetime.date(2021, 3, 11),
        700,
        730,
        30,
        None,
        "du dernier contact avec la personne",
        "CNIL, référentiel 2021-028 (accompagnement social et médico-social)",
    ),
    (
        "contract",
        datetime.date(2008, 6, 19),
        None,
        None,
        None,
        5,
        "de la fin du contrat",
        "Code civil, article 2224 (prescription de droit commun)",
    ),
    (
        "accounting",
        datetime.date(2000, 9, 21),
        None,
        None,
        None,
        10,
        "de la clôture de l'exercice",
        "Code de commerce, article L123-22",
    ),
    (
        "import",
        datetime.date(2021, 1, 1),
        None,
        90,
        None,
        None,
        "de l'import",
        "Choix de Maille : le temps de corriger les lignes refusées",
    ),
]


def open_without_lock(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(append_only.REFUSE, params=None)  # a % of plpgsql is no placeholder
        schema_editor.execute(REFUSE_SIGNED, params=None)


def seed(apps, schema_editor):
    rule = apps.get_model("journeys", "KeepingRule")
    rule.objects.bulk_create(
        rule(
            what=what,
            valid_from=day,
            notice_days=notice,
            days=days,
            grace_days=grace,
            years=years,
            counted_from=counted_from,
            source=source,
        )
        for what, day, notice, days, grace, years, counted_from, source in RULES
    )


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0016_insurer_answers_withdrawn'),
        ('network', '0005_required_pieces_and_controller'),
        ('identity', '0004_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='journey',
            name='anonymised',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='retention',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='rightsrequest',
            name='about',
            field=models.CharField(blank=True, max_length=200, verbose_name='sur'),
        ),
        migrations.AddField(
            model_name='rightsrequest',
            name='granted',
            field=models.BooleanField(editable=False, null=True, verbose_name='demande acceptée'),
        ),
        migrations.CreateModel(
            name='KeepingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('file', "Fiche d'une personne"), ('contract', 'Contrats signés'), ('accounting', 'Pièces comptables'), ('import', 'Détail des imports')], max_length=10, verbose_name='quoi')),
                ('valid_from', models.DateField(verbose_name='en vigueur du')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='au')),
                ('notice_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='préavis après (jours sans contact)')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='durée (jours)')),
                ('grace_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='délai après le préavis (jours)')),
                ('years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='durée (années)')),
                ('counted_from', models.CharField(max_length=100, verbose_name='comptée depuis')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'durée de conservation',
                'ordering': ['what', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('what', 'valid_from'), name='one_keeping_rule_per_day'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='keeping_rule_dates_in_order', violation_error_message='La fin précède le début.'), models.CheckConstraint(condition=models.Q(('days__isnull', False), ('years__isnull', False), _connector='OR'), name='keeping_rule_says_how_long', violation_error_message='Dites combien de temps.')],
            },
        ),
        migrations.CreateModel(
            name='LegalArchive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150, verbose_name='document')),
                ('name', models.CharField(max_length=220, verbose_name='nom')),
                ('search_key', models.CharField(editable=False, max_length=220)),
                ('birth_date', models.DateField(null=True, verbose_name='date de naissance')),
                ('facts', maille.identity.fields.EncryptedTextField()),
                ('signed_on', models.DateField(null=True, verbose_name='signé le')),
                ('ended_on', models.DateField(verbose_name='fin')),
                ('kept_until', models.DateField(verbose_name="gardé jusqu'au")),
                ('why', models.CharField(max_length=200, verbose_name='pourquoi')),
                ('archived_at', models.DateTimeField()),
                ('files', models.ManyToManyField(related_name='+', to='journeys.storedfile')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation', verbose_name='structure de portage')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
            options={
                'verbose_name': 'archive légale',
                'ordering': ['search_key', 'id'],
                'indexes': [models.Index(fields=['host', 'search_key', 'id'], name='archive_by_name'), models.Index(fields=['kept_until'], name='archive_by_end')],
            },
        ),
        migrations.RunPython(open_without_lock, migrations.RunPython.noop),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
