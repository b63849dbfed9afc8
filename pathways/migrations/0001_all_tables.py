"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.guards
import common.migrating
import common.models
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('pathways', '0001_tables'),
        ('pathways', '0002_first_pathways'),
        ('pathways', '0003_scope_history'),
        ('pathways', '0004_school_goals'),
        ('pathways', '0005_program_events'),
        ('pathways', '0006_completed_from_records'),
        ('pathways', '0007_events_and_goals_as_evidence'),
        ('pathways', '0008_roles_that_coach_colleagues'),
        ('pathways', '0009_late_work'),
        ('pathways', '0010_evidence_files'),
        ('pathways', '0011_assessments_of_engagement'),
        ('pathways', '0012_feeder_patterns'),
        ('pathways', '0013_how_many_came_is_corrected'),
        ('pathways', '0014_evidence_taken_back'),
        ('pathways', '0015_events_say_what_they_were'),
        ('pathways', '0016_proposed_work'),
    ]

    dependencies = [
        ('people', '0001_all_tables'),
    ]

    operations = [
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Pathway',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('short', models.CharField(blank=True, max_length=20)),
                        ('kind', models.CharField(choices=[('leadership', 'Leadership'), ('fellowship', 'Fellowship')], default='leadership', max_length=12)),
                        ('leads', models.TextField(help_text='Whom or what it leads')),
                        ('work', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='What a leader in it does', size=None)),
                        ('grows', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                        ('goal_area', models.CharField(blank=True, max_length=40, verbose_name='Call-to-Action goal')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['position', 'name'],
                    },
                ),
                migrations.CreateModel(
                    name='Role',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, unique=True)),
                        ('slug', models.SlugField(max_length=60, unique=True)),
                        ('adds', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, help_text="Duties beyond the pathway's", size=None)),
                        ('after_years', models.PositiveSmallIntegerField(default=0, help_text='Completed years in that role')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('after_role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads_to', to='pathways.role')),
                        ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='pathways.pathway')),
                        ('peer_work', models.CharField(blank=True, choices=[('', 'none'), ('teachers', 'coaches teachers of its school'), ('peers', 'hosts a seminar, records exemplars, coaches Peer Coaches too')], default='', max_length=8, verbose_name='coaching of colleagues')),
                    ],
                    options={
                        'ordering': ['pathway__position', 'position', 'name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('peer_work__in', ['', 'peers', 'teachers'])), name='coaching_of_colleagues_there_is', violation_error_message='Choose one of the words there are.')],
                    },
                ),
                migrations.CreateModel(
                    name='Cohort',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120)),
                        ('lowest_grade', models.SmallIntegerField(help_text='TK is -1, K is 0')),
                        ('highest_grade', models.SmallIntegerField()),
                        ('footnote', models.TextField(blank=True)),
                        ('footnote_mark', models.BooleanField(default=False)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='pathways.role')),
                    ],
                    options={
                        'ordering': ['role', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('role', 'name'), name='one_cohort_per_role_and_name')],
                    },
                ),
                migrations.CreateModel(
                    name='ProgramYear',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(help_text='Like "2026-27"', max_length=7, unique=True)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(help_text='The first day after it, 1 July')),
                        ('school_starts', models.DateField(blank=True, null=True, verbose_name='first day of school')),
                        ('school_ends', models.DateField(blank=True, null=True, verbose_name='the first day after the last day of school')),
                        ('days_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of service days')),
                    ],
                    options={
                        'ordering': ['-starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='program_year_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='program_years_never_overlap', violation_error_message='Another program year covers some of these days. They follow each other.'),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('school_ends__isnull', True), ('school_starts__isnull', True)), models.Q(('school_ends__gt', models.F('school_starts')), ('school_ends__lte', models.F('ends')), ('school_starts__gte', models.F('starts'))), _connector='OR'),
                                name='school_lies_in_its_program_year',
                                violation_error_message='School begins and ends in the program year. Correct its days.',
                            ),
                            models.CheckConstraint(condition=models.Q(('days_count__isnull', True), models.Q(('days_count__gte', 1), ('days_count__lte', 366)), _connector='OR'), name='a_year_has_1_to_366_days', violation_error_message='A year has 1 to 366 service days.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Placement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('share_numerator', models.PositiveSmallIntegerField(default=1)),
                        ('share_denominator', models.PositiveSmallIntegerField(default=1)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(blank=True, null=True)),
                        ('end_reason', models.CharField(blank=True, choices=[('completed', 'Completed'), ('resigned', 'Resigned'), ('role_change', 'Role change'), ('moved', 'Moved'), ('leave', 'Leave'), ('ended', 'Ended')], max_length=12)),
                        ('commitment_sha256', models.CharField(blank=True, max_length=64)),
                        ('commitment_in_force', models.BooleanField(default=True)),
                        ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='pathways.cohort')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='people.school')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='pathways.programyear')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='pathways.role')),
                    ],
                    options={
                        'ordering': ['-year__starts', 'school__sort_name', 'person__sort_name', 'pk'],
                        'indexes': [models.Index(fields=['year', 'role', 'school'], name='placements_of_a_year')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='placement_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.UniqueConstraint(condition=models.Q(('commitment_sha256', ''), _negated=True), fields=('commitment_sha256',), name='one_placement_per_commitment'),
                            models.CheckConstraint(condition=models.Q(('commitment_sha256__regex', '^([0-9a-f]{64})?$')), name='placement_names_what_was_signed'),
                            models.CheckConstraint(condition=models.Q(('share_denominator__gt', 0), ('share_numerator__gt', 0), ('share_numerator__lte', models.F('share_denominator'))), name='share_is_above_0_and_at_most_1'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('role', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='nobody_holds_the_same_role_twice_at_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Attestation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('met', models.BooleanField()),
                        ('words', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attestation', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['placement'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('met', True), models.Q(('words', ''), _negated=True), _connector='OR'), name='not_met_needs_words')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(blank=True, max_length=120)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(help_text='The first day after it')),
                        ('serves', models.BooleanField(default=False, help_text='These days serve, although they lie on a weekend or in a break')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_entries', to='pathways.programyear')),
                    ],
                    options={
                        'verbose_name_plural': 'calendar entries',
                        'ordering': ['year', 'starts', 'ends', 'name'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='calendar_entry_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.UniqueConstraint(fields=('year', 'serves', 'starts', 'ends', 'name'), name='one_calendar_entry_of_its_days'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='OfferingVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('content', models.JSONField()),
                        ('published_at', models.DateTimeField()),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='pathways.offering')),
                        ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['offering', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('offering', 'number'), name='one_version_per_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Offering',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('opens', models.DateField()),
                        ('priority_by', models.DateField(blank=True, null=True)),
                        ('closes', models.DateField(help_text='The last day to apply')),
                        ('extended_to', models.DateField(blank=True, null=True)),
                        ('cosign_by', models.DateField()),
                        ('answer_by', models.DateField(help_text='The last day to answer an offer')),
                        ('places_per_school', models.PositiveSmallIntegerField(default=1)),
                        ('eligibility', models.TextField(blank=True)),
                        ('prompts', models.JSONField(default=dict, help_text='time, mindset, skillset, experience: the question of each')),
                        ('rubric', models.JSONField(blank=True, default=dict, help_text='What each score means, by question and score; empty: as the guide says')),
                        ('most_words', models.PositiveSmallIntegerField(default=250)),
                        ('expectations', models.TextField(blank=True)),
                        ('teacher_commitment', models.TextField()),
                        ('principal_commitment', models.TextField()),
                        ('published_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.offeringversion')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='pathways.programyear')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='pathways.role')),
                        ('late_days', models.PositiveSmallIntegerField(blank=True, help_text='So many days after its day work still counts in full; later a program manager has to allow it. Empty: late work counts in full whenever it comes', null=True, verbose_name='days late work is taken')),
                    ],
                    options={
                        'ordering': ['-year__starts', 'role__pathway__position', 'role__position'],
                        'constraints': [
                            models.UniqueConstraint(fields=('role', 'year'), name='one_offering_per_role_and_year'),
                            models.CheckConstraint(condition=models.Q(('closes__gte', models.F('opens'))), name='offering_closes_after_it_opens', violation_error_message='The last day to apply lies before the first. Put the days in order.'),
                            models.CheckConstraint(condition=models.Q(('extended_to__isnull', True), ('extended_to__gt', models.F('closes')), _connector='OR'), name='extension_is_later', violation_error_message='An extension ends after the last day it extends.'),
                            models.CheckConstraint(condition=models.Q(('late_days__isnull', True), ('late_days__lte', 365), _connector='OR'), name='late_work_is_taken_for_a_year_at_most', violation_error_message='Write 365 days at most, or leave it empty.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Deliverable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200)),
                        ('asks', models.TextField(blank=True, verbose_name='what counts')),
                        (
                            'evidence',
                            django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('note', 'Note'), ('link', 'Link'), ('file', 'File'), ('event', 'An event of the school'), ('goal', 'A goal of the school')], max_length=5), help_text='What counts: any one of these is enough', size=None),
                        ),
                        ('due', models.DateField()),
                        ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)])),
                        ('accepted_by', models.CharField(choices=[('principal', 'Principal'), ('staff', 'Partnership staff')], default='staff', max_length=10)),
                        ('required', models.BooleanField(default=True)),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='pathways.offering')),
                        (
                            'completes_from',
                            models.CharField(
                                blank=True,
                                choices=[
                                    ('event', 'a program event that was held'),
                                    ('goal', 'a school goal with a dated note'),
                                    ('assessment', 'an assessment of family engagement'),
                                    ('release_time', 'release time the principal confirmed'),
                                    ('teachers', 'the cohort of teachers, with cycles'),
                                    ('schoolwide_pd', 'schoolwide PD that was led'),
                                    ('hosted_seminar', 'a hosted seminar, confirmed by visitors'),
                                    ('recordings', 'exemplar recordings'),
                                    ('coached_peers', 'coached Peer Coaches, with visits'),
                                ],
                                help_text='It may still be handed in by hand. Empty: it is handed in and accepted',
                                max_length=14,
                                verbose_name='completes itself from',
                            ),
                        ),
                        (
                            'event_kind',
                            models.CharField(
                                blank=True,
                                choices=[('school_arts', 'School arts event'), ('partnership_arts', 'Partnership-wide arts event'), ('parent_college', 'Parent College workshop'), ('family_meeting', 'Family action meeting'), ('teacher_training', 'Teacher training')],
                                help_text='Of what completes itself from an event: which kind counts. Empty: any',
                                max_length=16,
                                verbose_name='kind of event',
                            ),
                        ),
                    ],
                    options={
                        'ordering': ['due', 'title'],
                        'constraints': [
                            models.UniqueConstraint(fields=('offering', 'title'), name='one_deliverable_per_offering_and_title'),
                            models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='deliverable_weight_is_above_0', violation_error_message='Write a weight above 0.'),
                            models.CheckConstraint(
                                condition=models.Q(('event_kind', ''), models.Q(('completes_from', 'event'), ('event_kind__in', ('school_arts', 'partnership_arts', 'parent_college', 'family_meeting', 'teacher_training'))), _connector='OR'),
                                name='only_what_an_event_completes_names_its_kind',
                                violation_error_message='Choose a kind of event only where a program event completes it.',
                            ),
                            models.CheckConstraint(condition=models.Q(('evidence__contained_by', ['note', 'link', 'file', 'event', 'goal']), ('evidence__len__gt', 0)), name='deliverable_names_its_evidence', violation_error_message='Choose what counts as evidence.'),
                            models.CheckConstraint(
                                condition=models.Q(('completes_from__in', ['', 'assessment', 'coached_peers', 'event', 'goal', 'hosted_seminar', 'recordings', 'release_time', 'schoolwide_pd', 'teachers'])), name='deliverable_completes_from_a_record_there_is', violation_error_message='Choose one of the words there are.'
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ProgramEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('school_arts', 'School arts event'), ('partnership_arts', 'Partnership-wide arts event'), ('parent_college', 'Parent College workshop'), ('family_meeting', 'Family action meeting'), ('teacher_training', 'Teacher training')], max_length=16)),
                        ('title', models.CharField(max_length=120)),
                        ('day', models.DateField()),
                        ('seats', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5000)], verbose_name='people expected')),
                        ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                        ('came', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many came')),
                        ('words', models.CharField(blank=True, max_length=300, verbose_name='how it was')),
                        ('planners', models.ManyToManyField(related_name='events_planned', to=settings.AUTH_USER_MODEL, verbose_name='who plans it')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='program_events', to='people.school')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='program_events', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['day', 'pk'],
                        'indexes': [models.Index(fields=['year', 'school', 'day'], name='events_of_a_school')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('kind__in', ['family_meeting', 'parent_college', 'partnership_arts', 'school_arts', 'teacher_training'])), name='kind_of_event_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'held', 'planned'])), name='event_is_planned_held_or_cancelled', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('kind', 'partnership_arts'), ('school__isnull', True)), models.Q(models.Q(('kind', 'partnership_arts'), _negated=True), ('school__isnull', False)), _connector='OR'), name='only_events_of_the_partnership_have_no_school'),
                            models.CheckConstraint(condition=models.Q(models.Q(('came__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('came__isnull', True)), _connector='OR'), name='an_event_that_was_held_says_how_many_came'),
                            models.CheckConstraint(condition=models.Q(('seats__gte', 1), ('seats__lte', 5000)), name='an_event_expects_1_to_5000'),
                            models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('school', 'year', 'kind', 'title', 'day'), name='one_event_of_its_title_on_a_day', nulls_distinct=False),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SchoolGoal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('area', models.CharField(choices=[('arts', 'Arts'), ('culture', 'Culture'), ('families', 'Family engagement'), ('own', "Of the school's own")], max_length=8)),
                        ('wanted', models.CharField(max_length=120, verbose_name='what is wanted')),
                        ('measure', models.CharField(max_length=200, verbose_name='what is counted')),
                        ('unit', models.CharField(choices=[('number', 'A number'), ('percent', 'Percent')], default='number', max_length=7)),
                        ('start', models.DecimalField(decimal_places=1, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                        ('target', models.DecimalField(decimal_places=1, max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                        ('state', models.CharField(choices=[('pursued', 'Pursued'), ('dropped', 'Dropped')], default='pursued', max_length=8)),
                        ('copied_from', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='pathways.schoolgoal')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals_carried', to=settings.AUTH_USER_MODEL, verbose_name='who carries it')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='people.school')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='school_goals', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['area', 'pk'],
                        'indexes': [models.Index(fields=['year', 'school'], name='goals_of_a_year')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('area__in', ['arts', 'culture', 'families', 'own'])), name='area_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('unit__in', ['number', 'percent'])), name='unit_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['dropped', 'pursued'])), name='goal_is_pursued_or_dropped', violation_error_message='Choose one of the words there are.'),
                            models.UniqueConstraint(condition=models.Q(('state', 'pursued')), fields=('school', 'year', 'wanted'), name='one_goal_of_its_words_at_a_school', violation_error_message='The school has this goal already.'),
                            models.CheckConstraint(condition=models.Q(('target', models.F('start')), _negated=True), name='a_goal_leads_somewhere', violation_error_message='The target is where you start. Write another number.'),
                            models.CheckConstraint(
                                condition=models.Q(('start__gte', 0), ('target__gte', 0), models.Q(('unit', 'number'), models.Q(('start__lte', 100), ('target__lte', 100)), _connector='OR')), name='goal_counts_from_0_and_percents_to_100', violation_error_message='A percent goes from 0 to 100, and no number is below 0.'
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DeliverableRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('open', 'Open'), ('submitted', 'Submitted'), ('accepted', 'Accepted'), ('returned', 'Returned'), ('waived', 'Waived')], default='open', max_length=10)),
                        ('note', models.TextField(blank=True)),
                        ('link', models.URLField(blank=True, max_length=2000)),
                        ('file', models.FileField(blank=True, upload_to='evidence/')),
                        ('file_name', models.CharField(blank=True, max_length=200)),
                        ('words', models.TextField(blank=True, help_text='Why it was returned, waived or reopened', verbose_name='words back')),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='pathways.deliverable')),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverable_records', to='pathways.placement')),
                        ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_of', to='pathways.schoolgoal')),
                        ('program_event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_of', to='pathways.programevent')),
                        ('allowed_until', models.DateField(blank=True, help_text='Where a program manager allowed more than the offering does', null=True, verbose_name='taken until')),
                        ('evidence_gone_at', models.DateTimeField(blank=True, null=True, verbose_name='evidence taken back')),
                        ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='proposed')),
                    ],
                    options={
                        'ordering': ['deliverable__due', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('state', 'submitted')), fields=['deliverable', 'placement'], name='deliverables_to_accept')],
                        'constraints': [
                            models.UniqueConstraint(fields=('placement', 'deliverable'), name='one_record_per_placement_and_deliverable'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['returned', 'waived']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='returned_and_waived_have_words'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted']), ('decided_by__isnull', False), _connector='OR'), name='decided_by_someone'),
                            models.CheckConstraint(condition=models.Q(('evidence_gone_at', None), ('state', 'accepted'), _connector='OR'), name='only_what_is_accepted_loses_its_evidence'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DeliverableEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('link', models.URLField(blank=True, max_length=2000)),
                        ('file', models.FileField(blank=True, upload_to='evidence/')),
                        ('file_name', models.CharField(blank=True, max_length=200)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.deliverablerecord')),
                        ('key', models.CharField(blank=True, max_length=60)),
                        (
                            'source',
                            models.CharField(
                                blank=True,
                                choices=[
                                    ('event', 'a program event that was held'),
                                    ('goal', 'a school goal with a dated note'),
                                    ('assessment', 'an assessment of family engagement'),
                                    ('release_time', 'release time the principal confirmed'),
                                    ('teachers', 'the cohort of teachers, with cycles'),
                                    ('schoolwide_pd', 'schoolwide PD that was led'),
                                    ('hosted_seminar', 'a hosted seminar, confirmed by visitors'),
                                    ('recordings', 'exemplar recordings'),
                                    ('coached_peers', 'coached Peer Coaches, with visits'),
                                ],
                                max_length=14,
                            ),
                        ),
                        ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_of_deliverables', to='pathways.schoolgoal')),
                        ('program_event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_of_deliverables', to='pathways.programevent')),
                        ('until', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['record', 'at'], name='events_of_a_deliverable')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('action', 'submit'), models.Q(('file', ''), ('file_name', ''), ('link', '')), _connector='OR'), name='evidence_is_kept_where_it_was_handed_in'),
                            models.CheckConstraint(condition=models.Q(models.Q(('action', 'reopen'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_deliverable_is_reopened_for_a_reason'),
                            models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('record', 'key'), name='a_record_completes_a_deliverable_once'),
                            models.CheckConstraint(condition=models.Q(('action', 'complete'), ('action', 'submit'), models.Q(('goal__isnull', True), ('program_event__isnull', True)), _connector='OR'), name='an_event_or_goal_is_evidence_of_what_was_done'),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('action', 'allow_late'), ('until__isnull', False), models.Q(('note', ''), _negated=True)), models.Q(models.Q(('action', 'allow_late'), _negated=True), ('until__isnull', True)), _connector='OR'), name='what_is_taken_later_says_until_when_and_why'
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(('action', 'complete'), ('source__in', ('event', 'goal', 'assessment', 'release_time', 'teachers', 'schoolwide_pd', 'hosted_seminar', 'recordings', 'coached_peers')), models.Q(('key', ''), _negated=True), models.Q(('note', ''), _negated=True)),
                                    models.Q(models.Q(('action', 'complete'), _negated=True), ('key', ''), ('source', '')),
                                    _connector='OR',
                                ),
                                name='a_completion_says_from_what',
                            ),
                            models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['lose_evidence', 'keep']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='evidence_that_went_says_what_is_missing_or_why_it_is_kept'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EarlierYear',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                        ('file', models.FileField(blank=True, max_length=200, upload_to='')),
                        ('file_name', models.CharField(blank=True, max_length=200)),
                        ('entered_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('taken_back_why', models.TextField(blank=True, max_length=2000)),
                        ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_years', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                        ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.programyear')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.role')),
                    ],
                    options={
                        'ordering': ['-year__starts', 'person__sort_name', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('person', 'role', 'year'), name='one_earlier_year_of_a_person_and_role', violation_error_message='This year was taken over already.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='an_earlier_year_is_taken_back_by_somebody'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EngagementAssessment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('words', models.CharField(blank=True, max_length=300, verbose_name='in words')),
                        ('at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='what was wrong')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='people.school')),
                        ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['-day', '-pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('school', 'day'), name='one_assessment_of_a_school_on_a_day'),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('reason', ''), ('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='an_assessment_is_taken_back_with_a_reason'
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EngagementAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        (
                            'statement',
                            models.CharField(
                                choices=[
                                    ('welcome', 'Families feel welcome when they come in or call.'),
                                    ('heard', 'Families are asked before decisions that touch their children.'),
                                    ('informed', 'Families know how their child is doing, in the language they speak.'),
                                    ('learning', 'Teachers and families talk about learning, not about behavior alone.'),
                                    ('present', 'Families take part in workshops and meetings.'),
                                    ('leading', 'Families lead something at this school.'),
                                ],
                                max_length=10,
                            ),
                        ),
                        ('score', models.PositiveSmallIntegerField(choices=[(1, 'Not yet'), (2, 'Beginning'), (3, 'Often'), (4, 'Always')])),
                        ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='pathways.engagementassessment')),
                    ],
                    options={
                        'ordering': ['assessment', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(fields=('assessment', 'statement'), name='one_answer_to_a_statement'),
                            models.CheckConstraint(condition=models.Q(('statement__in', ['heard', 'informed', 'leading', 'learning', 'present', 'welcome'])), name='statement_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 4)), name='an_answer_is_on_the_scale'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EvidenceFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.FileField(upload_to='evidence/')),
                        ('file_name', models.CharField(max_length=200)),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='pathways.deliverableevent')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), name='one_more_file_is_a_file')],
                    },
                ),
                migrations.CreateModel(
                    name='Feeder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('added_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lower', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goes_on_to', to='people.school')),
                        ('upper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comes_from', to='people.school')),
                    ],
                    options={
                        'ordering': ['upper__sort_name', 'lower__sort_name', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('lower', 'upper'), name='one_feeder_of_two_schools'),
                            models.CheckConstraint(condition=models.Q(('lower', models.F('upper')), _negated=True), name='no_school_feeds_itself'),
                            models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='a_feeder_is_ended_by_somebody'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='GoalEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('start', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                        ('target', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                        ('start_was', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                        ('target_was', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.schoolgoal')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['goal', 'at'], name='events_of_a_goal')],
                    },
                ),
                migrations.CreateModel(
                    name='GoalNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('number', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                        ('words', models.CharField(blank=True, max_length=300)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='pathways.schoolgoal')),
                    ],
                    options={
                        'ordering': ['day', 'at', 'pk'],
                        'indexes': [models.Index(fields=['goal', 'day'], name='notes_of_a_goal')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('number__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_note_says_a_number_or_words'),
                            models.CheckConstraint(condition=models.Q(('number__isnull', True), ('number__gte', 0), _connector='OR'), name='a_note_counts_from_0'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='IltExpectation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectations', to='people.school')),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='school_expectations', to='pathways.offering')),
                    ],
                    options={
                        'verbose_name': 'ILT expectation',
                        'verbose_name_plural': 'ILT expectations',
                        'ordering': ['school', 'offering'],
                        'constraints': [models.UniqueConstraint(fields=('school', 'offering'), name='one_expectation_per_school_and_offering')],
                    },
                ),
                migrations.CreateModel(
                    name='Leave',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('category', models.CharField(choices=[('family', 'Family'), ('military', 'Military'), ('jury', 'Jury duty'), ('study', 'Study'), ('other', 'Other')], max_length=10)),
                        ('protected', models.BooleanField(default=False)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField()),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leaves', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['placement', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='leave_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('placement', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='leaves_of_a_placement_never_overlap'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='NoteTakenBack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(max_length=300)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('note', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='pathways.goalnote')),
                    ],
                    options={
                        'verbose_name': 'note taken back',
                        'verbose_name_plural': 'notes taken back',
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_note_is_taken_back_for_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='OfferingEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('days', models.JSONField(blank=True, default=dict)),
                        ('days_stayed', models.BooleanField(default=False)),
                        ('weights', models.JSONField(blank=True, default=list)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('deliverable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.deliverable')),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.offering')),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.offeringversion')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['offering', 'at'], name='events_of_an_offering')],
                    },
                ),
                migrations.CreateModel(
                    name='PathwayManager',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pathway_scopes', to='people.hat')),
                        ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managers', to='pathways.pathway')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('hat', 'pathway'), name='one_scope_per_hat_and_pathway')],
                    },
                ),
                migrations.CreateModel(
                    name='PlacementEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('first_day', models.DateField(blank=True, null=True)),
                        ('last_day', models.DateField(blank=True, null=True)),
                        ('end_reason', models.CharField(blank=True, choices=[('completed', 'Completed'), ('resigned', 'Resigned'), ('role_change', 'Role change'), ('moved', 'Moved'), ('leave', 'Leave'), ('ended', 'Ended')], max_length=12)),
                        ('category', models.CharField(blank=True, choices=[('family', 'Family'), ('military', 'Military'), ('jury', 'Jury duty'), ('study', 'Study'), ('other', 'Other')], max_length=10)),
                        ('protected', models.BooleanField(blank=True, null=True)),
                        ('attested', models.TextField(blank=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('left', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.placement')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['placement', 'at'], name='events_of_a_placement')],
                    },
                ),
                migrations.CreateModel(
                    name='ProgramEventLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('day', models.DateField(blank=True, null=True)),
                        ('day_was', models.DateField(blank=True, null=True)),
                        ('came', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.programevent')),
                        ('came_was', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('planners_was', models.TextField(blank=True)),
                        ('seats_was', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('title_was', models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['event', 'at'], name='lines_of_an_event')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('came_was', None), models.Q(('came__isnull', False), models.Q(('came', models.F('came_was')), _negated=True)), _connector='OR'), name='a_number_was_another_one_before')],
                    },
                ),
                migrations.CreateModel(
                    name='ProgramYearEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('days_before', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('days_after', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('gone', models.JSONField(blank=True, default=list)),
                        ('come', models.JSONField(blank=True, default=list)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['year', 'at'], name='events_of_a_year')],
                    },
                ),
                migrations.CreateModel(
                    name='SchoolAssignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(blank=True, null=True)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='pathways.placement')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.school')),
                    ],
                    options={
                        'ordering': ['placement', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='assignment_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('placement', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_school_of_a_placement_at_a_time'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SchoolPlaces',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('places', models.PositiveSmallIntegerField(help_text='0: the role is not offered there')),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='school_places', to='pathways.offering')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                    ],
                    options={
                        'verbose_name_plural': 'school places',
                        'ordering': ['offering', 'school'],
                        'constraints': [models.UniqueConstraint(fields=('offering', 'school'), name='one_number_of_places_per_offering_and_school')],
                    },
                ),
                migrations.CreateModel(
                    name='ScopeEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('month', models.DateField()),
                        ('action', models.CharField(max_length=40)),
                        ('was', models.TextField(blank=True)),
                        ('says', models.TextField(blank=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.programyear')),
                        ('role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scope_events', to='pathways.role')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scope_events', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['year', 'at'], name='events_of_a_scope')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('was', models.F('says')), _negated=True), name='a_line_of_scope_tells_a_change'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='line_of_scope_is_of_a_first_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ScopeItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='The first day of the month')),
                        ('focus', models.CharField(max_length=200, verbose_name='system focus')),
                        ('text', models.TextField()),
                        ('role', models.ForeignKey(blank=True, help_text='Empty: school leaders in the Leadership Institute', null=True, on_delete=django.db.models.deletion.CASCADE, to='pathways.role')),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scope_items', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['month', 'role'],
                        'constraints': [
                            models.UniqueConstraint(fields=('year', 'month', 'role', 'focus'), name='one_scope_item_per_month_role_focus', nulls_distinct=False),
                            models.CheckConstraint(condition=models.Q(('month__day', 1)), name='scope_month_is_a_first_day', violation_error_message='Write the first day of the month.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ServiceDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_days', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['day'],
                        'constraints': [models.UniqueConstraint(fields=('year', 'day'), name='one_service_day_per_date')],
                    },
                ),
                migrations.CreateModel(
                    name='SignedPaper',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('signed_by', models.CharField(max_length=200, verbose_name='who signed')),
                        ('signed_on', models.DateField(verbose_name='day it was signed')),
                        ('file', models.FileField(max_length=200, upload_to='')),
                        ('file_name', models.CharField(max_length=200)),
                        ('sha256', models.CharField(max_length=64)),
                        ('reason', models.TextField(max_length=2000)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [
                            models.UniqueConstraint(fields=('placement', 'sha256'), name='one_row_per_placement_and_paper'),
                            models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('file', ''), _negated=True), models.Q(('signed_by', ''), _negated=True)), name='a_paper_has_its_file_and_its_signers'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TakenOver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='pathways.placement')),
                    ],
                    options={
                        'verbose_name': 'leader taken over',
                        'verbose_name_plural': 'leaders taken over',
                        'ordering': ['-at', '-pk'],
                    },
                ),
                common.guards.AddGuard(
                    model_name='pathway',
                    trigger=pgtrigger.compiler.Trigger(
                        name='pathways_of_leaders_keep_their_kind',
                        sql=common.guards.GuardSql(
                            condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind"))',
                            func="\n                    IF EXISTS (SELECT 1 FROM pathways_role r WHERE r.pathway_id = OLD.id AND (\n                            EXISTS (SELECT 1 FROM pathways_placement p WHERE p.role_id = r.id)\n                            OR EXISTS (SELECT 1 FROM pathways_offering o\n                                       WHERE o.role_id = r.id AND o.published_version_id IS NOT NULL))) THEN\n                        RAISE EXCEPTION 'A role of this pathway was offered or held: its kind stays.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='a1b3046b97c50f0da43b9d9beb8e4fb745f9866d',
                            operation='UPDATE',
                            pgid='pgtrigger_pathways_of_leaders_keep_their_kind_21b02',
                            table='pathways_pathway',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='role',
                    trigger=pgtrigger.compiler.Trigger(
                        name='published_roles_keep_their_name',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."pathway_id" IS DISTINCT FROM (NEW."pathway_id")))',
                            func="\n                    IF EXISTS (SELECT 1 FROM pathways_offering\n                               WHERE role_id = OLD.id AND published_version_id IS NOT NULL) THEN\n                        RAISE EXCEPTION 'An offering of this role is published: its name and pathway stay.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='3081520bf508951816e7047e6a6294d941c10d12',
                            operation='UPDATE',
                            pgid='pgtrigger_published_roles_keep_their_name_25d56',
                            table='pathways_role',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='placement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_fellow_is_no_leader',
                        sql=common.guards.GuardSql(
                            func="\n                    IF EXISTS (SELECT 1 FROM pathways_role r JOIN pathways_pathway p ON p.id = r.pathway_id\n                               WHERE r.id = NEW.role_id AND p.kind = 'fellowship') THEN\n                        RAISE EXCEPTION 'The fellowship makes fellows, never a placement.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='16e9d4c539c7617c90e463213639b4d42ae6ebba',
                            operation='INSERT OR UPDATE OF "role_id"',
                            pgid='pgtrigger_a_fellow_is_no_leader_090ff',
                            table='pathways_placement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='placement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_placement_begins_in_its_year',
                        sql=common.guards.GuardSql(
                            func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_programyear\n                                   WHERE id = NEW.year_id AND NEW.starts >= starts AND NEW.starts < ends) THEN\n                        RAISE EXCEPTION 'A placement begins within its program year.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='9f448f0e8208e79acdc88e2094f8c73cc915af40',
                            operation='INSERT OR UPDATE OF "starts", "year_id"',
                            pgid='pgtrigger_a_placement_begins_in_its_year_1f30d',
                            table='pathways_placement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='offeringversion',
                    trigger=pgtrigger.compiler.Trigger(
                        name='versions_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='53a736c29cc0696606ef798a839f82528d83d505', operation='UPDATE OR DELETE', pgid='pgtrigger_versions_stay_834c8', table='pathways_offeringversion', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='deliverableevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='c61eb41bf1ef6c4704543aec87a70a634c3f26dc', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_d3172', table='pathways_deliverableevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='earlieryear',
                    trigger=pgtrigger.compiler.Trigger(
                        name='earlier_years_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a6b78a730632fa7966cac0976d22fd492217a89', operation='DELETE', pgid='pgtrigger_earlier_years_stay_1e06b', table='pathways_earlieryear', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='earlieryear',
                    trigger=pgtrigger.compiler.Trigger(
                        name='entered_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") AND OLD."entered_at" IS NOT NULL) OR (OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") AND OLD."entered_by_id" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL) OR (OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") AND OLD."taken_back_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='53ee77dc3c3ad71b9b618dd4f2b971af878ce88c',
                            operation='UPDATE',
                            pgid='pgtrigger_entered_at_is_said_once_b7504',
                            table='pathways_earlieryear',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='engagementassessment',
                    trigger=pgtrigger.compiler.Trigger(
                        name='assessments_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='3151ea6f28fea902436fc7deaed63a57f53c7796', operation='DELETE', pgid='pgtrigger_assessments_stay_fa168', table='pathways_engagementassessment', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='engagementassessment',
                    trigger=pgtrigger.compiler.Trigger(
                        name='day_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."day" IS DISTINCT FROM (NEW."day") AND OLD."day" IS NOT NULL) OR (OLD."school_id" IS DISTINCT FROM (NEW."school_id") AND OLD."school_id" IS NOT NULL) OR (OLD."year_id" IS DISTINCT FROM (NEW."year_id") AND OLD."year_id" IS NOT NULL) OR (OLD."words" IS DISTINCT FROM (NEW."words") AND OLD."words" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL) OR (OLD."at" IS DISTINCT FROM (NEW."at") AND OLD."at" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL) OR (OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") AND OLD."taken_back_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='cea48e47739a8ae300b7ddafb80dd93fe4157e97',
                            operation='UPDATE',
                            pgid='pgtrigger_day_is_said_once_0378d',
                            table='pathways_engagementassessment',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='engagementanswer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='answers_are_append_only',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='3608ea3dbc2682a219e270fd129611acac859ab8', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_are_append_only_53d11', table='pathways_engagementanswer', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='evidencefile',
                    trigger=pgtrigger.compiler.Trigger(
                        name='files_handed_in_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='4afc4922fa5da6c210cbbecdc41eef5b493b6f65', operation='UPDATE OR DELETE', pgid='pgtrigger_files_handed_in_stay_83a7d', table='pathways_evidencefile', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='feeder',
                    trigger=pgtrigger.compiler.Trigger(
                        name='added_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") AND OLD."added_at" IS NOT NULL) OR (OLD."lower_id" IS DISTINCT FROM (NEW."lower_id") AND OLD."lower_id" IS NOT NULL) OR (OLD."upper_id" IS DISTINCT FROM (NEW."upper_id") AND OLD."upper_id" IS NOT NULL) OR (OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") AND OLD."added_by_id" IS NOT NULL) OR (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") AND OLD."ended_at" IS NOT NULL) OR (OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") AND OLD."ended_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='dde4279a13c7998358caf0107c4d6ee23470299c',
                            operation='UPDATE',
                            pgid='pgtrigger_added_at_is_said_once_4a8a3',
                            table='pathways_feeder',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='feeder',
                    trigger=pgtrigger.compiler.Trigger(
                        name='feeders_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6bf951fc6db96ced5b0a5f708538d041e94d2803', operation='DELETE', pgid='pgtrigger_feeders_stay_a7363', table='pathways_feeder', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='goalevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a6d57ca73f7fb9bff19437e3d9fc89a8eece928', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_da80b', table='pathways_goalevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='goalnote',
                    trigger=pgtrigger.compiler.Trigger(
                        name='notes_of_goals_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='23af8de1582695829acd49d8354d97f0008f878c', operation='UPDATE OR DELETE', pgid='pgtrigger_notes_of_goals_stay_700bc', table='pathways_goalnote', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='notetakenback',
                    trigger=pgtrigger.compiler.Trigger(
                        name='notes_taken_back_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2800b802689e829bae8d6743e66714144724898a', operation='UPDATE OR DELETE', pgid='pgtrigger_notes_taken_back_stay_086eb', table='pathways_notetakenback', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='offeringevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='07b4ce569b030ec433a866995cbdee6ba68585b1', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_f4a3e', table='pathways_offeringevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='placementevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='ba09e71218f7c7c97e33bf57bf02f30054e8f99f', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_6724f', table='pathways_placementevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='programeventline',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d8fb14dd42cd4e22c2fa228debbf2c3d90fba5d2', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_7cfe0', table='pathways_programeventline', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='programyearevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='16e79e16243a5e29e02abcd9008d850ad59c54e5', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_b70e2', table='pathways_programyearevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='scopeevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='9ef6463849922fb59f9784ef2e670954fb7dc345', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_c3bf5', table='pathways_scopeevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signedpaper',
                    trigger=pgtrigger.compiler.Trigger(
                        name='papers_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2263cce5d6599064a80872f56de7776f1173a80b', operation='UPDATE OR DELETE', pgid='pgtrigger_papers_stay_041c6', table='pathways_signedpaper', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='takenover',
                    trigger=pgtrigger.compiler.Trigger(
                        name='taken_over_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d80d514683e5e5c951f320930a4098fe22c777d4', operation='UPDATE OR DELETE', pgid='pgtrigger_taken_over_stays_69d81', table='pathways_takenover', when='BEFORE'),
                    ),
                ),
            ],
        ),
    ]
