
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0014_workshops_and_skills_as_they_are_used'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalBarrier',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('housing', 'Logement'), ('employment', 'Emploi'), ('training', 'Formation'), ('administrative', 'Difficulté administrative'), ('financial', 'Difficulté financière'), ('mobility', 'Mobilité'), ('health', 'Santé'), ('family', 'Contraintes familiales'), ('language', 'Maîtrise de la langue'), ('digital', 'Numérique')], max_length=16, verbose_name='frein')),
                ('started_on', models.DateField(verbose_name='depuis le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='levé le')),
                ('lifted_how', models.CharField(blank=True, max_length=300, verbose_name='comment il a été levé')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical frein',
                'verbose_name_plural': 'historical freins',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalGoal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('text', models.CharField(max_length=300, verbose_name='objectif')),
                ('set_on', models.DateField(verbose_name='depuis le')),
                ('wanted_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('reached_on', models.DateField(blank=True, null=True, verbose_name='atteint le')),
                ('dropped_on', models.DateField(blank=True, null=True, verbose_name='abandonné le')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical objectif',
                'verbose_name_plural': 'historical objectifs',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInterview',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('welcome', "Entretien d'accueil"), ('follow_up', 'Entretien de suivi'), ('stage', "Bilan d'étape"), ('leaving', 'Entretien de sortie'), ('after', 'Entretien après la sortie')], max_length=12, verbose_name='entretien')),
                ('held_on', models.DateField(verbose_name='le')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='durée (minutes)')),
                ('domains', models.JSONField(default=list, help_text='Keys of rules.support.Domain.', verbose_name='sujets')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='prochain entretien')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical entretien',
                'verbose_name_plural': 'historical entretiens',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalNextStep',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('text', models.CharField(max_length=300, verbose_name='prochain pas')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='fait le')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical prochain pas',
                'verbose_name_plural': 'historical prochain pass',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalOrientation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('partner_name', models.CharField(blank=True, max_length=150, verbose_name='autre partenaire')),
                ('domain', models.CharField(choices=[('project', 'Projet'), ('employment', 'Emploi'), ('training', 'Formation'), ('rights', 'Accès aux droits'), ('health', 'Santé'), ('housing', 'Logement'), ('money', 'Budget'), ('mobility', 'Mobilité'), ('family', 'Famille'), ('language', 'Langue'), ('digital', 'Numérique'), ('other', 'Autre')], max_length=12, verbose_name='sujet')),
                ('purpose', models.CharField(blank=True, max_length=300, verbose_name='pour quoi')),
                ('oriented_on', models.DateField(verbose_name='le')),
                ('outcome', models.CharField(blank=True, choices=[('welcomed', 'Reçu·e'), ('helped', 'Aidé·e'), ('refused', 'Refusé·e par le partenaire'), ('not_gone', "N'y est pas allé·e"), ('no_answer', 'Sans réponse du partenaire')], max_length=10, verbose_name='suite donnée')),
                ('outcome_on', models.DateField(blank=True, null=True, verbose_name='suite du')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical orientation',
                'verbose_name_plural': 'historical orientations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalProcedure',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('domain', models.CharField(choices=[('project', 'Projet'), ('employment', 'Emploi'), ('training', 'Formation'), ('rights', 'Accès aux droits'), ('health', 'Santé'), ('housing', 'Logement'), ('money', 'Budget'), ('mobility', 'Mobilité'), ('family', 'Famille'), ('language', 'Langue'), ('digital', 'Numérique'), ('other', 'Autre')], max_length=12, verbose_name='domaine')),
                ('title', models.CharField(max_length=150, verbose_name='démarche')),
                ('started_on', models.DateField(verbose_name='commencée le')),
                ('outcome', models.CharField(blank=True, choices=[('obtained', 'Obtenue'), ('refused', 'Refusée'), ('dropped', 'Abandonnée')], max_length=10, verbose_name='résultat')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='terminée le')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical démarche',
                'verbose_name_plural': 'historical démarches',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='nextstep',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(condition=models.Q(('next_on__isnull', False)), fields=['next_on'], name='interview_by_next'),
        ),
        migrations.AddIndex(
            model_name='nextstep',
            index=models.Index(condition=models.Q(('done_on__isnull', True)), fields=['due_on'], name='step_to_do_by_day'),
        ),
        migrations.AddIndex(
            model_name='orientation',
            index=models.Index(condition=models.Q(('outcome', '')), fields=['oriented_on'], name='orientation_without_outcome'),
        ),
        migrations.AddField(
            model_name='historicalbarrier',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalbarrier',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalbarrier',
            name='journey',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.journey'),
        ),
        migrations.AddField(
            model_name='historicalgoal',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalgoal',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalgoal',
            name='journey',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.journey'),
        ),
        migrations.AddField(
            model_name='historicalinterview',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalinterview',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalinterview',
            name='journey',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.journey'),
        ),
        migrations.AddField(
            model_name='historicalinterview',
            name='led_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mené par'),
        ),
        migrations.AddField(
            model_name='historicalinterview',
            name='peer',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.person', verbose_name='avec un pair'),
        ),
        migrations.AddField(
            model_name='historicalnextstep',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalnextstep',
            name='goal',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.goal'),
        ),
        migrations.AddField(
            model_name='historicalnextstep',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalorientation',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalorientation',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalorientation',
            name='journey',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.journey'),
        ),
        migrations.AddField(
            model_name='historicalorientation',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='network.organisation', verbose_name='partenaire'),
        ),
        migrations.AddField(
            model_name='historicalprocedure',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalprocedure',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalprocedure',
            name='journey',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='journeys.journey'),
        ),
    ]
