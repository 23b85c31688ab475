"""Who a note is entrusted to, why it was withdrawn; which KPA answers the person; who closed an access."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0009_before_work'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalnote',
            name='entrusted_to',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalnote',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalnote',
            name='withdrawn_why',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='raison du retrait'),
        ),
        migrations.AddField(
            model_name='note',
            name='entrusted_to',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='note',
            name='withdrawn_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='note',
            name='withdrawn_why',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='raison du retrait'),
        ),
        migrations.AddField(
            model_name='opening',
            name='closed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reply',
            name='kpa',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation'),
        ),
        migrations.AlterField(
            model_name='historicalnote',
            name='history_change_reason',
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name='reply',
            name='subject',
            field=models.CharField(choices=[('note', 'Note'), ('interview', 'Entretien'), ('goal', 'Objectif'), ('place', 'Inscription à un atelier'), ('recognition', 'Compétence'), ('piece', 'Pièce'), ('signature', 'Signature'), ('bank', 'Coordonnées bancaires'), ('contract', 'Contrat'), ('period', "Période d'un contrat"), ('termination', 'Rupture anticipée'), ('insurance', "Demande à l'assureur"), ('barrier', 'Frein'), ('step', 'Prochain pas'), ('orientation', 'Orientation'), ('procedure', 'Démarche'), ('request', 'Demande sur vos données'), ('reply', 'Ma réponse'), ('opening', "Accès d'un partenaire"), ('other', 'Autre')], max_length=11),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['kpa', 'entered_at'], name='reply_waiting'),
        ),
    ]
