"""News for people signed up to workshops; skills a KPA sets aside or renames, recognitions the person refuses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0013_codes_to_sign_on_screen'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SkillSetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='depuis le')),
            ],
            options={
                'verbose_name': 'compétence écartée',
            },
        ),
        migrations.AddField(
            model_name='recognition',
            name='refused_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='recognition',
            name='withdrawn_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='skill',
            name='formerly',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renamed', to='journeys.skill'),
        ),
        migrations.AddField(
            model_name='workshopplace',
            name='cancelled_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workshopplace',
            name='news',
            field=models.CharField(blank=True, choices=[('moved', "L'atelier a changé de date ou de lieu"), ('cancelled', "L'atelier est annulé"), ('seated', "Une place s'est libérée pour elle")], editable=False, max_length=9, verbose_name='à dire'),
        ),
        migrations.AddField(
            model_name='workshopplace',
            name='news_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='workshopplace',
            name='told_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='workshop',
            index=models.Index(fields=['starts_at', 'id'], name='workshop_by_start'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by', 'peer'), ('peer__isnull', False)), models.Q(models.Q(('by', 'peer'), _negated=True), ('peer__isnull', True)), _connector='OR'), name='recognition_by_peer_names_the_peer', violation_error_message='Dites quel pair reconnaît cette compétence.'),
        ),
        migrations.AddField(
            model_name='skillsetaside',
            name='kpa',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation'),
        ),
        migrations.AddField(
            model_name='skillsetaside',
            name='skill',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='journeys.skill'),
        ),
        migrations.AddConstraint(
            model_name='skillsetaside',
            constraint=models.UniqueConstraint(fields=('kpa', 'skill'), name='skill_set_aside_once', violation_error_message='Cette compétence est déjà retirée de la grille.'),
        ),
    ]
