"""Layouts of payroll offices as rows; the file of a run says in which of them it was made."""

import common.guards
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0008_overpayments_and_disputes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LayoutColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(help_text='From the left, beginning with 1')),
                ('fact', models.CharField(choices=[('line', 'Line number'), ('external_id', 'Payee number'), ('email', 'Email'), ('family_name', 'Family name'), ('given_name', 'Given name'), ('full_name', 'Family name, given name'), ('school', 'School'), ('cds_code', 'CDS code'), ('pathway', 'Pathway'), ('role', 'Role'), ('channel', 'Channel'), ('gross_amount', 'Gross amount'), ('account', 'Account'), ('fund', 'Fund'), ('program', 'Program'), ('run', 'Run'), ('first_day', 'First day paid for'), ('last_day', 'Last day paid for'), ('corrects', 'Line it corrects'), ('paid_on', 'Date of payment'), ('reference', 'Payroll’s own number'), ('constant', 'Always the same')], max_length=20)),
                ('head', models.CharField(max_length=60, verbose_name='header')),
                ('constant', models.CharField(blank=True, max_length=100, verbose_name='always')),
            ],
            options={
                'ordering': ['layout', 'place'],
            },
        ),
        migrations.CreateModel(
            name='PayrollLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired'), ('discarded', 'Discarded')], default='draft', editable=False, max_length=10)),
                ('drafted_at', models.DateTimeField(editable=False)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_because', models.CharField(blank=True, editable=False, max_length=500)),
                ('name', models.CharField(max_length=60)),
                ('version', models.PositiveSmallIntegerField(editable=False)),
                ('ending', models.CharField(choices=[('csv', 'CSV file'), ('xlsx', 'Excel workbook')], max_length=5, verbose_name='file')),
                ('delimiter', models.CharField(choices=[('comma', 'Commas'), ('semicolon', 'Semicolons'), ('tab', 'Tabs')], max_length=10, verbose_name='between columns')),
                ('amounts', models.CharField(choices=[('plain', '1234.50'), ('dollars', '$1,234.50')], max_length=10)),
                ('dates', models.CharField(choices=[('iso', '2027-02-12'), ('us', '02/12/2027'), ('digits', '20270212')], max_length=10)),
                ('key', models.CharField(choices=[('line', 'Line number'), ('external_id', 'Payee number'), ('email', 'Email')], help_text='By this column a confirmation says whose money it is', max_length=20, verbose_name='whose money it is')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name'), '-version'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='export',
            name='one_file_per_run_and_layout',
        ),
        migrations.AlterField(
            model_name='export',
            name='layout',
            field=models.CharField(choices=[('generic', 'file for payroll, one row a line'), ('workbook', 'the same as a workbook for Excel'), ('journal', 'general-ledger journal for bookkeeping'), ('office', "file in a layout of payroll's own")], max_length=10),
        ),
        migrations.AddField(
            model_name='payrolllayout',
            name='drafted_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payrolllayout',
            name='ended_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payrolllayout',
            name='published_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='layoutcolumn',
            name='layout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='stipends.payrolllayout'),
        ),
        migrations.AddField(
            model_name='export',
            name='office_layout',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='stipends.payrolllayout'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.UniqueConstraint(fields=('run', 'layout', 'office_layout'), name='one_file_per_run_and_layout', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('layout', 'office'), ('office_layout__isnull', False)), models.Q(models.Q(('layout', 'office'), _negated=True), ('office_layout__isnull', True)), _connector='OR'), name='office_files_name_their_layout'),
        ),
        migrations.AddConstraint(
            model_name='payrolllayout',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), models.F('version'), name='one_layout_per_name_and_version'),
        ),
        migrations.AddConstraint(
            model_name='payrolllayout',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('state', 'published')), name='one_layout_of_a_name_in_force'),
        ),
        migrations.AddConstraint(
            model_name='payrolllayout',
            constraint=models.CheckConstraint(condition=models.Q(('version__gt', 0)), name='layouts_count_from_1'),
        ),
        migrations.AddConstraint(
            model_name='payrolllayout',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='two_people_make_layouts'),
        ),
        migrations.AddConstraint(
            model_name='payrolllayout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='layouts_published_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='payrolllayout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['retired', 'discarded']), _negated=True), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='layouts_ended_by_someone'),
        ),
        common.guards.AddGuard(
            model_name='payrolllayout',
            trigger=pgtrigger.compiler.Trigger(name='drafted_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") AND OLD."drafted_at" IS NOT NULL) OR (OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") AND OLD."drafted_by_id" IS NOT NULL) OR (OLD."published_at" IS DISTINCT FROM (NEW."published_at") AND OLD."published_at" IS NOT NULL) OR (OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") AND OLD."published_by_id" IS NOT NULL) OR (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") AND OLD."ended_at" IS NOT NULL) OR (OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") AND OLD."ended_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='74dea7ec7c7a8f3a3dd51b7d62ef9d1b3f054d15', operation='UPDATE', pgid='pgtrigger_drafted_at_is_said_once_4a9e5', table='stipends_payrolllayout', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='payrolllayout',
            trigger=pgtrigger.compiler.Trigger(name='layouts_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: it is retired or discarded, not deleted', TG_OP, TG_TABLE_NAME;", hash='90f027b7fdf7c5e2a5ed209512de9a62387cdc8a', operation='DELETE', pgid='pgtrigger_layouts_stay_2705f', table='stipends_payrolllayout', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='payrolllayout',
            trigger=pgtrigger.compiler.Trigger(name='layouts_are_never_edited', sql=common.guards.GuardSql(condition='WHEN ((OLD."amounts" IS DISTINCT FROM (NEW."amounts") OR OLD."dates" IS DISTINCT FROM (NEW."dates") OR OLD."delimiter" IS DISTINCT FROM (NEW."delimiter") OR OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."ending" IS DISTINCT FROM (NEW."ending") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."version" IS DISTINCT FROM (NEW."version")))', func="RAISE EXCEPTION '% of %: another one is drafted and published in its place', TG_OP, TG_TABLE_NAME;", hash='40d9e973ce79d7606d4916775741610901ec60e7', operation='UPDATE', pgid='pgtrigger_layouts_are_never_edited_d0349', table='stipends_payrolllayout', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='payrolllayout',
            trigger=pgtrigger.compiler.Trigger(name='layouts_only_go_on', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IN (\'published\', \'retired\', \'discarded\')) AND (OLD."state" IS DISTINCT FROM (NEW."state")) AND (NOT (OLD."state" = \'published\' AND NEW."state" = \'retired\')))', func="RAISE EXCEPTION '% of %: what was published is retired, and nothing else', TG_OP, TG_TABLE_NAME;", hash='56c79fc26c9b4bf5416ef4389e2d9204e3f9e75f', operation='UPDATE', pgid='pgtrigger_layouts_only_go_on_6ded4', table='stipends_payrolllayout', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='layoutcolumn',
            constraint=models.UniqueConstraint(fields=('layout', 'place'), name='one_column_per_place'),
        ),
        migrations.AddConstraint(
            model_name='layoutcolumn',
            constraint=models.CheckConstraint(condition=models.Q(('place__gt', 0)), name='places_count_from_1'),
        ),
        migrations.AddConstraint(
            model_name='layoutcolumn',
            constraint=models.CheckConstraint(condition=models.Q(('head', ''), _negated=True), name='columns_are_called_something'),
        ),
        migrations.AddConstraint(
            model_name='layoutcolumn',
            constraint=models.UniqueConstraint(models.F('layout'), django.db.models.functions.text.Lower('head'), name='one_column_per_header'),
        ),
        migrations.AddConstraint(
            model_name='layoutcolumn',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fact', 'constant'), models.Q(('constant', ''), _negated=True)), models.Q(models.Q(('fact', 'constant'), _negated=True), ('constant', '')), _connector='OR'), name='only_constants_are_always_the_same'),
        ),
        migrations.AddConstraint(
            model_name='layoutcolumn',
            constraint=models.UniqueConstraint(condition=models.Q(('fact', 'constant'), _negated=True), fields=('layout', 'fact'), name='one_column_per_fact'),
        ),
        common.guards.AddGuard(
            model_name='layoutcolumn',
            trigger=pgtrigger.compiler.Trigger(name='layout_columns_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='307968abfaa0900728fbb7e417b2a01fdb2906e0', operation='UPDATE OR DELETE', pgid='pgtrigger_layout_columns_stay_b1ce8', table='stipends_layoutcolumn', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='layoutcolumn',
            trigger=pgtrigger.compiler.Trigger(name='columns_come_with_a_draft', sql=common.guards.GuardSql(func="PERFORM 1 FROM stipends_payrolllayout l WHERE l.id = NEW.layout_id AND l.state = 'draft' FOR SHARE; IF NOT FOUND THEN RAISE EXCEPTION 'a published layout gets no further column' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;", hash='60f96aa4273b3b255fe461f17ded94c68d7396d5', operation='INSERT', pgid='pgtrigger_columns_come_with_a_draft_fede6', table='stipends_layoutcolumn', when='BEFORE')),
        ),
    ]
