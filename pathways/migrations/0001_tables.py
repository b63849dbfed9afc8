"""The tables of this app as they stood on November 29, 2026: what was made step by step before is made at once."""

import common.guards
import common.models
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('pathways', '0001_pathways'),
        ('pathways', '0002_offering_history'),
        ('pathways', '0003_words'),
        ('pathways', '0004_constraints_in_words'),
        ('pathways', '0005_published_roles_keep_their_name'),
        ('pathways', '0006_first_days'),
        ('pathways', '0007_no_leaders_of_the_fellowship'),
        ('pathways', '0008_lists_by_sorted_names'),
        ('pathways', '0009_long_links'),
        ('pathways', '0010_guards_without_a_door'),
        ('pathways', '0011_jury_duty'),
        ('pathways', '0012_deeds_are_one_word'),
        ('pathways', '0013_deliverables_to_accept'),
        ('pathways', '0014_hand_ins_are_kept'),
        ('pathways', '0015_facts_of_histories'),
        ('pathways', '0016_facts_out_of_notes'),
        ('pathways', '0017_states_in_words'),
        ('pathways', '0019_places_at_schools'),
        ('pathways', '0020_several_kinds_of_evidence'),
        ('pathways', '0021_rubric_of_an_offering'),
        ('pathways', '0022_calendars'),
        ('pathways', '0023_earlier_years'),
        ('pathways', '0024_deliverables_after_signing'),
        ('pathways', '0025_leaders_in_office'),
    ]

    dependencies = [
        ('people', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('starts', models.DateField()),
                ('ends', models.DateField(help_text='The first day after it')),
                ('serves', models.BooleanField(default=False, help_text='These days serve, although they lie on a weekend or in a break')),
            ],
            options={
                'verbose_name_plural': 'calendar entries',
                'ordering': ['year', 'starts', 'ends', 'name'],
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
            ],
            options={
                'ordering': ['role', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('asks', models.TextField(blank=True, verbose_name='what counts')),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('note', 'Note'), ('link', 'Link'), ('file', 'File')], max_length=5), help_text='What counts: any one of these is enough', size=None)),
                ('due', models.DateField()),
                ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)])),
                ('accepted_by', models.CharField(choices=[('principal', 'Principal'), ('staff', 'Partnership staff')], default='staff', max_length=10)),
                ('required', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['due', 'title'],
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
            ],
            options={
                'ordering': ['placement', 'starts'],
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
            ],
            options={
                'ordering': ['-year__starts', 'role__pathway__position', 'role__position'],
            },
        ),
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
            name='PathwayManager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
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
            ],
            options={
                'ordering': ['-year__starts', 'school__sort_name', 'person__sort_name', 'pk'],
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
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
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
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
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
            ],
            options={
                'ordering': ['pathway__position', 'position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='SchoolAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['placement', 'starts'],
            },
        ),
        migrations.CreateModel(
            name='SchoolPlaces',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField(help_text='0: the role is not offered there')),
            ],
            options={
                'verbose_name_plural': 'school places',
                'ordering': ['offering', 'school'],
            },
        ),
        migrations.CreateModel(
            name='ScopeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month')),
                ('focus', models.CharField(max_length=200, verbose_name='system focus')),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['month', 'role'],
            },
        ),
        migrations.CreateModel(
            name='ServiceDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
            ],
            options={
                'ordering': ['day'],
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
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TakenOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
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
            ],
            options={
                'ordering': ['placement'],
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
                ('words', models.TextField(blank=True, help_text='Why it was returned or waived', verbose_name='words back')),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='pathways.deliverable')),
            ],
            options={
                'ordering': ['deliverable__due', 'pk'],
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
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
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
            ],
            options={
                'ordering': ['-year__starts', 'person__sort_name', 'pk'],
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
            },
        ),
        migrations.AddField(
            model_name='deliverable',
            name='offering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='pathways.offering'),
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
            },
        ),
        migrations.AddField(
            model_name='offering',
            name='published_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.offeringversion'),
        ),
        common.guards.AddGuard(
            model_name='pathway',
            trigger=pgtrigger.compiler.Trigger(name='pathways_of_leaders_keep_their_kind', sql=common.guards.GuardSql(condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind"))', func="\n                    IF EXISTS (SELECT 1 FROM pathways_role r WHERE r.pathway_id = OLD.id AND (\n                            EXISTS (SELECT 1 FROM pathways_placement p WHERE p.role_id = r.id)\n                            OR EXISTS (SELECT 1 FROM pathways_offering o\n                                       WHERE o.role_id = r.id AND o.published_version_id IS NOT NULL))) THEN\n                        RAISE EXCEPTION 'A role of this pathway was offered or held: its kind stays.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='a1b3046b97c50f0da43b9d9beb8e4fb745f9866d', operation='UPDATE', pgid='pgtrigger_pathways_of_leaders_keep_their_kind_21b02', table='pathways_pathway', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='pathwaymanager',
            name='hat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pathway_scopes', to='people.hat'),
        ),
        migrations.AddField(
            model_name='pathwaymanager',
            name='pathway',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managers', to='pathways.pathway'),
        ),
        migrations.AddField(
            model_name='placement',
            name='cohort',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='pathways.cohort'),
        ),
        migrations.AddField(
            model_name='placement',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placement',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='people.school'),
        ),
        migrations.AddField(
            model_name='leave',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leaves', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='deliverablerecord',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverable_records', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='attestation',
            name='placement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attestation', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='left',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='school',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddConstraint(
            model_name='programyear',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='program_year_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='programyear',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='program_years_never_overlap', violation_error_message='Another program year covers some of these days. They follow each other.'),
        ),
        migrations.AddConstraint(
            model_name='programyear',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('school_ends__isnull', True), ('school_starts__isnull', True)), models.Q(('school_ends__gt', models.F('school_starts')), ('school_ends__lte', models.F('ends')), ('school_starts__gte', models.F('starts'))), _connector='OR'), name='school_lies_in_its_program_year', violation_error_message='School begins and ends in the program year. Correct its days.'),
        ),
        migrations.AddConstraint(
            model_name='programyear',
            constraint=models.CheckConstraint(condition=models.Q(('days_count__isnull', True), models.Q(('days_count__gte', 1), ('days_count__lte', 366)), _connector='OR'), name='a_year_has_1_to_366_days', violation_error_message='A year has 1 to 366 service days.'),
        ),
        migrations.AddField(
            model_name='placement',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='offering',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='earlieryear',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='calendarentry',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_entries', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='programyearevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='programyearevent',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='role',
            name='after_role',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads_to', to='pathways.role'),
        ),
        migrations.AddField(
            model_name='role',
            name='pathway',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='pathways.pathway'),
        ),
        migrations.AddField(
            model_name='placement',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='pathways.role'),
        ),
        migrations.AddField(
            model_name='offering',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='pathways.role'),
        ),
        migrations.AddField(
            model_name='earlieryear',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.role'),
        ),
        migrations.AddField(
            model_name='cohort',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='pathways.role'),
        ),
        migrations.AddField(
            model_name='schoolassignment',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='schoolassignment',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.school'),
        ),
        migrations.AddField(
            model_name='schoolplaces',
            name='offering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='school_places', to='pathways.offering'),
        ),
        migrations.AddField(
            model_name='schoolplaces',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddField(
            model_name='scopeitem',
            name='role',
            field=models.ForeignKey(blank=True, help_text='Empty: school leaders in the Leadership Institute', null=True, on_delete=django.db.models.deletion.CASCADE, to='pathways.role'),
        ),
        migrations.AddField(
            model_name='scopeitem',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scope_items', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='serviceday',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_days', to='pathways.programyear'),
        ),
        migrations.AddField(
            model_name='signedpaper',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signedpaper',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='takenover',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='takenover',
            name='placement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='pathways.placement'),
        ),
        migrations.AddIndex(
            model_name='deliverableevent',
            index=models.Index(fields=['record', 'at'], name='events_of_a_deliverable'),
        ),
        migrations.AddConstraint(
            model_name='deliverableevent',
            constraint=models.CheckConstraint(condition=models.Q(('action', 'submit'), models.Q(('file', ''), ('file_name', ''), ('link', '')), _connector='OR'), name='evidence_is_kept_where_it_was_handed_in'),
        ),
        common.guards.AddGuard(
            model_name='deliverableevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='c61eb41bf1ef6c4704543aec87a70a634c3f26dc', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_d3172', table='pathways_deliverableevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='iltexpectation',
            constraint=models.UniqueConstraint(fields=('school', 'offering'), name='one_expectation_per_school_and_offering'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.UniqueConstraint(fields=('offering', 'title'), name='one_deliverable_per_offering_and_title'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('evidence__contained_by', ['note', 'link', 'file']), ('evidence__len__gt', 0)), name='deliverable_names_its_evidence', violation_error_message='Choose what counts as evidence.'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='deliverable_weight_is_above_0', violation_error_message='Write a weight above 0.'),
        ),
        migrations.AddConstraint(
            model_name='offeringversion',
            constraint=models.UniqueConstraint(fields=('offering', 'number'), name='one_version_per_number'),
        ),
        common.guards.AddGuard(
            model_name='offeringversion',
            trigger=pgtrigger.compiler.Trigger(name='versions_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='53a736c29cc0696606ef798a839f82528d83d505', operation='UPDATE OR DELETE', pgid='pgtrigger_versions_stay_834c8', table='pathways_offeringversion', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='offeringevent',
            index=models.Index(fields=['offering', 'at'], name='events_of_an_offering'),
        ),
        common.guards.AddGuard(
            model_name='offeringevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='07b4ce569b030ec433a866995cbdee6ba68585b1', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_f4a3e', table='pathways_offeringevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pathwaymanager',
            constraint=models.UniqueConstraint(fields=('hat', 'pathway'), name='one_scope_per_hat_and_pathway'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='leave_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('placement', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='leaves_of_a_placement_never_overlap'),
        ),
        migrations.AddIndex(
            model_name='deliverablerecord',
            index=models.Index(condition=models.Q(('state', 'submitted')), fields=['deliverable', 'placement'], name='deliverables_to_accept'),
        ),
        migrations.AddConstraint(
            model_name='deliverablerecord',
            constraint=models.UniqueConstraint(fields=('placement', 'deliverable'), name='one_record_per_placement_and_deliverable'),
        ),
        migrations.AddConstraint(
            model_name='deliverablerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['returned', 'waived']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='returned_and_waived_have_words'),
        ),
        migrations.AddConstraint(
            model_name='deliverablerecord',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted']), ('decided_by__isnull', False), _connector='OR'), name='decided_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.CheckConstraint(condition=models.Q(('met', True), models.Q(('words', ''), _negated=True), _connector='OR'), name='not_met_needs_words'),
        ),
        migrations.AddIndex(
            model_name='placementevent',
            index=models.Index(fields=['placement', 'at'], name='events_of_a_placement'),
        ),
        common.guards.AddGuard(
            model_name='placementevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='ba09e71218f7c7c97e33bf57bf02f30054e8f99f', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_6724f', table='pathways_placementevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='calendar_entry_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.UniqueConstraint(fields=('year', 'serves', 'starts', 'ends', 'name'), name='one_calendar_entry_of_its_days'),
        ),
        migrations.AddIndex(
            model_name='programyearevent',
            index=models.Index(fields=['year', 'at'], name='events_of_a_year'),
        ),
        common.guards.AddGuard(
            model_name='programyearevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='16e79e16243a5e29e02abcd9008d850ad59c54e5', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_b70e2', table='pathways_programyearevent', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='published_roles_keep_their_name', sql=common.guards.GuardSql(condition='WHEN ((OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."pathway_id" IS DISTINCT FROM (NEW."pathway_id")))', func="\n                    IF EXISTS (SELECT 1 FROM pathways_offering\n                               WHERE role_id = OLD.id AND published_version_id IS NOT NULL) THEN\n                        RAISE EXCEPTION 'An offering of this role is published: its name and pathway stay.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='3081520bf508951816e7047e6a6294d941c10d12', operation='UPDATE', pgid='pgtrigger_published_roles_keep_their_name_25d56', table='pathways_role', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['year', 'role', 'school'], name='placements_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='placement_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('commitment_sha256', ''), _negated=True), fields=('commitment_sha256',), name='one_placement_per_commitment'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('commitment_sha256__regex', '^([0-9a-f]{64})?$')), name='placement_names_what_was_signed'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('share_denominator__gt', 0), ('share_numerator__gt', 0), ('share_numerator__lte', models.F('share_denominator'))), name='share_is_above_0_and_at_most_1'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('role', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='nobody_holds_the_same_role_twice_at_once'),
        ),
        common.guards.AddGuard(
            model_name='placement',
            trigger=pgtrigger.compiler.Trigger(name='a_fellow_is_no_leader', sql=common.guards.GuardSql(func="\n                    IF EXISTS (SELECT 1 FROM pathways_role r JOIN pathways_pathway p ON p.id = r.pathway_id\n                               WHERE r.id = NEW.role_id AND p.kind = 'fellowship') THEN\n                        RAISE EXCEPTION 'The fellowship makes fellows, never a placement.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='16e9d4c539c7617c90e463213639b4d42ae6ebba', operation='INSERT OR UPDATE OF "role_id"', pgid='pgtrigger_a_fellow_is_no_leader_090ff', table='pathways_placement', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='placement',
            trigger=pgtrigger.compiler.Trigger(name='a_placement_begins_in_its_year', sql=common.guards.GuardSql(func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_programyear\n                                   WHERE id = NEW.year_id AND NEW.starts >= starts AND NEW.starts < ends) THEN\n                        RAISE EXCEPTION 'A placement begins within its program year.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='9f448f0e8208e79acdc88e2094f8c73cc915af40', operation='INSERT OR UPDATE OF "starts", "year_id"', pgid='pgtrigger_a_placement_begins_in_its_year_1f30d', table='pathways_placement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='offering',
            constraint=models.UniqueConstraint(fields=('role', 'year'), name='one_offering_per_role_and_year'),
        ),
        migrations.AddConstraint(
            model_name='offering',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gte', models.F('opens'))), name='offering_closes_after_it_opens', violation_error_message='The last day to apply lies before the first. Put the days in order.'),
        ),
        migrations.AddConstraint(
            model_name='offering',
            constraint=models.CheckConstraint(condition=models.Q(('extended_to__isnull', True), ('extended_to__gt', models.F('closes')), _connector='OR'), name='extension_is_later', violation_error_message='An extension ends after the last day it extends.'),
        ),
        migrations.AddConstraint(
            model_name='earlieryear',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('person', 'role', 'year'), name='one_earlier_year_of_a_person_and_role', violation_error_message='This year was taken over already.'),
        ),
        migrations.AddConstraint(
            model_name='earlieryear',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='an_earlier_year_is_taken_back_by_somebody'),
        ),
        common.guards.AddGuard(
            model_name='earlieryear',
            trigger=pgtrigger.compiler.Trigger(name='entered_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") AND OLD."entered_at" IS NOT NULL) OR (OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") AND OLD."entered_by_id" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL) OR (OLD."taken_back_by_id" IS DISTINCT FROM (NEW."taken_back_by_id") AND OLD."taken_back_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='53ee77dc3c3ad71b9b618dd4f2b971af878ce88c', operation='UPDATE', pgid='pgtrigger_entered_at_is_said_once_b7504', table='pathways_earlieryear', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='earlieryear',
            trigger=pgtrigger.compiler.Trigger(name='earlier_years_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='6a6b78a730632fa7966cac0976d22fd492217a89', operation='DELETE', pgid='pgtrigger_earlier_years_stay_1e06b', table='pathways_earlieryear', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.UniqueConstraint(fields=('role', 'name'), name='one_cohort_per_role_and_name'),
        ),
        migrations.AddConstraint(
            model_name='schoolassignment',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='assignment_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='schoolassignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('placement', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_school_of_a_placement_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='schoolplaces',
            constraint=models.UniqueConstraint(fields=('offering', 'school'), name='one_number_of_places_per_offering_and_school'),
        ),
        migrations.AddConstraint(
            model_name='scopeitem',
            constraint=models.UniqueConstraint(fields=('year', 'month', 'role', 'focus'), name='one_scope_item_per_month_role_focus', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='scopeitem',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='scope_month_is_a_first_day', violation_error_message='Write the first day of the month.'),
        ),
        migrations.AddConstraint(
            model_name='serviceday',
            constraint=models.UniqueConstraint(fields=('year', 'day'), name='one_service_day_per_date'),
        ),
        migrations.AddConstraint(
            model_name='signedpaper',
            constraint=models.UniqueConstraint(fields=('placement', 'sha256'), name='one_row_per_placement_and_paper'),
        ),
        migrations.AddConstraint(
            model_name='signedpaper',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('file', ''), _negated=True), models.Q(('signed_by', ''), _negated=True)), name='a_paper_has_its_file_and_its_signers'),
        ),
        common.guards.AddGuard(
            model_name='signedpaper',
            trigger=pgtrigger.compiler.Trigger(name='papers_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2263cce5d6599064a80872f56de7776f1173a80b', operation='UPDATE OR DELETE', pgid='pgtrigger_papers_stay_041c6', table='pathways_signedpaper', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='takenover',
            trigger=pgtrigger.compiler.Trigger(name='taken_over_stays', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d80d514683e5e5c951f320930a4098fe22c777d4', operation='UPDATE OR DELETE', pgid='pgtrigger_taken_over_stays_69d81', table='pathways_takenover', when='BEFORE')),
        ),
    ]
