"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.guards
import common.migrating
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('notifications', '0001_tables'),
        ('notifications', '0002_first_reminders'),
        ('notifications', '0003_history_of_reminder_rules'),
        ('notifications', '0004_reminders_of_mid_year_checks'),
        ('notifications', '0005_reminders_of_credentials'),
        ('notifications', '0006_reminders_to_sign_agreements'),
        ('notifications', '0007_reminders_of_graduates'),
    ]

    dependencies = [
        ('people', '0001_all_tables'),
    ]

    operations = [
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.CharField(max_length=80, unique=True)),
                        ('ran_at', models.DateTimeField()),
                        ('result', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'ordering': ['job'],
                    },
                ),
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('since', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='there_is_one_hold')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('to_email', models.EmailField(max_length=254)),
                        ('template', models.CharField(blank=True, max_length=80)),
                        ('subject', models.CharField(max_length=300)),
                        ('body', models.TextField()),
                        ('secret', models.BooleanField(default=False)),
                        ('urgent', models.BooleanField(default=False)),
                        ('dedupe_key', models.CharField(max_length=200, unique=True)),
                        ('topic', models.CharField(blank=True, db_index=True, max_length=200)),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('kept_back', 'Kept back'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('bounced', 'Bounced')], default='waiting', max_length=10)),
                        ('send_after', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('message_id', models.CharField(blank=True, max_length=200)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('holder', models.CharField(blank=True, max_length=60)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('error', models.CharField(blank=True, max_length=300)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('to_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [
                            models.Index(condition=models.Q(('state', 'waiting')), fields=['-urgent', 'send_after', 'id'], name='messages_to_send'),
                            models.Index(fields=['-created_at', '-id'], name='messages_newest'),
                            models.Index(fields=['state', '-created_at', '-id'], name='messages_by_state'),
                            models.Index(fields=['to_email', 'id'], name='messages_by_address'),
                        ],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_has_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='MessageEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='notifications.message')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['message', 'at'], name='events_of_a_message')],
                    },
                ),
                migrations.CreateModel(
                    name='ReminderRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.SlugField(max_length=60)),
                        ('days_before', models.SmallIntegerField(help_text='Negative: days after the date')),
                        ('active', models.BooleanField(default=True)),
                    ],
                    options={
                        'ordering': ['what', '-days_before'],
                        'constraints': [
                            models.UniqueConstraint(fields=('what', 'days_before'), name='one_rule_per_reminder_and_day'),
                            models.CheckConstraint(condition=models.Q(('days_before__gte', -90), ('days_before__lte', 90)), name='reminder_is_near_its_day'),
                            models.CheckConstraint(condition=models.Q(models.Q(('what', 'cosign'), _negated=True), ('days_before__lt', 0), _connector='OR'), name='signature_is_reminded_of_after'),
                            models.CheckConstraint(condition=models.Q(models.Q(('what', 'session'), _negated=True), ('days_before__gte', 0), _connector='OR'), name='session_is_reminded_of_before'),
                            models.CheckConstraint(condition=models.Q(models.Q(('what', 'pulse'), _negated=True), ('days_before__gte', 0), _connector='OR'), name='a_check_is_reminded_of_before'),
                            models.CheckConstraint(condition=models.Q(models.Q(('what', 'agreement'), _negated=True), ('days_before__lt', 0), _connector='OR'), name='an_agreement_is_reminded_of_after'),
                            models.CheckConstraint(condition=models.Q(('what__in', ['agreement', 'alumni', 'coaching-cycle', 'cosign', 'credential', 'deliverable', 'milestone', 'pulse', 'service-report', 'session'])), name='reminder_of_what_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ReminderRuleEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('days_before', models.SmallIntegerField()),
                        ('was', models.SmallIntegerField(blank=True, null=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='notifications.reminderrule')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['rule', 'at'], name='events_of_a_rule')],
                    },
                ),
                common.guards.AddGuard(
                    model_name='messageevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='20e0f543b06940eff37677f9627143c874389120', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_83bcc', table='notifications_messageevent', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='reminderruleevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='04e60d71f7379f3643c3b92ff19b004701b8070c', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_22a0d', table='notifications_reminderruleevent', when='BEFORE'
                        ),
                    ),
                ),
            ],
        ),
    ]
