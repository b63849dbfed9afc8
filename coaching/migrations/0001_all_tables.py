"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.guards
import common.migrating
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('coaching', '0001_tables'),
        ('coaching', '0002_visits_and_coaches'),
        ('coaching', '0003_work_of_peer_coaches'),
        ('coaching', '0004_steps_and_support'),
        ('coaching', '0005_work_of_senior_peer_coaches'),
        ('coaching', '0006_exemplar_recordings'),
        ('coaching', '0007_words_of_support'),
        ('coaching', '0008_cycles_handed_over'),
        ('coaching', '0009_who_is_seen_answers'),
        ('coaching', '0010_focus_of_their_own'),
        ('coaching', '0011_days_put_right'),
        ('coaching', '0012_focus_of_the_list'),
        ('coaching', '0013_visitors_correct_themselves'),
        ('coaching', '0014_coaches_of_leaders'),
        ('coaching', '0015_steps_taken_up_again'),
    ]

    dependencies = [
        ('pathways', '0001_all_tables'),
        ('people', '0001_all_tables'),
    ]

    operations = [
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='CoachingCycle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('window', models.CharField(choices=[('mid_year', 'mid-year'), ('end_of_year', 'end-of-year'), ('extra', 'extra')], max_length=12)),
                        ('due', models.DateField()),
                        ('state', models.CharField(choices=[('planning', 'Planning'), ('observation', 'Observation'), ('feedback', 'Feedback'), ('conversation', 'Conversation'), ('closed', 'Closed')], default='planning', max_length=12)),
                        ('goal', models.TextField(blank=True)),
                        ('notes', models.TextField(blank=True, help_text='Private to coach and leader')),
                        ('planned_on', models.DateField(blank=True, null=True)),
                        ('observed_on', models.DateField(blank=True, null=True)),
                        ('feedback_on', models.DateField(blank=True, null=True)),
                        ('conversation_on', models.DateField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaching_cycles', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaching_cycles', to='pathways.placement')),
                        ('agreed', models.TextField(blank=True, help_text='Private to coach and leader')),
                        ('feedback', models.TextField(blank=True, help_text='Private to coach and leader')),
                        ('saw', models.TextField(blank=True, help_text='Private to coach and leader')),
                        ('followed_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='coaching.coachingcycle')),
                    ],
                    options={
                        'ordering': ['due', 'pk'],
                        'indexes': [models.Index(fields=['coach', 'state', 'due'], name='cycles_of_a_coach')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_cycle_has_a_time'),
                            models.UniqueConstraint(condition=models.Q(models.Q(('window', 'extra'), _negated=True), ('followed_by', None)), fields=('placement', 'window'), name='one_cycle_per_placement_and_window'),
                            models.CheckConstraint(condition=models.Q(('followed_by', None), ('state', 'closed'), _connector='OR'), name='a_cycle_that_is_followed_is_closed'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ActionStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('words', models.TextField(help_text='Private to coach and leader')),
                        ('look_back', models.DateField(blank=True, null=True)),
                        ('written_at', models.DateTimeField(blank=True, null=True)),
                        ('came_of', models.CharField(blank=True, choices=[('done', 'Done'), ('dropped', 'Let go')], max_length=7)),
                        ('looked_on', models.DateField(blank=True, null=True)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='action_steps', to='coaching.coachingcycle')),
                        ('looked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['look_back', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('came_of', '')), fields=['look_back'], name='steps_to_look_back_at')],
                        'constraints': [
                            models.UniqueConstraint(fields=('cycle', 'words'), name='an_action_step_is_written_once'),
                            models.CheckConstraint(condition=models.Q(('written_at', None), ('look_back__isnull', False), _connector='OR'), name='an_action_step_has_a_day_to_look_back'),
                            models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='an_action_step_has_words'),
                            models.CheckConstraint(condition=models.Q(models.Q(('came_of', ''), ('looked_by', None), ('looked_on', None)), models.Q(models.Q(('came_of', ''), _negated=True), ('looked_by__isnull', False), ('looked_on__isnull', False)), _connector='OR'), name='what_came_of_a_step_has_a_day_and_a_person'),
                            models.CheckConstraint(condition=models.Q(('came_of__in', ['', 'done', 'dropped'])), name='what_came_of_a_step', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CoachedPeer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField(verbose_name='from')),
                        ('added_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coached_by_seniors', to='pathways.placement')),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='peers_coached', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['placement', 'since', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('placement', 'peer'), name='one_row_per_peer_coach_who_is_coached'), models.CheckConstraint(condition=models.Q(('peer', models.F('placement')), _negated=True), name='nobody_is_their_own_peer_coach')],
                    },
                ),
                migrations.CreateModel(
                    name='CoachedTeacher',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(blank=True, max_length=120)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(blank=True, null=True)),
                        ('added_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='coached_by_peers', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teachers_coached', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['placement', 'starts', 'pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='coaching_of_a_teacher_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('name__gt', ''), ('person', None)), models.Q(('name', ''), ('person__isnull', False)), _connector='OR'), name='a_coached_teacher_is_a_person_or_a_name'),
                            models.UniqueConstraint(condition=models.Q(('ends', None), ('taken_back_at', None)), fields=('placement', 'person', 'name'), name='one_row_per_teacher_who_is_coached', nulls_distinct=False),
                            models.UniqueConstraint(models.F('placement'), django.db.models.functions.text.Lower('name'), condition=models.Q(('ends', None), ('name__gt', ''), ('taken_back_at', None)), name='a_name_is_listed_once_however_it_is_written'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Recording',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120)),
                        ('link', models.URLField(max_length=1000)),
                        ('audience', models.CharField(choices=[('peers', 'Peer Coaches'), ('leaders', 'All leaders'), ('staff', 'Partnership staff')], max_length=8, verbose_name='who may watch')),
                        ('recorded_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recordings', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['-recorded_at', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('audience__in', ['leaders', 'peers', 'staff'])), name='audience_of_a_recording_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('link__startswith', 'https://')), name='a_recording_is_linked_by_https'),
                            models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('link',), name='a_link_is_one_recording'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SeenInRecording',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(blank=True, max_length=120)),
                        ('added_at', models.DateTimeField()),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seen_in_recordings', to=settings.AUTH_USER_MODEL)),
                        ('recording', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='coaching.recording')),
                    ],
                    options={
                        'verbose_name': 'person seen in a recording',
                        'verbose_name_plural': 'people seen in recordings',
                        'ordering': ['recording', 'pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('name__gt', ''), ('person', None)), models.Q(('name', ''), ('person__isnull', False)), _connector='OR'), name='who_is_seen_is_a_person_or_a_name'),
                            models.UniqueConstraint(fields=('recording', 'person', 'name'), name='one_row_per_person_seen_in_a_recording', nulls_distinct=False),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('given_on', models.DateField()),
                        ('paper', models.CharField(blank=True, max_length=120, verbose_name='on what paper')),
                        ('at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('seen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='coaching.seeninrecording')),
                    ],
                    options={
                        'ordering': ['seen', 'at', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('seen',), name='one_consent_stands_at_a_time'),
                            models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='a_consent_is_withdrawn_by_somebody'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CycleEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='coaching.coachingcycle')),
                        ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('day', models.DateField(blank=True, null=True)),
                        ('day_was', models.DateField(blank=True, null=True)),
                        ('step', models.CharField(blank=True, choices=[('planned_on', 'Planning'), ('observed_on', 'Observation'), ('feedback_on', 'Feedback'), ('conversation_on', 'Coaching talk')], max_length=20)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['cycle', 'at'], name='events_of_a_cycle')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('step__in', ['', 'conversation_on', 'feedback_on', 'observed_on', 'planned_on'])), name='a_corrected_day_is_of_a_step', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('day', None), ('day_was', None), ('step', '')), models.Q(models.Q(('step', ''), _negated=True), models.Q(('day', models.F('day_was')), _negated=True)), _connector='OR'), name='a_day_was_another_one_before'),
                            models.CheckConstraint(condition=models.Q(('step', ''), models.Q(('day__isnull', False), ('day_was__isnull', False)), _connector='OR'), name='a_corrected_day_says_both'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HostedSeminar',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('title', models.CharField(max_length=120)),
                        ('recorded_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted_seminars', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['-day', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('placement', 'day'), name='one_hosted_seminar_on_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='LeadersCoach',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaders_coached', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaches', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['placement', 'since', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('until', None)), fields=['coach'], name='leaders_of_a_coach')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('placement',), name='one_coach_at_a_time_per_placement'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='a_coach_ends_after_they_began')],
                        'verbose_name': 'coach of a leader',
                        'verbose_name_plural': 'coaches of leaders',
                    },
                ),
                migrations.CreateModel(
                    name='PeerVisit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('recorded_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('coached', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='coaching.coachedpeer')),
                    ],
                    options={
                        'ordering': ['-day', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('coached', 'day'), name='one_visit_of_a_peer_coach_on_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ReleaseTime',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(2400)], verbose_name='minutes a week')),
                        ('since', models.DateField(verbose_name='from')),
                        ('periods', models.CharField(blank=True, max_length=120, verbose_name='which periods')),
                        ('proposed_at', models.DateTimeField()),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='release_times', to='pathways.placement')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-since', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('minutes__lte', 2400)), name='release_time_fits_in_a_week'),
                            models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('set_aside_at', None)), _connector='OR'), name='release_time_is_confirmed_by_somebody'),
                            models.UniqueConstraint(condition=models.Q(('confirmed_at', None), ('set_aside_at', None)), fields=('placement',), name='one_release_time_waits_at_a_time'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SchoolwidePD',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('title', models.CharField(max_length=120)),
                        ('came', models.PositiveSmallIntegerField(verbose_name='how many came')),
                        ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes it took')),
                        ('recorded_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schoolwide_pd', to='pathways.placement')),
                    ],
                    options={
                        'verbose_name': 'schoolwide PD',
                        'verbose_name_plural': 'schoolwide PD',
                        'ordering': ['-day', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('came__gte', 1), ('came__lte', 5000), ('minutes__gte', 1), ('minutes__lte', 2400)), name='somebody_came_for_some_minutes'),
                            models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('placement', 'day', 'title'), name='schoolwide_pd_is_recorded_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SeminarVisitor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('added_at', models.DateTimeField()),
                        ('was_there', models.BooleanField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seminars_visited', to=settings.AUTH_USER_MODEL)),
                        ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visitors', to='coaching.hostedseminar')),
                        ('otherwise_at', models.DateTimeField(blank=True, null=True, verbose_name='said otherwise before')),
                    ],
                    options={
                        'ordering': ['seminar', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('seminar', 'person'), name='a_visitor_of_a_seminar_is_one'),
                            models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('was_there', None)), models.Q(('answered_at__isnull', False), ('was_there__isnull', False)), _connector='OR'), name='a_visitor_answered_on_a_day'),
                            models.CheckConstraint(condition=models.Q(('otherwise_at', None), ('answered_at__gte', models.F('otherwise_at')), _connector='OR'), name='a_visitor_said_otherwise_before'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SupportRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('about', models.CharField(max_length=120)),
                        ('words', models.TextField(blank=True, verbose_name='what would help')),
                        ('needed_by', models.DateField(blank=True, null=True)),
                        ('asked_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('asked', 'Asked'), ('assigned', 'Assigned'), ('answered', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn'), ('declined', 'Declined')], default='asked', max_length=9)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_given', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_requests', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['asked_at', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('state__in', ('closed', 'withdrawn', 'declined')), _negated=True), fields=['coach'], name='support_given_by_a_coach')],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('state__in', ('closed', 'withdrawn', 'declined')), _negated=True), fields=('placement', 'about'), name='one_open_request_about_one_thing'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'asked', 'assigned', 'closed', 'declined', 'withdrawn'])), name='support_is_in_a_state_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('assigned', 'answered')), _negated=True), ('coach__isnull', False), _connector='OR'), name='support_under_way_has_a_coach'),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('closed', 'withdrawn', 'declined'))), models.Q(models.Q(('state__in', ('closed', 'withdrawn', 'declined')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='support_that_ended_has_a_time'
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SupportEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='coaching.supportrequest')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['request', 'at'], name='events_of_a_request')],
                    },
                ),
                migrations.CreateModel(
                    name='SupportWord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('words', models.TextField(help_text='Private to coach and leader')),
                        ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_words', to=settings.AUTH_USER_MODEL)),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='coaching.supportevent')),
                    ],
                    options={
                        'ordering': ['event'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_word_of_support_is_not_empty')],
                    },
                ),
                migrations.CreateModel(
                    name='TeacherCycle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('observed_on', models.DateField()),
                        ('talked_on', models.DateField(blank=True, null=True)),
                        ('focus', models.CharField(help_text='A practice, never words about the colleague', max_length=80)),
                        ('recorded_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='coaching.coachedteacher')),
                        ('own_focus', models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        'ordering': ['-observed_on', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('talked_on', None), ('talked_on__gte', models.F('observed_on')), _connector='OR'), name='one_talks_after_one_observed'),
                            models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('teacher', 'observed_on', 'focus', 'own_focus'), name='a_cycle_with_a_teacher_is_recorded_once'),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            'focus__in',
                                            (
                                                'Questions and wait time',
                                                'Students talking to each other',
                                                'Checking for understanding',
                                                'Planning from standards',
                                                'Literacy strategies',
                                                'Working with data',
                                                'Routines of the classroom',
                                                'Every student takes part',
                                                'Students explain their thinking',
                                                'Academic vocabulary',
                                                'Support for English learners',
                                                'Support for students with disabilities',
                                                'Work in small groups',
                                                'Feedback to students',
                                                'Beginning and end of a lesson',
                                                'Arts in every subject',
                                            ),
                                        ),
                                        ('own_focus', ''),
                                    ),
                                    ('focus', 'Another focus'),
                                    _connector='OR',
                                ),
                                name='a_cycle_with_a_teacher_has_a_focus',
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Visit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField()),
                        ('where', models.CharField(choices=[('class', 'in class'), ('talk', 'in a talk'), ('passing', 'in passing')], max_length=10)),
                        ('words', models.TextField(blank=True, help_text='Private to coach and leader')),
                        ('look_again', models.DateField(blank=True, null=True)),
                        ('key', models.UUIDField()),
                        ('recorded_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits_made', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='pathways.placement')),
                        ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='coaching.supportrequest')),
                    ],
                    options={
                        'ordering': ['-on', '-pk'],
                        'indexes': [models.Index(fields=['coach', '-on'], name='visits_of_a_coach')],
                        'constraints': [
                            models.UniqueConstraint(fields=('placement', 'key'), name='a_visit_is_recorded_once'),
                            models.CheckConstraint(condition=models.Q(('look_again', None), ('look_again__gt', models.F('on')), _connector='OR'), name='one_looks_again_later'),
                            models.CheckConstraint(condition=models.Q(('where__in', ['class', 'passing', 'talk'])), name='where_a_visit_was', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                common.guards.AddGuard(
                    model_name='coachingcycle',
                    trigger=pgtrigger.compiler.Trigger(
                        name='closed_at_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at")))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='167f296e41df201aed59447d947601e30d3be8e0',
                            operation='UPDATE',
                            pgid='pgtrigger_closed_at_moves_with_its_event_d884b',
                            table='coaching_coachingcycle',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='actionstep',
                    trigger=pgtrigger.compiler.Trigger(
                        name='action_steps_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='4576c98b9f2a83086e7ee2553b4f16e8b3f8fd71', operation='DELETE', pgid='pgtrigger_action_steps_stay_d0779', table='coaching_actionstep', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='actionstep',
                    trigger=pgtrigger.compiler.Trigger(
                        name='words_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."words" IS DISTINCT FROM (NEW."words") AND OLD."words" IS NOT NULL) OR (OLD."cycle_id" IS DISTINCT FROM (NEW."cycle_id") AND OLD."cycle_id" IS NOT NULL) OR (OLD."written_at" IS DISTINCT FROM (NEW."written_at") AND OLD."written_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='591e3fb02d7dccd9d117c35d4043c66566031be0',
                            operation='UPDATE',
                            pgid='pgtrigger_words_is_said_once_c381a',
                            table='coaching_actionstep',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='coachedpeer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='added_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") AND OLD."added_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."peer_id" IS DISTINCT FROM (NEW."peer_id") AND OLD."peer_id" IS NOT NULL) OR (OLD."since" IS DISTINCT FROM (NEW."since") AND OLD."since" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='1ae3a72f855f0bc22d220c453c92d9acea8d01b9',
                            operation='UPDATE',
                            pgid='pgtrigger_added_at_is_said_once_93e4b',
                            table='coaching_coachedpeer',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='coachedpeer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='coached_peers_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='17f4e9614ce847bd4304bc8a3813582187317161', operation='DELETE', pgid='pgtrigger_coached_peers_stay_5b1e7', table='coaching_coachedpeer', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='coachedteacher',
                    trigger=pgtrigger.compiler.Trigger(
                        name='added_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") AND OLD."added_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."starts" IS DISTINCT FROM (NEW."starts") AND OLD."starts" IS NOT NULL) OR (OLD."ends" IS DISTINCT FROM (NEW."ends") AND OLD."ends" IS NOT NULL) OR (OLD."name" IS DISTINCT FROM (NEW."name") AND OLD."name" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='1b4b0bdf39d49303b19effa544de3a98d0da3a9f',
                            operation='UPDATE',
                            pgid='pgtrigger_added_at_is_said_once_1544f',
                            table='coaching_coachedteacher',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='coachedteacher',
                    trigger=pgtrigger.compiler.Trigger(
                        name='coached_teachers_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='092ffde91dd804142062ba86c7b68ec579b8b71e', operation='DELETE', pgid='pgtrigger_coached_teachers_stay_1d3fa', table='coaching_coachedteacher', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='recording',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recorded_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") AND OLD."recorded_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."title" IS DISTINCT FROM (NEW."title") AND OLD."title" IS NOT NULL) OR (OLD."link" IS DISTINCT FROM (NEW."link") AND OLD."link" IS NOT NULL) OR (OLD."audience" IS DISTINCT FROM (NEW."audience") AND OLD."audience" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='b74b1116ec4a421e77b4d2ba86df847350cd3b45',
                            operation='UPDATE',
                            pgid='pgtrigger_recorded_at_is_said_once_635a0',
                            table='coaching_recording',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='recording',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recordings_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='7d3b27b974f669b8ec75e3835486aa555663fdd6', operation='DELETE', pgid='pgtrigger_recordings_stay_59ce5', table='coaching_recording', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='seeninrecording',
                    trigger=pgtrigger.compiler.Trigger(
                        name='added_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") AND OLD."added_at" IS NOT NULL) OR (OLD."recording_id" IS DISTINCT FROM (NEW."recording_id") AND OLD."recording_id" IS NOT NULL) OR (OLD."name" IS DISTINCT FROM (NEW."name") AND OLD."name" IS NOT NULL) OR (OLD."declined_at" IS DISTINCT FROM (NEW."declined_at") AND OLD."declined_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='9497cc25a2abf9bca5ca5eff0fded64acc6510bb',
                            operation='UPDATE',
                            pgid='pgtrigger_added_at_is_said_once_0d8bf',
                            table='coaching_seeninrecording',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='seeninrecording',
                    trigger=pgtrigger.compiler.Trigger(
                        name='who_is_seen_in_a_recording_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a23415d24c3dad5f1286c34bd4e40d71f3995636', operation='DELETE', pgid='pgtrigger_who_is_seen_in_a_recording_stays_b08d4', table='coaching_seeninrecording', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='consent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."at" IS DISTINCT FROM (NEW."at") AND OLD."at" IS NOT NULL) OR (OLD."seen_id" IS DISTINCT FROM (NEW."seen_id") AND OLD."seen_id" IS NOT NULL) OR (OLD."given_on" IS DISTINCT FROM (NEW."given_on") AND OLD."given_on" IS NOT NULL) OR (OLD."paper" IS DISTINCT FROM (NEW."paper") AND OLD."paper" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL) OR (OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id") AND OLD."withdrawn_by_id" IS NOT NULL) OR (OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") AND OLD."withdrawn_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='7ee54c214ce83a306cf792c86e2ff868c677bf38',
                            operation='UPDATE',
                            pgid='pgtrigger_at_is_said_once_67991',
                            table='coaching_consent',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='consent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='consents_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='48a03d83977b00bc817c3502f840583a22275efc', operation='DELETE', pgid='pgtrigger_consents_stay_b8395', table='coaching_consent', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='consent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='who_is_seen_answers_for_themselves',
                        sql=common.guards.GuardSql(
                            declare='DECLARE said record;',
                            func="\n    SELECT seen.person_id, seen.declined_at, person.is_active INTO said\n        FROM coaching_seeninrecording seen LEFT JOIN people_user person ON person.id = seen.person_id\n        WHERE seen.id = NEW.seen_id;\n    IF NEW.paper = '' AND NEW.by_id IS DISTINCT FROM said.person_id THEN\n        RAISE EXCEPTION 'only who is seen agrees by their own press' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.paper <> '' AND said.person_id IS NOT NULL AND (said.is_active OR said.declined_at IS NOT NULL\n        OR EXISTS (SELECT 1 FROM coaching_consent was JOIN people_user own ON own.id = was.withdrawn_by_id\n                   WHERE was.seen_id = NEW.seen_id AND said.person_id IN (own.id, own.merged_into_id))) THEN\n        RAISE EXCEPTION 'who has an account answers for themselves' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.paper <> '' AND NEW.given_on < (said.declined_at AT TIME ZONE 'America/Los_Angeles')::date THEN\n        RAISE EXCEPTION 'a paper is not of before they said no' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash='fa40b7782baff4d8f5ca771db2b835604cd850bb',
                            operation='INSERT',
                            pgid='pgtrigger_who_is_seen_answers_for_themselves_7a041',
                            table='coaching_consent',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='cycleevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6780d1cc004d8307df173c3b44d95adcc3d11643', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_2856f', table='coaching_cycleevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='hostedseminar',
                    trigger=pgtrigger.compiler.Trigger(
                        name='hosted_seminars_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='edf48294942f39ad8e64db10a15d4486fafccf16', operation='DELETE', pgid='pgtrigger_hosted_seminars_stay_fc3b5', table='coaching_hostedseminar', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='hostedseminar',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recorded_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") AND OLD."recorded_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."day" IS DISTINCT FROM (NEW."day") AND OLD."day" IS NOT NULL) OR (OLD."title" IS DISTINCT FROM (NEW."title") AND OLD."title" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='019cade80988db5ea4a5af8ff5b38ad2cc0d0d7b',
                            operation='UPDATE',
                            pgid='pgtrigger_recorded_at_is_said_once_218ab',
                            table='coaching_hostedseminar',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='leaderscoach',
                    trigger=pgtrigger.compiler.Trigger(
                        name='since_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."since" IS DISTINCT FROM (NEW."since") AND OLD."since" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."until" IS DISTINCT FROM (NEW."until") AND OLD."until" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL) OR (OLD."at" IS DISTINCT FROM (NEW."at") AND OLD."at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='9501007303912e43b55017dee90470e48b668b14',
                            operation='UPDATE',
                            pgid='pgtrigger_since_is_said_once_e9014',
                            table='coaching_leaderscoach',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='leaderscoach',
                    trigger=pgtrigger.compiler.Trigger(
                        name='who_coached_whom_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='e532ac0d8ed19da70cc5f9875b46fafe30086357', operation='DELETE', pgid='pgtrigger_who_coached_whom_stays_69e74', table='coaching_leaderscoach', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='peervisit',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recorded_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") AND OLD."recorded_at" IS NOT NULL) OR (OLD."coached_id" IS DISTINCT FROM (NEW."coached_id") AND OLD."coached_id" IS NOT NULL) OR (OLD."day" IS DISTINCT FROM (NEW."day") AND OLD."day" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='c86f0a911954ac587c98bda668f3c20767c15fb4',
                            operation='UPDATE',
                            pgid='pgtrigger_recorded_at_is_said_once_d4002',
                            table='coaching_peervisit',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='peervisit',
                    trigger=pgtrigger.compiler.Trigger(
                        name='visits_of_peer_coaches_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='c66e36b7a4da8c9d8f298a9f6c8a0eb423c9478d', operation='DELETE', pgid='pgtrigger_visits_of_peer_coaches_stay_c6f8e', table='coaching_peervisit', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='releasetime',
                    trigger=pgtrigger.compiler.Trigger(
                        name='proposed_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") AND OLD."proposed_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") AND OLD."proposed_by_id" IS NOT NULL) OR (OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") AND OLD."confirmed_by_id" IS NOT NULL) OR (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") AND OLD."confirmed_at" IS NOT NULL) OR (OLD."set_aside_at" IS DISTINCT FROM (NEW."set_aside_at") AND OLD."set_aside_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='1df957cbde907d43790b0c70125e64ef12aae404',
                            operation='UPDATE',
                            pgid='pgtrigger_proposed_at_is_said_once_472d7',
                            table='coaching_releasetime',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='releasetime',
                    trigger=pgtrigger.compiler.Trigger(
                        name='release_times_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='f067c6cdeb4248f5e5ff71031c02f2e70e5273e5', operation='DELETE', pgid='pgtrigger_release_times_stay_d6c2d', table='coaching_releasetime', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='releasetime',
                    trigger=pgtrigger.compiler.Trigger(
                        name='what_was_proposed_stays',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."periods" IS DISTINCT FROM (NEW."periods") OR OLD."since" IS DISTINCT FROM (NEW."since")))',
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;",
                            hash='4ca71c3eb6ee8bcc5d9340344f6c28020840f800',
                            operation='UPDATE',
                            pgid='pgtrigger_what_was_proposed_stays_f57e6',
                            table='coaching_releasetime',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='schoolwidepd',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recorded_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") AND OLD."recorded_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."day" IS DISTINCT FROM (NEW."day") AND OLD."day" IS NOT NULL) OR (OLD."title" IS DISTINCT FROM (NEW."title") AND OLD."title" IS NOT NULL) OR (OLD."came" IS DISTINCT FROM (NEW."came") AND OLD."came" IS NOT NULL) OR (OLD."minutes" IS DISTINCT FROM (NEW."minutes") AND OLD."minutes" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='005d8960f6f03e3a53ca0ceac9b3c85fc24e8c57',
                            operation='UPDATE',
                            pgid='pgtrigger_recorded_at_is_said_once_40fbf',
                            table='coaching_schoolwidepd',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='schoolwidepd',
                    trigger=pgtrigger.compiler.Trigger(
                        name='schoolwide_pd_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6053f2ae8c3ddf0679ddf651b8b7ee7b813a976d', operation='DELETE', pgid='pgtrigger_schoolwide_pd_stays_c97ba', table='coaching_schoolwidepd', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='seminarvisitor',
                    trigger=pgtrigger.compiler.Trigger(
                        name='added_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") AND OLD."added_at" IS NOT NULL) OR (OLD."seminar_id" IS DISTINCT FROM (NEW."seminar_id") AND OLD."seminar_id" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='f6acc5e35b804f0028f0707c956fbf21f247ad6e',
                            operation='UPDATE',
                            pgid='pgtrigger_added_at_is_said_once_59298',
                            table='coaching_seminarvisitor',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='seminarvisitor',
                    trigger=pgtrigger.compiler.Trigger(
                        name='visitors_of_seminars_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='4318f9f931426d8a80a7281620b3c47094fcdb32', operation='DELETE', pgid='pgtrigger_visitors_of_seminars_stay_855fd', table='coaching_seminarvisitor', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='seminarvisitor',
                    trigger=pgtrigger.compiler.Trigger(
                        name='what_a_visitor_said_stays_told',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."answered_at" IS NOT NULL) AND ((OLD."was_there" IS DISTINCT FROM (NEW."was_there") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."otherwise_at" IS DISTINCT FROM (NEW."otherwise_at"))) AND ((OLD."was_there" IS NOT DISTINCT FROM (NEW."was_there") OR OLD."answered_at" IS DISTINCT FROM (NEW."otherwise_at"))))',
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;",
                            hash='f5e9036dcc330652078fd748b077938443fb8994',
                            operation='UPDATE',
                            pgid='pgtrigger_what_a_visitor_said_stays_told_f7945',
                            table='coaching_seminarvisitor',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='supportrequest',
                    trigger=pgtrigger.compiler.Trigger(
                        name='asked_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") AND OLD."asked_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."about" IS DISTINCT FROM (NEW."about") AND OLD."about" IS NOT NULL) OR (OLD."words" IS DISTINCT FROM (NEW."words") AND OLD."words" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='73809e429f80f5e4675b174b332101e042d55777',
                            operation='UPDATE',
                            pgid='pgtrigger_asked_at_is_said_once_8dc61',
                            table='coaching_supportrequest',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='supportrequest',
                    trigger=pgtrigger.compiler.Trigger(
                        name='ended_at_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at")))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='7edc0599f7a2a638293a8c984365a1b565296fc1',
                            operation='UPDATE',
                            pgid='pgtrigger_ended_at_moves_with_its_event_ba6d5',
                            table='coaching_supportrequest',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='supportevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='bd008a37d308b5c4c434d9be0d3add1dfb0c2c55', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_938e2', table='coaching_supportevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='supportword',
                    trigger=pgtrigger.compiler.Trigger(
                        name='event_id_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."event_id" IS DISTINCT FROM (NEW."event_id") AND OLD."event_id" IS NOT NULL) OR (OLD."words" IS DISTINCT FROM (NEW."words") AND OLD."words" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='051db2546a31a47c7bdaa77b6ecd34807502340a',
                            operation='UPDATE',
                            pgid='pgtrigger_event_id_is_said_once_74aac',
                            table='coaching_supportword',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='supportword',
                    trigger=pgtrigger.compiler.Trigger(
                        name='words_of_support_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='f91211c617796431de210ca347ffacaf209883a2', operation='DELETE', pgid='pgtrigger_words_of_support_stay_9caa4', table='coaching_supportword', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='teachercycle',
                    trigger=pgtrigger.compiler.Trigger(
                        name='cycles_with_teachers_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='ec1ba9802b1167e0ee942cf0f8eb92c3f5c0af7f', operation='DELETE', pgid='pgtrigger_cycles_with_teachers_stay_a3998', table='coaching_teachercycle', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='teachercycle',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recorded_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") AND OLD."recorded_at" IS NOT NULL) OR (OLD."teacher_id" IS DISTINCT FROM (NEW."teacher_id") AND OLD."teacher_id" IS NOT NULL) OR (OLD."observed_on" IS DISTINCT FROM (NEW."observed_on") AND OLD."observed_on" IS NOT NULL) OR (OLD."talked_on" IS DISTINCT FROM (NEW."talked_on") AND OLD."talked_on" IS NOT NULL) OR (OLD."focus" IS DISTINCT FROM (NEW."focus") AND OLD."focus" IS NOT NULL) OR (OLD."own_focus" IS DISTINCT FROM (NEW."own_focus") AND OLD."own_focus" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='34d318147f03e7144b9d9af014004c56880ee827',
                            operation='UPDATE',
                            pgid='pgtrigger_recorded_at_is_said_once_f5900',
                            table='coaching_teachercycle',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='visit',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recorded_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") AND OLD."recorded_at" IS NOT NULL) OR (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") AND OLD."placement_id" IS NOT NULL) OR (OLD."on" IS DISTINCT FROM (NEW."on") AND OLD."on" IS NOT NULL) OR (OLD."where" IS DISTINCT FROM (NEW."where") AND OLD."where" IS NOT NULL) OR (OLD."words" IS DISTINCT FROM (NEW."words") AND OLD."words" IS NOT NULL) OR (OLD."key" IS DISTINCT FROM (NEW."key") AND OLD."key" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL) OR (OLD."request_id" IS DISTINCT FROM (NEW."request_id") AND OLD."request_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='4ac3d09790f71c99077950ac5a03c09621c5834a',
                            operation='UPDATE',
                            pgid='pgtrigger_recorded_at_is_said_once_ffdc5',
                            table='coaching_visit',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='visit',
                    trigger=pgtrigger.compiler.Trigger(
                        name='visits_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d9d8193b420ca53f4532daa6bdadf3715c5cda7d', operation='DELETE', pgid='pgtrigger_visits_stay_1cf29', table='coaching_visit', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='visit',
                    trigger=pgtrigger.compiler.Trigger(
                        name='when_to_look_again_stays',
                        sql=common.guards.GuardSql(
                            condition='WHEN (OLD."look_again" IS DISTINCT FROM (NEW."look_again"))',
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;",
                            hash='f3bec537eeb7018b5f5ce2f34187c3394426e71b',
                            operation='UPDATE',
                            pgid='pgtrigger_when_to_look_again_stays_6905f',
                            table='coaching_visit',
                            when='BEFORE',
                        ),
                    ),
                ),
            ],
        ),
    ]
