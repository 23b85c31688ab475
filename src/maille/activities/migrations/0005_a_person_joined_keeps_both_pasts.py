"""Two files joined, each with hours or money in one KPA: the absorbed one keeps its past beside the other."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0004_offers_keep_the_hosts_part'),
        ('journeys', '0021_replies_about_work_and_pay'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='participant',
            name='one_participant_per_person',
        ),
        migrations.AddField(
            model_name='participant',
            name='joined_to',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='activities.participant'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('joined_to__isnull', True), ('person__isnull', False)), fields=('kpa', 'person'), name='one_participant_per_person'),
        ),
    ]
