
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journeys', '0021_replies_about_work_and_pay'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='activité')),
                ('description', models.CharField(blank=True, max_length=500, verbose_name='en quelques mots')),
                ('opened_on', models.DateField(verbose_name='depuis le')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='network.organisation')),
            ],
            options={
                'verbose_name': 'activité',
                'ordering': ['kpa_id', 'name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('job', 'Prestation'), ('sale', 'Vente'), ('budget', 'Budget contributif')], default='job', max_length=6, verbose_name='nature')),
                ('title', models.CharField(max_length=120, verbose_name='prestation')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='ce qui est demandé')),
                ('client', models.CharField(blank=True, max_length=150, verbose_name='client')),
                ('contact', models.CharField(blank=True, max_length=150, verbose_name='contact du client')),
                ('state', models.CharField(choices=[('idea', 'Idée'), ('asked', 'Demande reçue'), ('planned', 'Prévue'), ('done', 'Faite'), ('closed', 'Clôturée'), ('cancelled', 'Annulée')], default='idea', max_length=9, verbose_name='état')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='lieu')),
                ('expected', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='recette attendue hors taxes (centimes)')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='activities.activity')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='network.organisation')),
                ('repeats', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='repeated', to='activities.job')),
            ],
            options={
                'verbose_name': 'prestation',
                'ordering': ['-starts_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='JobStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('state', models.CharField(choices=[('idea', 'Idée'), ('asked', 'Demande reçue'), ('planned', 'Prévue'), ('done', 'Faite'), ('closed', 'Clôturée'), ('cancelled', 'Annulée')], max_length=9, verbose_name='état')),
                ('on', models.DateField(verbose_name='le')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='activities.job')),
            ],
            options={
                'verbose_name': "étape d'une prestation",
                'ordering': ['job_id', 'entered_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='offre')),
                ('description', models.CharField(blank=True, max_length=500, verbose_name='en quelques mots')),
                ('unit', models.CharField(default='prestation', max_length=40, verbose_name='unité')),
                ('price', models.PositiveIntegerField(blank=True, null=True, verbose_name='prix hors taxes (centimes)')),
                ('minutes', models.PositiveIntegerField(default=0, verbose_name='temps de travail (minutes)')),
                ('target_rate', models.PositiveIntegerField(default=0, verbose_name='visée par heure (centimes)')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retirée le')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='activities.activity')),
            ],
            options={
                'verbose_name': 'offre',
                'ordering': ['activity_id', 'name', 'id'],
            },
        ),
        migrations.AddField(
            model_name='job',
            name='offer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='activities.offer'),
        ),
        migrations.CreateModel(
            name='OfferMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='matière')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=9, verbose_name='quantité')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unité')),
                ('unit_cents', models.PositiveIntegerField(verbose_name="prix de l'unité (centimes)")),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='activities.offer')),
            ],
            options={
                'verbose_name': 'matière',
                'ordering': ['offer_id', 'rank', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='network.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='journeys.person')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'participant·e',
                'ordering': ['kpa_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('day', models.DateField(verbose_name='le')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('advanced_by', models.CharField(choices=[('participant', 'Une personne'), ('collective', 'La trésorerie du groupe'), ('host', 'La structure de portage')], default='participant', max_length=11, verbose_name='avancé par')),
                ('cents', models.PositiveIntegerField(verbose_name='montant (centimes)')),
                ('what', models.CharField(max_length=200, verbose_name='pour acheter')),
                ('shop', models.CharField(blank=True, max_length=120, verbose_name='où')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='précision')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('receipt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.storedfile')),
                ('replaces', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacement', to='activities.expense')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='activities.job')),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='activities.participant')),
            ],
            options={
                'verbose_name': 'frais',
                'ordering': ['-day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('minutes', models.PositiveIntegerField(verbose_name='durée (minutes)')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='lieu')),
                ('people', models.PositiveSmallIntegerField(default=1, verbose_name='nombre de personnes')),
                ('special', models.CharField(blank=True, max_length=80, verbose_name='besoin particulier')),
                ('special_people', models.PositiveSmallIntegerField(default=0, verbose_name='combien de personnes')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='activities.job')),
            ],
            options={
                'verbose_name': 'créneau',
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('special', models.BooleanField(default=False, verbose_name='répond au besoin particulier')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                ('came', models.BooleanField(null=True, verbose_name='venu·e')),
                ('absent_why', models.CharField(blank=True, max_length=300, verbose_name='empêchement')),
                ('marked_at', models.DateTimeField(editable=False, null=True)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='activities.participant')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ups', to='activities.shift')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'inscription à une prestation',
                'ordering': ['shift_id', 'entered_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='rôle')),
                ('kind', models.CharField(choices=[('production', 'Production'), ('coordination', 'Coordination'), ('selling', 'Vente'), ('teaching', 'Transmission'), ('cleaning', 'Ménage et rangement'), ('meeting', 'Réunion'), ('other', 'Autre')], default='production', max_length=12, verbose_name='nature')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retiré le')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_roles', to='network.organisation')),
            ],
            options={
                'verbose_name': 'rôle',
                'ordering': ['kpa_id', 'rank', 'name', 'id'],
            },
        ),
        migrations.AddField(
            model_name='shift',
            name='role',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.workrole'),
        ),
        migrations.CreateModel(
            name='PlannedWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('minutes', models.PositiveIntegerField(verbose_name='durée (minutes)')),
                ('what', models.CharField(blank=True, max_length=200, verbose_name='pour quoi faire')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned_work', to='activities.job')),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.participant')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.workrole')),
            ],
            options={
                'verbose_name': 'engagement',
                'ordering': ['job_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('day', models.DateField(verbose_name='le')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('minutes', models.PositiveIntegerField(verbose_name='durée (minutes)')),
                ('paid', models.BooleanField(default=True, verbose_name='à rémunérer')),
                ('points', models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name='points')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='en quelques mots')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('replaces', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacement', to='activities.contribution')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='activities.job')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='activities.participant')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.workrole')),
            ],
            options={
                'verbose_name': 'contribution',
                'ordering': ['-day', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(fields=('kpa', 'name'), name='one_activity_per_name', violation_error_message='Une activité porte déjà ce nom.'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='activity_closed_after_opening', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('activity', 'name'), name='one_offer_per_name', violation_error_message='Une offre porte déjà ce nom.'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['kpa', 'starts_on', 'id'], name='job_by_day'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['kpa', 'state'], name='job_by_state'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), models.Q(('ends_on__gte', models.F('starts_on')), ('starts_on__isnull', False)), _connector='OR'), name='job_ends_after_start', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='offermaterial',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='material_has_a_quantity', violation_error_message='La quantité est plus grande que zéro.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('user__isnull', True)), models.Q(('person__isnull', True), ('user__isnull', False)), _connector='OR'), name='participant_is_somebody', violation_error_message="Choisissez une personne du groupe ou de l'équipe."),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('kpa', 'person'), name='one_participant_per_person'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('kpa', 'user'), name='one_participant_per_user'),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=models.Index(fields=['kpa', '-day', '-id'], name='expense_by_kpa'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='expense_is_something', violation_error_message='Le montant est plus grand que zéro.'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('advanced_by', 'participant'), ('participant__isnull', False)), models.Q(models.Q(('advanced_by', 'participant'), _negated=True), ('participant__isnull', True)), _connector='OR'), name='expense_advanced_by_somebody', violation_error_message="Dites qui a avancé l'argent."),
        ),
        migrations.AddIndex(
            model_name='signup',
            index=models.Index(fields=['participant', 'shift'], name='sign_up_by_participant'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('shift', 'participant'), name='one_sign_up_per_person', violation_error_message='Cette personne est déjà inscrite.'),
        ),
        migrations.AddConstraint(
            model_name='workrole',
            constraint=models.UniqueConstraint(fields=('kpa', 'name'), name='one_role_per_name', violation_error_message='Ce rôle existe déjà.'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(fields=['starts_at', 'id'], name='shift_by_start'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='shift_lasts', violation_error_message='Un créneau dure au moins une minute.'),
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=models.Index(fields=['kpa', '-day', '-id'], name='contribution_by_kpa'),
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=models.Index(fields=['participant', '-day', '-id'], name='contribution_by_participant'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('points__gt', 0), _connector='OR'), name='contribution_is_something', violation_error_message='Dites combien de temps.'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0)), name='points_not_negative'),
        ),
    ]
