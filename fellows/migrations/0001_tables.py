"""The tables of this app as they stood on November 29, 2026: what was made step by step before is made at once."""

import common.guards
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('fellows', '0001_fellows'),
        ('fellows', '0002_words'),
        ('fellows', '0003_constraints_in_words'),
        ('fellows', '0004_vouched'),
        ('fellows', '0005_lists_by_sorted_names'),
        ('fellows', '0006_guards_without_a_door'),
        ('fellows', '0007_school_names_as_people_type_them'),
        ('fellows', '0008_said_once'),
        ('fellows', '0009_facts_of_histories'),
        ('fellows', '0010_facts_out_of_notes'),
        ('fellows', '0011_versions_as_their_texts_name_them'),
        ('fellows', '0012_states_in_words'),
    ]

    dependencies = [
        ('people', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FellowCohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(help_text='The first day after the program')),
                ('places', models.PositiveSmallIntegerField(default=8)),
            ],
            options={
                'ordering': ['-starts'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='fellow_cohort_ends_after_it_starts', violation_error_message='It must end after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='Fellow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('nominated', 'Nominated'), ('selected', 'Selected'), ('applied_ucla', 'Applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('graduated', 'Graduated'), ('serving', 'Serving'), ('fulfilled', 'Fulfilled'), ('withdrawn', 'Withdrawn'), ('released', 'Released'), ('discharged', 'Discharged'), ('ended_unfulfilled', 'Ended unfulfilled')], default='nominated', max_length=20)),
                ('graduated_on', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fellowships', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fellows', to='fellows.fellowcohort')),
            ],
            options={
                'ordering': ['-cohort__starts', 'person__sort_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12)),
                ('attempt', models.PositiveSmallIntegerField(default=1)),
                ('due', models.DateField(blank=True, null=True)),
                ('reached_on', models.DateField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='fellows.fellow')),
            ],
            options={
                'ordering': ['fellow', 'due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SchoolSimilarity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_name', models.CharField(max_length=200)),
                ('school_key', models.CharField(default='', editable=False, max_length=300)),
                ('decided_on', models.DateField()),
                ('similar', models.BooleanField()),
                ('reasons', models.TextField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'similarity of schools',
                'verbose_name_plural': 'similarities of schools',
                'ordering': ['school_name', '-decided_on'],
            },
        ),
        migrations.CreateModel(
            name='ServiceAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('terms', models.JSONField(help_text='required_years, window_years, granularity, half_year_counts, fte, fte_threshold')),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('typed_name', models.CharField(max_length=200)),
                ('signed_at', models.DateTimeField()),
                ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='fellows.fellow')),
            ],
            options={
                'ordering': ['fellow', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FellowEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('milestone', models.CharField(blank=True, choices=[('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12)),
                ('day', models.DateField(blank=True, null=True)),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='fellows.fellow')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.serviceagreement')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.CharField(max_length=200)),
                ('site', models.CharField(max_length=200)),
                ('position', models.CharField(max_length=120)),
                ('fte_thousandths', models.PositiveSmallIntegerField(default=1000, verbose_name='FTE, in thousandths')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('reported', 'Reported'), ('verified', 'Verified'), ('disputed', 'Disputed'), ('accepted', 'Accepted')], default='reported', max_length=10)),
                ('verifier_email', models.EmailField(blank=True, max_length=254)),
                ('vouched', models.BooleanField(default=False, verbose_name='confirmed by a known signer')),
                ('disagreement', models.JSONField(blank=True, default=dict)),
                ('reported_at', models.DateTimeField()),
                ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='fellows.fellow')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='people.school')),
            ],
            options={
                'ordering': ['fellow', 'starts'],
            },
        ),
        migrations.CreateModel(
            name='ServiceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('sent_to', models.EmailField(max_length=254)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='fellows.servicerecord')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ServiceRecordEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('typed_name', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.servicelink')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='fellows.servicerecord')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('family', 'Family'), ('military', 'Military'), ('study', 'Study'), ('other', 'Other')], max_length=10)),
                ('starts', models.DateField()),
                ('months', models.PositiveSmallIntegerField()),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='fellows.fellow')),
            ],
            options={
                'ordering': ['fellow', 'starts'],
            },
        ),
        migrations.AddConstraint(
            model_name='fellow',
            constraint=models.UniqueConstraint(fields=('person', 'cohort'), name='one_fellowship_per_person_and_cohort'),
        ),
        migrations.AddConstraint(
            model_name='fellow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['graduated', 'serving', 'fulfilled']), _negated=True), ('graduated_on__isnull', False), _connector='OR'), name='graduated_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('fellow', 'kind', 'attempt'), name='one_milestone_per_kind_and_attempt'),
        ),
        migrations.AddConstraint(
            model_name='schoolsimilarity',
            constraint=models.UniqueConstraint(fields=('school_key', 'decided_on'), name='one_similarity_decision_a_day'),
        ),
        migrations.AddConstraint(
            model_name='schoolsimilarity',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='similarity_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='serviceagreement',
            constraint=models.UniqueConstraint(fields=('fellow', 'sha256'), name='one_agreement_per_text'),
        ),
        common.guards.AddGuard(
            model_name='serviceagreement',
            trigger=pgtrigger.compiler.Trigger(name='agreements_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a4577a6d9b0eec26ad2876a4a6376146e6b3cc3a', operation='UPDATE OR DELETE', pgid='pgtrigger_agreements_stay_a9095', table='fellows_serviceagreement', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='fellowevent',
            index=models.Index(fields=['fellow', 'at'], name='events_of_a_fellow'),
        ),
        common.guards.AddGuard(
            model_name='fellowevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='953f5e7c2152470b03b86a2b8d69cb925c7fb22d', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_d4453', table='fellows_fellowevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='servicerecord',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='service_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='servicerecord',
            constraint=models.CheckConstraint(condition=models.Q(('fte_thousandths__gt', 0), ('fte_thousandths__lte', 2000)), name='service_fte_is_a_share'),
        ),
        common.guards.AddGuard(
            model_name='servicerecord',
            trigger=pgtrigger.compiler.Trigger(name='reported_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN ((OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") AND OLD."reported_at" IS NOT NULL))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='95324d7ec7759f3992b4aba53a677159dfa0a929', operation='UPDATE', pgid='pgtrigger_reported_at_is_said_once_d8640', table='fellows_servicerecord', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='servicelink',
            trigger=pgtrigger.compiler.Trigger(name='used_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."used_at" IS DISTINCT FROM (NEW."used_at") AND OLD."used_at" IS NOT NULL) OR (OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL) OR (OLD."signer_id" IS DISTINCT FROM (NEW."signer_id") AND OLD."signer_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='a3fd855abe4cd1db5f0540e34f64d88beb52eeae', operation='UPDATE', pgid='pgtrigger_used_at_is_said_once_c925c', table='fellows_servicelink', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='servicerecordevent',
            index=models.Index(fields=['record', 'at'], name='events_of_a_service_record'),
        ),
        common.guards.AddGuard(
            model_name='servicerecordevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='62246c81fb2e5ca14a823aa909fdfb28f036a733', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_00830', table='fellows_servicerecordevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 36)), name='a_suspension_has_1_to_36_months'),
        ),
    ]
