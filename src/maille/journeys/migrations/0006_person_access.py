
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0005_words_of_names'),
        ('network', '0003_invitations_accepted_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person_access', to='network.invitation')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='journeys.person')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "accès d'une personne",
                'ordering': ['-given_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='merge',
            name='access_moved',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.personaccess'),
        ),
        migrations.AddConstraint(
            model_name='personaccess',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('person',), name='one_access_per_person', violation_error_message='Cette personne a déjà un accès.'),
        ),
        migrations.AddConstraint(
            model_name='personaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('user__isnull', True)), models.Q(('opened_at__isnull', False), ('user__isnull', False)), _connector='OR'), name='access_opened_by_an_account', violation_error_message='Un accès est ouvert par un compte.'),
        ),
    ]
