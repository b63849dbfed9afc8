"""The tables of this app as they stood on November 29, 2026: what was made step by step before is made at once."""

import common.guards
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('stipends', '0001_stipends'),
        ('stipends', '0002_steps_and_line_hashes'),
        ('stipends', '0003_confirmations'),
        ('stipends', '0004_lighter_lines'),
        ('stipends', '0005_inputs_as_hashed'),
        ('stipends', '0006_lines_guarded_by_statement'),
        ('stipends', '0007_what_a_run_pays_is_locked'),
        ('stipends', '0008_nothing_left_to_pay'),
        ('stipends', '0009_words_of_files'),
        ('stipends', '0010_paid_years_stay'),
        ('stipends', '0011_drafts_are_discarded'),
        ('stipends', '0012_changes_after_signing'),
        ('stipends', '0013_refused_approvals'),
        ('stipends', '0014_guards_without_a_door'),
        ('stipends', '0015_chunks_wait_between_attempts'),
        ('stipends', '0016_said_once'),
        ('stipends', '0017_lines_changed_in_the_database'),
        ('stipends', '0018_calendars_after_signing'),
        ('stipends', '0019_rosters_that_lack_a_mark'),
        ('stipends', '0020_placements_after_signing'),
        ('stipends', '0021_ends_and_moves_after_signing'),
        ('stipends', '0022_waived_after_signing'),
        ('stipends', '0023_policies_after_signing'),
        ('stipends', '0024_marks_after_signing'),
        ('stipends', '0025_installment_as_it_is_spelled'),
        ('stipends', '0026_amounts_and_words_of_their_own'),
        ('stipends', '0027_a_deliverable_handed_in'),
        ('stipends', '0028_facts_of_histories'),
        ('stipends', '0029_facts_out_of_notes'),
        ('stipends', '0030_states_in_words'),
        ('stipends', '0031_pay_of_merged_accounts'),
        ('stipends', '0032_work_and_several_sessions_after_signing'),
    ]

    dependencies = [
        ('pathways', '0001_tables'),
        ('people', '0001_tables'),
        ('seminars', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PaidServiceDay',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('pathways.serviceday',),
        ),
        migrations.CreateModel(
            name='PaidYear',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('pathways.programyear',),
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('layout', models.CharField(choices=[('generic', 'file for payroll, one row a line'), ('journal', 'general-ledger journal for bookkeeping')], max_length=10)),
                ('file_name', models.CharField(max_length=120)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('lines_count', models.PositiveIntegerField()),
                ('total_cents', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['run', 'layout'],
            },
        ),
        migrations.CreateModel(
            name='ExportDownload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='stipends.export')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='RunRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('words', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RefusedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('sessions', 'attendance'), ('deliverables', 'Deliverables'), ('handed_in', 'a deliverable was handed in'), ('attested', 'attestation'), ('days', 'service days or leave'), ('annual_cents', 'the annual amount'), ('share', 'Share'), ('segments', 'the schools it was served at'), ('policy', 'the stipend policy'), ('paid_cents', 'paid by another run'), ('open_rosters', 'rosters closed or opened'), ('signed', 'the signatures'), ('completed_year', 'whether the year was completed'), ('channel', 'the payment channel'), ('school', 'School'), ('new', 'new since then'), ('gone', 'no longer there'), ('other', 'how the product reckons'), ('altered', 'changed in the database')], max_length=20), size=None)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.placement')),
                ('refusal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='stipends.runrefusal')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StatementChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('added', 'a session was added'), ('series', 'sessions were added'), ('changed', 'a session was changed'), ('moved', 'a session has a new time'), ('cancelled', 'a session was cancelled'), ('event', 'an event of sessions was changed'), ('calendar', 'the service days of the year were changed'), ('start', 'the first day was corrected'), ('ended', 'the placement was ended'), ('end', 'the end was corrected'), ('school', 'the school was changed'), ('leave', 'a leave was recorded'), ('leave_back', 'a leave was taken back'), ('waived', 'a deliverable was waived'), ('owed', 'a deliverable was changed'), ('policy', 'the stipend policy was changed'), ('mark', 'a mark was corrected')], max_length=10)),
                ('title', models.CharField(help_text='What changed, as it was called then, or what is so now', max_length=300)),
                ('day', models.DateField(blank=True, help_text='The day of the session after the change', null=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('earned_before_cents', models.BigIntegerField(null=True)),
                ('earned_after_cents', models.BigIntegerField(null=True)),
                ('possible_before_cents', models.BigIntegerField(null=True)),
                ('possible_after_cents', models.BigIntegerField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_changes', to='pathways.placement')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement_changes', to='seminars.session')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StipendLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('district', 'district payroll'), ('own', 'own payroll'), ('vendor', 'vendor')], default='district', max_length=10)),
                ('status', models.CharField(choices=[('payable', 'Payable'), ('excluded', 'Excluded')], max_length=10)),
                ('exclusion', models.CharField(blank=True, choices=[('unsigned', 'the commitment is not signed by both'), ('roster_open', 'a roster is still open or lacks a mark'), ('attestation_pending', 'the principal has not attested yet'), ('disputed', 'Disputed'), ('no_policy', 'no stipend policy is published'), ('zero', 'nothing was left to pay')], max_length=20)),
                ('earned_cents', models.BigIntegerField()),
                ('already_paid_cents', models.BigIntegerField(default=0)),
                ('amount_cents', models.BigIntegerField(help_text='What this run pays')),
                ('cells', models.JSONField(help_text='Per segment and component: cents and reasons')),
                ('inputs', models.TextField(help_text='JSON, letter by letter what its hash was taken of')),
                ('inputs_sha256', models.CharField(max_length=64)),
                ('whole_cents', models.BigIntegerField(blank=True, null=True)),
                ('overpaid_cents', models.BigIntegerField(default=0)),
                ('nothing_to_deliver', models.BooleanField(default=False, help_text='Paid in full, and to be reviewed')),
                ('sha256', models.CharField(help_text='Over everything this line says', max_length=64)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stipend_lines', to=settings.AUTH_USER_MODEL)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stipend_lines', to='pathways.placement')),
                ('reverses', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='stipends.stipendline')),
                ('role', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.role')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
            ],
            options={
                'ordering': ['run', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LineConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_cents', models.BigIntegerField()),
                ('reference', models.CharField(blank=True, help_text="Payroll's own number", max_length=100)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='stipends.stipendline')),
            ],
            options={
                'ordering': ['line'],
            },
        ),
        migrations.CreateModel(
            name='StipendPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('annual_cents', models.BigIntegerField()),
                ('rule', models.JSONField(help_text='As stipends.rules.policy reads it')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired'), ('discarded', 'Discarded')], default='draft', max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stipend_policies', to='pathways.role')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stipend_policies', to='pathways.programyear')),
            ],
            options={
                'verbose_name_plural': 'stipend policies',
                'ordering': ['-year__starts', 'role', '-version'],
            },
        ),
        migrations.AddField(
            model_name='stipendline',
            name='policy',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='stipends.stipendpolicy'),
        ),
        migrations.CreateModel(
            name='StipendPolicyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stipends.stipendpolicy')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stipends.stipendpolicy')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StipendRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('projection', 'Projection'), ('instalment', 'Installment'), ('final', 'Final'), ('supplementary', 'Supplementary')], max_length=14)),
                ('number', models.PositiveSmallIntegerField(default=1, help_text='Which installment or supplement')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('calculating', 'Calculating'), ('calculated', 'Calculated'), ('approved', 'Approved'), ('exported', 'Exported'), ('confirmed', 'Confirmed'), ('void', 'Void')], default='draft', max_length=12)),
                ('prepared_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('snapshot_sha256', models.CharField(blank=True, max_length=64)),
                ('total_cents', models.BigIntegerField(default=0)),
                ('lines_count', models.PositiveIntegerField(default=0)),
                ('chunks_total', models.PositiveIntegerField(default=0)),
                ('calculated_at', models.DateTimeField(blank=True, null=True)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('calculating_at', models.DateTimeField(blank=True, null=True)),
                ('step', models.JSONField(blank=True, default=dict, help_text='As stipends.rules.instalments reads it; empty pays the balance')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stipend_runs', to='pathways.programyear')),
            ],
            options={
                'ordering': ['-prepared_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='stipendline',
            name='run',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='stipends.stipendrun'),
        ),
        migrations.AddField(
            model_name='runrefusal',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='stipends.stipendrun'),
        ),
        migrations.CreateModel(
            name='RunChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('placement_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('hindered_since', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='stipends.stipendrun')),
            ],
            options={
                'ordering': ['run', 'round', 'number'],
            },
        ),
        migrations.AddField(
            model_name='export',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='stipends.stipendrun'),
        ),
        migrations.CreateModel(
            name='StipendRunEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('lines', models.PositiveIntegerField(blank=True, null=True)),
                ('cents', models.BigIntegerField(blank=True, null=True)),
                ('round', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('snapshot_sha256', models.CharField(blank=True, max_length=64)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stipends.stipendrun')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        common.guards.AddGuard(
            model_name='paidserviceday',
            trigger=pgtrigger.compiler.Trigger(name='paid_calendars_stay_insert', sql=common.guards.GuardSql(func="\n        PERFORM 1 FROM stipends_stipendrun WHERE year_id IN (SELECT year_id FROM new_days) ORDER BY id FOR SHARE;\n        IF EXISTS (SELECT 1 FROM stipends_stipendrun\n                   WHERE state IN ('approved', 'exported', 'confirmed') AND kind = 'final' AND year_id IN (SELECT year_id FROM new_days)) THEN\n            RAISE EXCEPTION 'A stipend run of this year is approved: what it was paid by stays.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n     RETURN NULL;", hash='2d97a189790387a863ca6bfcb6bc17239dc9a28b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_paid_calendars_stay_insert_47d8c', referencing='REFERENCING NEW TABLE AS new_days ', table='pathways_serviceday', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='paidserviceday',
            trigger=pgtrigger.compiler.Trigger(name='paid_calendars_stay_update', sql=common.guards.GuardSql(func="\n        PERFORM 1 FROM stipends_stipendrun WHERE year_id IN (SELECT year_id FROM new_days UNION SELECT year_id FROM old_days) ORDER BY id FOR SHARE;\n        IF EXISTS (SELECT 1 FROM stipends_stipendrun\n                   WHERE state IN ('approved', 'exported', 'confirmed') AND kind = 'final' AND year_id IN (SELECT year_id FROM new_days UNION SELECT year_id FROM old_days)) THEN\n            RAISE EXCEPTION 'A stipend run of this year is approved: what it was paid by stays.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n     RETURN NULL;", hash='e69770eec80b0832ce2e7487dbf411868aa81a08', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_paid_calendars_stay_update_5681e', referencing='REFERENCING OLD TABLE AS old_days  NEW TABLE AS new_days ', table='pathways_serviceday', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='paidserviceday',
            trigger=pgtrigger.compiler.Trigger(name='paid_calendars_stay_delete', sql=common.guards.GuardSql(func="\n        PERFORM 1 FROM stipends_stipendrun WHERE year_id IN (SELECT year_id FROM old_days) ORDER BY id FOR SHARE;\n        IF EXISTS (SELECT 1 FROM stipends_stipendrun\n                   WHERE state IN ('approved', 'exported', 'confirmed') AND kind = 'final' AND year_id IN (SELECT year_id FROM old_days)) THEN\n            RAISE EXCEPTION 'A stipend run of this year is approved: what it was paid by stays.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n     RETURN NULL;", hash='4e89a896b06db14b8f9f0a0a4c7c10d56021e481', level='STATEMENT', operation='DELETE', pgid='pgtrigger_paid_calendars_stay_delete_79db2', referencing='REFERENCING OLD TABLE AS old_days ', table='pathways_serviceday', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='paidyear',
            trigger=pgtrigger.compiler.Trigger(name='paid_years_stay', sql=common.guards.GuardSql(condition='WHEN ((OLD."ends" IS DISTINCT FROM (NEW."ends") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."starts" IS DISTINCT FROM (NEW."starts")))', func="\n        PERFORM 1 FROM stipends_stipendrun WHERE year_id IN (OLD.id) ORDER BY id FOR SHARE;\n        IF EXISTS (SELECT 1 FROM stipends_stipendrun\n                   WHERE state IN ('approved', 'exported', 'confirmed') AND year_id IN (OLD.id)) THEN\n            RAISE EXCEPTION 'A stipend run of this year is approved: what it was paid by stays.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n     RETURN NEW;", hash='5aaf68ce22b672c923f97fe12c318d4399209fc2', operation='UPDATE', pgid='pgtrigger_paid_years_stay_25891', table='pathways_programyear', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='exportdownload',
            trigger=pgtrigger.compiler.Trigger(name='downloads_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a685c32526771c1fe025eb010576dfdfa84d041', operation='UPDATE OR DELETE', pgid='pgtrigger_downloads_stay_d22be', table='stipends_exportdownload', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='refusedline',
            constraint=models.UniqueConstraint(fields=('refusal', 'placement'), name='one_refused_line_per_statement'),
        ),
        common.guards.AddGuard(
            model_name='refusedline',
            trigger=pgtrigger.compiler.Trigger(name='refused_lines_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a0e8d89be05cab999c35c3ed271bca588aa94118', operation='UPDATE OR DELETE', pgid='pgtrigger_refused_lines_stay_9ef98', table='stipends_refusedline', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='statementchange',
            index=models.Index(fields=['placement', 'at'], name='changes_of_a_statement'),
        ),
        migrations.AddConstraint(
            model_name='statementchange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_change_after_signing_says_why'),
        ),
        common.guards.AddGuard(
            model_name='statementchange',
            trigger=pgtrigger.compiler.Trigger(name='changes_after_signing_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='054222974ceba26ed65c016123aa42a642ca980f', operation='UPDATE OR DELETE', pgid='pgtrigger_changes_after_signing_stay_75d7e', table='stipends_statementchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lineconfirmation',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='confirmed_amount_is_above_0'),
        ),
        common.guards.AddGuard(
            model_name='lineconfirmation',
            trigger=pgtrigger.compiler.Trigger(name='confirmations_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a91b668f6a6e2bdc58f886157955dc44ebbc43b', operation='UPDATE OR DELETE', pgid='pgtrigger_confirmations_stay_9d757', table='stipends_lineconfirmation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='stipendpolicy',
            constraint=models.UniqueConstraint(fields=('role', 'year', 'version'), name='one_policy_per_role_year_and_version'),
        ),
        migrations.AddConstraint(
            model_name='stipendpolicy',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('role', 'year'), name='one_published_policy_per_role_and_year'),
        ),
        migrations.AddConstraint(
            model_name='stipendpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('annual_cents__gte', 0)), name='policy_amount_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='stipendpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='two_people_make_a_policy'),
        ),
        migrations.AddConstraint(
            model_name='stipendpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='published_by_someone'),
        ),
        common.guards.AddGuard(
            model_name='stipendpolicy',
            trigger=pgtrigger.compiler.Trigger(name='drafted_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") AND OLD."drafted_at" IS NOT NULL) OR (OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") AND OLD."drafted_by_id" IS NOT NULL) OR (OLD."published_at" IS DISTINCT FROM (NEW."published_at") AND OLD."published_at" IS NOT NULL) OR (OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") AND OLD."published_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='8cc647f8469d0d982a3fee9fcdd121bfed852128', operation='UPDATE', pgid='pgtrigger_drafted_at_is_said_once_922c4', table='stipends_stipendpolicy', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendpolicy',
            trigger=pgtrigger.compiler.Trigger(name='published_policies_stay', sql=common.guards.GuardSql(condition='WHEN (OLD."state" IN (\'published\', \'retired\', \'discarded\'))', func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='e9ac40ac1524b8d653af3d98600571b641eed175', operation='DELETE', pgid='pgtrigger_published_policies_stay_98caa', table='stipends_stipendpolicy', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendpolicy',
            trigger=pgtrigger.compiler.Trigger(name='published_policies_are_never_edited', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IN (\'published\', \'retired\', \'discarded\') AND (OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."annual_cents" IS DISTINCT FROM (NEW."annual_cents") OR OLD."role_id" IS DISTINCT FROM (NEW."role_id") OR OLD."year_id" IS DISTINCT FROM (NEW."year_id") OR NEW."state" = \'draft\')))', func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='fd0e16535823032f6e90205fce9757152107c543', operation='UPDATE', pgid='pgtrigger_published_policies_are_never_edited_35b65', table='stipends_stipendpolicy', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='stipendpolicyevent',
            index=models.Index(fields=['policy', 'at'], name='events_of_a_policy'),
        ),
        common.guards.AddGuard(
            model_name='stipendpolicyevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='0dea8842a994d03889cd74ab3cec51cadf3076cd', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_6d41b', table='stipends_stipendpolicyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='stipendrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('year', 'kind', 'number'), name='one_live_run_per_year_kind_and_number'),
        ),
        migrations.AddConstraint(
            model_name='stipendrun',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='approver_is_not_preparer'),
        ),
        migrations.AddConstraint(
            model_name='stipendrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'exported', 'confirmed']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('snapshot_sha256', ''), _negated=True)), _connector='OR'), name='approved_names_who_when_and_what'),
        ),
        migrations.AddConstraint(
            model_name='stipendrun',
            constraint=models.CheckConstraint(condition=models.Q(('total_cents__gte', 0)), name='run_total_is_not_negative'),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='prepared_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") AND OLD."prepared_at" IS NOT NULL) OR (OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") AND OLD."prepared_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='eb22a25e073ba20d6fd57e39e88040c031d2e9c4', operation='UPDATE', pgid='pgtrigger_prepared_at_is_said_once_476d1', table='stipends_stipendrun', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='approved_at_moves_with_its_event', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND ((OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))))', func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;", hash='3629aed614fdcf5b4afd06f5e126809361d27cdd', operation='UPDATE', pgid='pgtrigger_approved_at_moves_with_its_event_ab260', table='stipends_stipendrun', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='calculated_at_moves_with_its_event', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."round" IS NOT DISTINCT FROM (NEW."round")) AND ((OLD."calculated_at" IS DISTINCT FROM (NEW."calculated_at") OR OLD."calculating_at" IS DISTINCT FROM (NEW."calculating_at"))))', func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;", hash='7f777cbcbf98e8560f7be9609c1650f794a5b581', operation='UPDATE', pgid='pgtrigger_calculated_at_moves_with_its_event_a0cb9', table='stipends_stipendrun', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='runs_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: a run is made void, not deleted', TG_OP, TG_TABLE_NAME;", hash='8b9063c461a9850467643725fc25d4f1d37584f7', operation='DELETE', pgid='pgtrigger_runs_stay_7552a', table='stipends_stipendrun', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='approved_runs_keep_their_money', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IN (\'approved\', \'exported\', \'confirmed\', \'void\')) AND ((OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."calculated_at" IS DISTINCT FROM (NEW."calculated_at") OR OLD."calculating_at" IS DISTINCT FROM (NEW."calculating_at") OR OLD."chunks_total" IS DISTINCT FROM (NEW."chunks_total") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lines_count" IS DISTINCT FROM (NEW."lines_count") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."snapshot_sha256" IS DISTINCT FROM (NEW."snapshot_sha256") OR OLD."step" IS DISTINCT FROM (NEW."step") OR OLD."total_cents" IS DISTINCT FROM (NEW."total_cents") OR OLD."year_id" IS DISTINCT FROM (NEW."year_id"))))', func="RAISE EXCEPTION '% of %: an approved run does not change', TG_OP, TG_TABLE_NAME;", hash='ff787ca2540da9bf2c328dc66ab843a909721501', operation='UPDATE', pgid='pgtrigger_approved_runs_keep_their_money_d1f1e', table='stipends_stipendrun', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='approved_runs_only_go_on', sql=common.guards.GuardSql(condition='WHEN (((OLD."state" = \'approved\' AND NOT (NEW."state" IN (\'approved\', \'exported\', \'void\'))) OR (OLD."state" = \'exported\' AND NOT (NEW."state" IN (\'exported\', \'confirmed\'))) OR (OLD."state" IN (\'confirmed\', \'void\') AND OLD."state" IS DISTINCT FROM (NEW."state"))))', func="RAISE EXCEPTION '% of %: an approved run only goes on', TG_OP, TG_TABLE_NAME;", hash='411fde5bdb1015491af5ad8cb0ba6dc0f7250920', operation='UPDATE', pgid='pgtrigger_approved_runs_only_go_on_afe04', table='stipends_stipendrun', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendrun',
            trigger=pgtrigger.compiler.Trigger(name='nobody_handles_their_own_pay', sql=common.guards.GuardSql(func="IF NEW.state IN ('approved', 'exported', 'confirmed') AND EXISTS (SELECT 1 FROM stipends_stipendline l WHERE l.run_id = NEW.id AND l.person_id IN (SELECT id FROM people_user WHERE id IN (NEW.prepared_by_id, NEW.approved_by_id) OR merged_into_id IN (NEW.prepared_by_id, NEW.approved_by_id))) THEN RAISE EXCEPTION 'preparer and approver are not paid on their run'; END IF; RETURN NEW;", hash='3881fa8b4243f3800f02ab8d01aeb8086baee000', operation='UPDATE OR INSERT', pgid='pgtrigger_nobody_handles_their_own_pay_104d4', table='stipends_stipendrun', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='stipendline',
            index=models.Index(fields=['person', 'run'], name='lines_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='stipendline',
            index=models.Index(fields=['run', 'id'], name='lines_of_a_run'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.UniqueConstraint(fields=('run', 'placement'), name='one_line_per_statement_and_run'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents__gte', 0), ('earned_cents__gte', 0)), name='amounts_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.CheckConstraint(condition=models.Q(('overpaid_cents__gte', 0), models.Q(('whole_cents', None), ('whole_cents__gte', 0), _connector='OR')), name='amounts_beside_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'payable'), ('amount_cents', 0), _connector='OR'), name='excluded_pays_nothing'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'payable'), models.Q(('exclusion', ''), _negated=True), _connector='OR'), name='excluded_says_why'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.CheckConstraint(condition=models.Q(('inputs_sha256__regex', '^[0-9a-f]{64}$')), name='line_names_its_inputs'),
        ),
        migrations.AddConstraint(
            model_name='stipendline',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='line_has_its_hash'),
        ),
        common.guards.AddGuard(
            model_name='stipendline',
            trigger=pgtrigger.compiler.Trigger(name='locked_runs_take_no_line', sql=common.guards.GuardSql(func="IF EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN ('approved', 'exported', 'confirmed') AND r.id IN (SELECT run_id FROM new_lines)) THEN RAISE EXCEPTION 'a line of a locked run does not change'; END IF; RETURN NULL;", hash='329ef5ebacc9fbc5c82157cd35f365717ef449d8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_locked_runs_take_no_line_e22c3', referencing='REFERENCING NEW TABLE AS new_lines ', table='stipends_stipendline', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='stipendline',
            trigger=pgtrigger.compiler.Trigger(name='lines_are_never_edited', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: a line is written once', TG_OP, TG_TABLE_NAME;", hash='82adb506294fa5f32eb7052ee9369ed299710113', operation='UPDATE', pgid='pgtrigger_lines_are_never_edited_47903', table='stipends_stipendline', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='stipendline',
            trigger=pgtrigger.compiler.Trigger(name='locked_lines_stay', sql=common.guards.GuardSql(func="IF EXISTS (SELECT 1 FROM stipends_stipendrun r WHERE r.state IN ('approved', 'exported', 'confirmed') AND r.id IN (SELECT run_id FROM old_lines)) THEN RAISE EXCEPTION 'a line of a locked run does not change'; END IF; RETURN NULL;", hash='621c1bd65c302df0d8d347e82fdd32886bca9866', level='STATEMENT', operation='DELETE', pgid='pgtrigger_locked_lines_stay_6f423', referencing='REFERENCING OLD TABLE AS old_lines ', table='stipends_stipendline', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='runrefusal',
            index=models.Index(fields=['run', 'round'], name='refusals_of_a_run'),
        ),
        common.guards.AddGuard(
            model_name='runrefusal',
            trigger=pgtrigger.compiler.Trigger(name='refusals_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='688f839a66b420c5020c73b80cb62babb1c53808', operation='UPDATE OR DELETE', pgid='pgtrigger_refusals_stay_e0d04', table='stipends_runrefusal', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='runchunk',
            constraint=models.UniqueConstraint(fields=('run', 'round', 'number'), name='one_chunk_per_run_round_and_number'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.UniqueConstraint(fields=('run', 'layout'), name='one_file_per_run_and_layout'),
        ),
        common.guards.AddGuard(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='exports_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='5644ce767bd8c71ee3bb08bbe417063e140dc993', operation='UPDATE OR DELETE', pgid='pgtrigger_exports_stay_a9ee4', table='stipends_export', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='stipendrunevent',
            index=models.Index(fields=['run', 'at'], name='events_of_a_run'),
        ),
        common.guards.AddGuard(
            model_name='stipendrunevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='10f0cbb00ca615dd83d4b457063f27014959bfe3', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_95d86', table='stipends_stipendrunevent', when='BEFORE')),
        ),
        # Compressing what is written once and read one line at a time took a fifth of the writing.
        migrations.RunSQL(
            "ALTER TABLE stipends_stipendline ALTER cells SET STORAGE EXTERNAL, ALTER inputs SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
