
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('ledger', '0003_accounts_of_participants_activities_and_pots'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('on', models.DateField(verbose_name='décidé le')),
                ('how', models.CharField(choices=[('consent', "Par consentement : personne ne s'y est opposé"), ('consensus', "Par consensus : tout le monde était d'accord"), ('vote', 'Par un vote'), ('other', 'Autrement')], max_length=9, verbose_name='comment')),
                ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pour')),
                ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contre')),
                ('abstentions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstentions')),
                ('others_present', models.CharField(blank=True, max_length=500, verbose_name='autres personnes présentes')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='précision')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='network.organisation')),
            ],
            options={
                'verbose_name': 'décision',
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Distribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('day', models.DateField(verbose_name='date')),
                ('income', models.BigIntegerField(verbose_name='recette cumulée hors taxes (centimes)')),
                ('expenses', models.BigIntegerField(verbose_name='frais cumulés (centimes)')),
                ('year', models.PositiveSmallIntegerField(verbose_name='année de la dernière recette')),
                ('year_to_date', models.BigIntegerField(verbose_name='marge déjà partagée cette année-là (centimes)')),
                ('case', models.JSONField()),
                ('after', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='sharing.distribution')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='activities.job')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
            options={
                'verbose_name': 'répartition',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Disagreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('text', models.TextField(max_length=2000, verbose_name='ce qui ne va pas')),
                ('said_on', models.DateField(verbose_name='dit le')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='réponse du groupe')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='répondu le')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.participant')),
                ('distribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disagreements', to='sharing.distribution')),
            ],
            options={
                'verbose_name': 'désaccord',
                'ordering': ['distribution_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FeeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('cents', models.PositiveIntegerField(verbose_name='par mois (centimes)')),
                ('valid_from', models.DateField(verbose_name='à partir du')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('first_months_free', models.PositiveSmallIntegerField(default=0, verbose_name='premiers mois gratuits')),
                ('waived_statuses', models.JSONField(blank=True, default=list, verbose_name='dispensés')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_rules', to='network.organisation')),
                ('kpa', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
            options={
                'verbose_name': 'contribution périodique',
                'ordering': ['host_id', '-valid_from', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='mois')),
                ('cents', models.PositiveIntegerField(verbose_name='centimes')),
                ('waived', models.CharField(blank=True, max_length=12, verbose_name='dispense')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='activities.participant')),
                ('posting', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fee', to='ledger.posting')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='sharing.feerule')),
            ],
            options={
                'verbose_name': "contribution d'un mois",
                'ordering': ['-month', '-id'],
            },
        ),
        migrations.CreateModel(
            name='HostScale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('valid_from', models.DateField(verbose_name='à partir du')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('brackets', models.JSONField(verbose_name='tranches')),
                ('per', models.CharField(choices=[('kpa', 'Le KPA dans son ensemble'), ('activity', 'Chaque activité')], default='kpa', max_length=8, verbose_name='appliqué à')),
                ('waived', models.BooleanField(default=False, verbose_name='exonéré')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='host_scales', to='network.organisation')),
                ('kpa', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
            options={
                'verbose_name': 'barème de contribution',
                'ordering': ['host_id', '-valid_from', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PayCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('valid_from', models.DateField(verbose_name='à partir du')),
                ('cut_off_day', models.PositiveSmallIntegerField(verbose_name='jour du mois')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_calendars', to='network.organisation')),
            ],
            options={
                'verbose_name': 'calendrier de paie',
                'ordering': ['host_id', '-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='PayRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('month', models.DateField(verbose_name='mois')),
                ('pay', models.PositiveIntegerField(default=0, verbose_name='pour la paie, coût total (centimes)')),
                ('refund', models.PositiveIntegerField(default=0, verbose_name='frais avancés à rendre (centimes)')),
                ('keeps_for', models.CharField(blank=True, max_length=200, verbose_name='laissé pour un projet')),
                ('asked_on', models.DateField(verbose_name='demandé le')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_requests', to='network.organisation')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_requests', to='activities.participant')),
            ],
            options={
                'verbose_name': 'demande de paie',
                'ordering': ['-month', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PayEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('withdrawn', 'Retirée'), ('checked', 'Vérifiée par le KPA'), ('returned', 'Renvoyée, avec une explication'), ('accepted', 'Acceptée par la structure de portage'), ('paid', 'Payée')], max_length=9)),
                ('on', models.DateField(verbose_name='le')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='explication')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('posting', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pay_event', to='ledger.posting')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='sharing.payrequest')),
            ],
            options={
                'verbose_name': "étape d'une demande de paie",
                'ordering': ['request_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Payslip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('month', models.DateField(verbose_name='mois')),
                ('cost', models.PositiveIntegerField(verbose_name='coût total (centimes)')),
                ('gross', models.PositiveIntegerField(verbose_name='brut (centimes)')),
                ('net', models.PositiveIntegerField(verbose_name='net (centimes)')),
                ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='heures déclarées')),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='référence')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payslips', to='activities.participant')),
                ('posting', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payslip', to='ledger.posting')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='sharing.payslip')),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payslip', to='sharing.payrequest')),
            ],
            options={
                'verbose_name': 'bulletin de paie',
                'ordering': ['-month', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('receipt', 'Recette'), ('refund', 'Remboursement au client'), ('bad_debt', 'Impayé'), ('correction', "Annulation d'une erreur")], max_length=10, verbose_name='nature')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('invoiced_on', models.DateField(blank=True, null=True, verbose_name='facturé le')),
                ('cents', models.BigIntegerField(verbose_name='hors taxes (centimes)')),
                ('tax', models.BigIntegerField(default=0, verbose_name='taxe (centimes)')),
                ('payer', models.CharField(blank=True, max_length=150, verbose_name='payé par')),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='référence')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='précision')),
                ('corrects', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='sharing.receipt')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='activities.job')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('posting', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='ledger.posting')),
            ],
            options={
                'verbose_name': 'recette',
                'ordering': ['-received_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('content', models.JSONField()),
                ('valid_from', models.DateField(verbose_name='valable à partir du')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='sharing.decision')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "version d'une règle",
                'ordering': ['rule_id', '-valid_from', '-number'],
            },
        ),
        migrations.AddField(
            model_name='distribution',
            name='rule_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='sharing.ruleversion'),
        ),
        migrations.CreateModel(
            name='SharingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sharing_rules', to='activities.activity')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharing_rules', to='network.organisation')),
            ],
            options={
                'verbose_name': 'règle de répartition',
                'ordering': ['kpa_id', 'activity__name', 'id'],
            },
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='sharing.sharingrule'),
        ),
        migrations.CreateModel(
            name='RuleDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(editable=False)),
                ('on_behalf', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('content', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='sharing.sharingrule')),
            ],
            options={
                'verbose_name': 'brouillon de règle',
                'ordering': ['-entered_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DecisionPresence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='sharing.decision')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.participant')),
            ],
            options={
                'verbose_name': 'présence à une décision',
                'ordering': ['decision_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'participant'), name='present_once')],
            },
        ),
        migrations.CreateModel(
            name='DistributionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('approved', 'Approuvée'), ('posted', 'Inscrite aux comptes'), ('withdrawn', 'Retirée'), ('reversed', 'Annulée par une contre-répartition')], max_length=9)),
                ('on', models.DateField(verbose_name='le')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='précision')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('distribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='sharing.distribution')),
                ('posting', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='distribution_event', to='ledger.posting')),
            ],
            options={
                'verbose_name': "étape d'une répartition",
                'ordering': ['distribution_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('distribution', 'what'), name='distribution_event_once')],
            },
        ),
        migrations.CreateModel(
            name='DistributionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('step', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('recipient', models.CharField(max_length=24)),
                ('cents', models.BigIntegerField(verbose_name='centimes')),
                ('figures', models.JSONField(default=dict)),
                ('distribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='sharing.distribution')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='distribution_lines', to='activities.participant')),
            ],
            options={
                'verbose_name': "ligne d'une répartition",
                'ordering': ['distribution_id', 'rank'],
                'indexes': [models.Index(fields=['participant', 'distribution'], name='line_by_participant')],
                'constraints': [models.UniqueConstraint(fields=('distribution', 'rank'), name='one_line_per_rank'), models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='line_gives_something')],
            },
        ),
        migrations.AddConstraint(
            model_name='feerule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='fee_dates_in_order', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.UniqueConstraint(fields=('rule', 'participant', 'month'), name='one_fee_per_month'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='fee_month_is_a_first_day'),
        ),
        migrations.AddConstraint(
            model_name='hostscale',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='scale_dates_in_order', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='paycalendar',
            constraint=models.UniqueConstraint(fields=('host', 'valid_from'), name='one_pay_calendar_per_day', violation_error_message='Un calendrier commence déjà ce jour-là.'),
        ),
        migrations.AddConstraint(
            model_name='paycalendar',
            constraint=models.CheckConstraint(condition=models.Q(('cut_off_day__gte', 1), ('cut_off_day__lte', 28)), name='cut_off_within_a_month', violation_error_message='Choisissez un jour entre 1 et 28.'),
        ),
        migrations.AddIndex(
            model_name='payrequest',
            index=models.Index(fields=['host', 'month'], name='pay_request_by_host'),
        ),
        migrations.AddConstraint(
            model_name='payrequest',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='pay_month_is_a_first_day'),
        ),
        migrations.AddConstraint(
            model_name='payevent',
            constraint=models.UniqueConstraint(fields=('request', 'what'), name='pay_event_once'),
        ),
        migrations.AddConstraint(
            model_name='payslip',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gte', models.F('gross')), ('gross__gte', models.F('net'))), name='payslip_in_order', violation_error_message='Le coût total dépasse le brut, qui dépasse le net.'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['kpa', 'received_on'], name='receipt_by_kpa'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['job', 'id'], name='receipt_by_job'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('cents', 0), _negated=True), name='receipt_is_something', violation_error_message="Le montant n'est pas zéro."),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cents__gt', 0), ('kind', 'receipt'), ('tax__gte', 0)), models.Q(('cents__lt', 0), ('kind__in', ['refund', 'bad_debt']), ('tax__lte', 0)), models.Q(('corrects__isnull', False), ('kind', 'correction')), _connector='OR'), name='receipt_goes_its_way', violation_error_message='Une recette ajoute, un remboursement ou un impayé retire.'),
        ),
        migrations.AddIndex(
            model_name='distribution',
            index=models.Index(fields=['job', '-id'], name='distribution_by_job'),
        ),
        migrations.AddIndex(
            model_name='distribution',
            index=models.Index(fields=['kpa', 'year'], name='distribution_by_year'),
        ),
        migrations.AddConstraint(
            model_name='sharingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('activity__isnull', True)), fields=('kpa',), name='one_rule_per_kpa'),
        ),
        migrations.AddConstraint(
            model_name='sharingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('activity__isnull', False)), fields=('activity',), name='one_rule_per_activity'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(fields=('rule', 'number'), name='one_rule_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(fields=('rule', 'valid_from'), name='one_rule_version_per_day', violation_error_message='Une version est déjà valable à partir de ce jour.'),
        ),
    ]
