
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0001_initial'),
        ('network', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='importbatch',
            name='kpa_ids',
        ),
        migrations.RemoveField(
            model_name='importbatch',
            name='progress',
        ),
        migrations.RemoveField(
            model_name='importbatch',
            name='total',
        ),
        migrations.AddField(
            model_name='importbatch',
            name='created_kpa_ids',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='headings',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='kpas',
            field=models.ManyToManyField(related_name='+', to='network.organisation'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='message',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='notes',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='warned',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='importline',
            name='cells',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='mapping',
            field=models.JSONField(default=dict, help_text='Position in the file → column of the register, as confirmed.'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='state',
            field=models.CharField(choices=[('uploaded', 'Déposé'), ('checking', 'Vérification en cours'), ('checked', 'À confirmer'), ('running', 'En cours'), ('done', 'Importé'), ('refused', 'Refusé'), ('undone', 'Annulé')], default='uploaded', max_length=10),
        ),
        migrations.AddIndex(
            model_name='importline',
            index=models.Index(fields=['batch', 'outcome', 'line'], name='import_line_by_outcome'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['birth_date'], name='person_by_birth'),
        ),
    ]
