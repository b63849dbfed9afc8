"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.guards
import common.migrating
import datetime
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('seminars', '0001_tables'),
        ('seminars', '0002_one_session_of_its_title_and_start'),
        ('seminars', '0003_facts_of_a_changed_event'),
        ('seminars', '0004_sessions_know_what_they_were_shifted_from'),
        ('seminars', '0005_resources'),
    ]

    dependencies = [
        ('pathways', '0001_all_tables'),
        ('people', '0001_all_tables'),
    ]

    operations = [
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('summer_institute', 'Summer Institute'), ('winter_institute', 'Winter Institute'), ('seminar', 'Seminar'), ('hosted_seminar', 'Peer Coach seminar at a school'), ('other', 'Other')], max_length=20)),
                        ('title', models.CharField(max_length=200)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted_events', to='people.school')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seminar_events', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['year', 'title'],
                        'constraints': [models.UniqueConstraint(fields=('year', 'title'), name='one_event_per_year_and_title')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200)),
                        ('starts_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField()),
                        ('place', models.CharField(blank=True, max_length=200)),
                        ('video_link', models.URLField(blank=True, max_length=2000)),
                        ('capacity', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('required_minutes', models.PositiveSmallIntegerField()),
                        ('required', models.BooleanField(default=True)),
                        ('substitute_eligible', models.BooleanField(default=True)),
                        ('content_code', models.SlugField(blank=True, help_text='Sessions with one code make up for each other', max_length=40)),
                        ('fellows', models.BooleanField(default=False, help_text='The fellows whose cohort studies on its day', verbose_name='fellows')),
                        ('school_leaders', models.BooleanField(default=False, help_text='Principals and assistant principals of the network', verbose_name='school leaders')),
                        ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('moved', 'Moved')], default='planned', max_length=10)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('planned_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cohorts', models.ManyToManyField(blank=True, related_name='sessions', to='pathways.cohort')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='seminars.event')),
                        ('facilitators', models.ManyToManyField(blank=True, related_name='facilitates', to=settings.AUTH_USER_MODEL)),
                        ('moved_from', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_on', to='seminars.session')),
                        ('roles', models.ManyToManyField(blank=True, help_text='Empty, and nobody else chosen: every role', related_name='sessions', to='pathways.role')),
                        ('scope_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='pathways.scopeitem')),
                        ('shifted_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifted_on', to='seminars.session')),
                    ],
                    options={
                        'ordering': ['starts_at', 'pk'],
                        'indexes': [models.Index(fields=['starts_at', 'id'], name='sessions_by_start')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(condition=models.Q(('required_minutes__gt', 0)), name='session_has_minutes', violation_error_message='Write how many minutes the session asks for, at least 1.'),
                            models.CheckConstraint(
                                condition=models.Q(('ends_at__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), ('required_minutes__lte', 1440), ('starts_at__gte', datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                                name='session_of_our_time',
                                violation_error_message='Choose days from 2000 to 2199, and at most 1,440 minutes.',
                            ),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_has_a_time', violation_error_message='A closed roster says when it was closed.'),
                            models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'held', 'closed'])), fields=('event', 'title', 'starts_at'), name='one_session_per_event_title_and_start', violation_error_message='This event has a session of this title and start already.'),
                            models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'held', 'closed'])), fields=('shifted_from',), name='one_session_shifted_from_each', violation_error_message='That session of the year before stands in the plan already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mark', models.CharField(choices=[('present', 'Present'), ('absent', 'Absent'), ('excused', 'Excused'), ('made_up', 'made up')], max_length=8)),
                        ('minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty: the whole session', null=True)),
                        ('arrived_at', models.DateTimeField(blank=True, null=True)),
                        ('left_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('source', models.CharField(choices=[('qr', 'QR'), ('staff', 'Staff'), ('sheet', 'Sheet'), ('import', 'Import'), ('closing', 'closing the roster')], default='staff', max_length=8)),
                        ('marked_at', models.DateTimeField()),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to=settings.AUTH_USER_MODEL)),
                        ('made_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='makes_up', to='seminars.session')),
                        ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='seminars.session')),
                    ],
                    options={
                        'verbose_name': 'mark',
                        'verbose_name_plural': 'marks',
                        'ordering': ['session', 'person'],
                        'indexes': [models.Index(fields=['person', 'session'], include=('mark', 'minutes'), name='attendance_of_a_person')],
                        'constraints': [
                            models.UniqueConstraint(fields=('session', 'person'), include=('mark',), name='one_mark_per_person_and_session'),
                            models.CheckConstraint(condition=models.Q(models.Q(('mark', 'excused'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('approved_by__isnull', False)), _connector='OR'), name='excused_has_a_reason_and_an_approver'),
                            models.CheckConstraint(condition=models.Q(models.Q(('mark', 'made_up'), _negated=True), ('made_up_by__isnull', False), _connector='OR'), name='made_up_names_its_session'),
                            models.CheckConstraint(condition=models.Q(('minutes__isnull', True), ('mark', 'present'), _connector='OR'), name='only_presence_has_minutes'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AttendanceChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('old_mark', models.CharField(blank=True, max_length=8)),
                        ('old_minutes', models.PositiveSmallIntegerField(null=True)),
                        ('new_mark', models.CharField(max_length=8)),
                        ('new_minutes', models.PositiveSmallIntegerField(null=True)),
                        ('source', models.CharField(max_length=8)),
                        ('reason', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='seminars.attendance')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'change of a mark',
                        'verbose_name_plural': 'changes of marks',
                        'ordering': ['at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarAddress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_sha256', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_address', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name_plural': 'calendar addresses',
                    },
                ),
                migrations.CreateModel(
                    name='Resource',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120)),
                        ('good_for', models.CharField(max_length=200, verbose_name='what it is good for')),
                        ('link', models.URLField(blank=True, max_length=2000)),
                        ('file', models.FileField(blank=True, max_length=200, upload_to='')),
                        ('shared_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('shared', 'Shared'), ('reported', 'Reported'), ('taken_down', 'Taken down')], default='shared', max_length=10)),
                        ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='pathways.cohort')),
                        ('pathway', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='pathways.pathway')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resources', to=settings.AUTH_USER_MODEL, verbose_name='who shared it')),
                        ('scope_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='resources', to='pathways.scopeitem')),
                        ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='resources', to='seminars.session')),
                    ],
                    options={
                        'ordering': ['-shared_at', '-pk'],
                        'indexes': [models.Index(fields=['pathway', '-shared_at'], name='resources_of_a_pathway')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['reported', 'shared', 'taken_down'])), name='resource_is_shared_reported_or_taken_down', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('link', ''), models.Q(('file', ''), _negated=True)), models.Q(models.Q(('link', ''), _negated=True), ('file', '')), _connector='OR'), name='a_resource_is_a_link_or_a_file'),
                            models.CheckConstraint(condition=models.Q(('link', ''), ('link__startswith', 'https://'), _connector='OR'), name='a_link_of_a_resource_is_https'),
                            models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('good_for', ''), _negated=True)), name='a_resource_says_what_it_is_good_for'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ResourceEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='seminars.resource')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['resource', 'at'], name='events_of_a_resource')],
                    },
                ),
                migrations.CreateModel(
                    name='ScanFailure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(max_length=300)),
                        ('at', models.DateTimeField()),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scan_failures', to=settings.AUTH_USER_MODEL)),
                        ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scan_failures', to='seminars.session')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SessionEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='seminars.session')),
                        ('event_kind', models.CharField(blank=True, choices=[('summer_institute', 'Summer Institute'), ('winter_institute', 'Winter Institute'), ('seminar', 'Seminar'), ('hosted_seminar', 'Peer Coach seminar at a school'), ('other', 'Other')], max_length=20)),
                        ('event_kind_was', models.CharField(blank=True, choices=[('summer_institute', 'Summer Institute'), ('winter_institute', 'Winter Institute'), ('seminar', 'Seminar'), ('hosted_seminar', 'Peer Coach seminar at a school'), ('other', 'Other')], max_length=20)),
                        ('event_school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                        ('event_school_was', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                        ('event_title', models.CharField(blank=True, max_length=200)),
                        ('event_title_was', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['session', 'at'], name='events_of_a_session')],
                    },
                ),
                common.guards.AddGuard(
                    model_name='event',
                    trigger=pgtrigger.compiler.Trigger(
                        name='closed_rosters_keep_year_and_kind',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."year_id" IS DISTINCT FROM (NEW."year_id")))',
                            func="\n                    PERFORM 1 FROM seminars_session WHERE event_id = OLD.id ORDER BY id FOR SHARE;\n                    IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND event_id = OLD.id) THEN\n                        RAISE EXCEPTION 'A roster of this event is closed: its year and kind stay.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='538f5d3a2581014cc6004a3f9b6c46449ecd0b6a',
                            operation='UPDATE',
                            pgid='pgtrigger_closed_rosters_keep_year_and_kind_f367c',
                            table='seminars_event',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='session',
                    trigger=pgtrigger.compiler.Trigger(
                        name='closed_at_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND ((OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id"))))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='4aeca914a73555e3aba641925a7db87b6cd96b40',
                            operation='UPDATE',
                            pgid='pgtrigger_closed_at_moves_with_its_event_c794f',
                            table='seminars_session',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='session',
                    trigger=pgtrigger.compiler.Trigger(
                        name='planned_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") AND OLD."planned_at" IS NOT NULL))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='eb93d37f7b73ef49b26b0324108cad251ba4d095',
                            operation='UPDATE',
                            pgid='pgtrigger_planned_at_is_said_once_58353',
                            table='seminars_session',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='attendance',
                    trigger=pgtrigger.compiler.Trigger(
                        name='closed_roster_delete',
                        sql=common.guards.GuardSql(
                            func="\n            PERFORM 1 FROM seminars_session WHERE id IN (SELECT session_id FROM old_rows) ORDER BY id FOR SHARE;\n            IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND id IN (SELECT session_id FROM old_rows)) THEN\n                RAISE EXCEPTION 'The roster of this session is closed.' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ",
                            hash='87f95152ee379a317b31409569b86ced940347bb',
                            level='STATEMENT',
                            operation='DELETE',
                            pgid='pgtrigger_closed_roster_delete_27c81',
                            referencing='REFERENCING OLD TABLE AS old_rows ',
                            table='seminars_attendance',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='attendance',
                    trigger=pgtrigger.compiler.Trigger(
                        name='closed_roster_insert',
                        sql=common.guards.GuardSql(
                            func="\n            PERFORM 1 FROM seminars_session WHERE id IN (SELECT session_id FROM new_rows) ORDER BY id FOR SHARE;\n            IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND id IN (SELECT session_id FROM new_rows)) THEN\n                RAISE EXCEPTION 'The roster of this session is closed.' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ",
                            hash='cf1413ff7c35b8581d109e8644531ca284ca4269',
                            level='STATEMENT',
                            operation='INSERT',
                            pgid='pgtrigger_closed_roster_insert_70de1',
                            referencing='REFERENCING NEW TABLE AS new_rows ',
                            table='seminars_attendance',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='attendance',
                    trigger=pgtrigger.compiler.Trigger(
                        name='closed_roster_update',
                        sql=common.guards.GuardSql(
                            func="\n            PERFORM 1 FROM seminars_session WHERE id IN (SELECT session_id FROM new_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = new_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id') UNION SELECT session_id FROM old_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = old_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id')) ORDER BY id FOR SHARE;\n            IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND id IN (SELECT session_id FROM new_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = new_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id') UNION SELECT session_id FROM old_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = old_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id'))) THEN\n                RAISE EXCEPTION 'The roster of this session is closed.' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ",
                            hash='82e0f2167901109ec24b36397a1f48a9913b3215',
                            level='STATEMENT',
                            operation='UPDATE',
                            pgid='pgtrigger_closed_roster_update_a337b',
                            referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ',
                            table='seminars_attendance',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='attendancechange',
                    trigger=pgtrigger.compiler.Trigger(
                        name='changes_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='47a995a1a64164f8ed26dd27d5264ff46e8a4a7c', operation='UPDATE OR DELETE', pgid='pgtrigger_changes_stay_db544', table='seminars_attendancechange', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='resource',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_resource_is_of_a_cohort_of_its_pathway',
                        sql=common.guards.GuardSql(
                            condition='WHEN (NEW."cohort_id" IS NOT NULL)',
                            func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_cohort c JOIN pathways_role r ON r.id = c.role_id\n                                   WHERE c.id = NEW.cohort_id AND r.pathway_id = NEW.pathway_id) THEN\n                        RAISE EXCEPTION 'A resource of a cohort is shared with its pathway.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='4acc40bd72446fdd32958ed804ea586d7c0e751b',
                            operation='INSERT OR UPDATE OF "cohort_id", "pathway_id"',
                            pgid='pgtrigger_a_resource_is_of_a_cohort_of_its_pathway_38d45',
                            table='seminars_resource',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='resource',
                    trigger=pgtrigger.compiler.Trigger(
                        name='resources_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d46582eced9f2200663b0ab4e74679da00a40a35', operation='DELETE', pgid='pgtrigger_resources_stay_d75d3', table='seminars_resource', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='resource',
                    trigger=pgtrigger.compiler.Trigger(
                        name='shared_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."shared_at" IS DISTINCT FROM (NEW."shared_at") AND OLD."shared_at" IS NOT NULL))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='3c15e4cbc7d6b176f5ae28fbf13b87ee96e616ee',
                            operation='UPDATE',
                            pgid='pgtrigger_shared_at_is_said_once_971e1',
                            table='seminars_resource',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='resourceevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a08b1aeaa067e148884c3843935049ca59af5fa0', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_9bdb6', table='seminars_resourceevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='sessionevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='069bb44b50d7a6bbb58b123ef1cd1ed0d886437e', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_1c88b', table='seminars_sessionevent', when='BEFORE'),
                    ),
                ),
            ],
        ),
    ]
