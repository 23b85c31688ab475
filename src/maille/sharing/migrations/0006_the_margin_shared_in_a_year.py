"""The margin shared in a year has rows of its own, and who carries a job is known: a scale may count person by person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0005_a_person_joined_keeps_both_pasts'),
        ('network', '0005_required_pieces_and_controller'),
        ('sharing', '0005_payslips_follow_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='hostscale',
            name='per',
            field=models.CharField(choices=[('kpa', 'Le KPA dans son ensemble'), ('activity', 'Chaque activité'), ('person', 'Chaque personne')], default='kpa', max_length=8, verbose_name='appliqué à'),
        ),
        migrations.CreateModel(
            name='JobCarrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carriers', to='activities.job')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.participant')),
            ],
            options={
                'verbose_name': 'personne qui porte une prestation',
                'ordering': ['job_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SharedMargin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='année de la dernière recette')),
                ('cents', models.BigIntegerField(verbose_name='marge (centimes)')),
                ('activity', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity')),
                ('carrier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.participant')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='margin', to='sharing.distributionevent')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.job')),
                ('kpa', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
            options={
                'verbose_name': 'marge partagée',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['kpa', 'year'], name='margin_by_year')],
            },
        ),
    ]
