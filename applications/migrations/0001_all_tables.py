"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.guards
import common.migrating
import django.core.validators
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('applications', '0001_tables'),
        ('applications', '0002_declined_renewals'),
        ('applications', '0003_commitment_pulse'),
        ('applications', '0004_places_over_the_network'),
        ('applications', '0005_recommendations'),
        ('applications', '0006_group_interviews'),
    ]

    dependencies = [
        ('pathways', '0001_all_tables'),
        ('people', '0001_all_tables'),
    ]

    operations = [
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='GroupInterview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('begins', models.TimeField(verbose_name='begins at')),
                        ('place', models.CharField(max_length=200, verbose_name='place or link')),
                        ('planned_at', models.DateTimeField()),
                        ('called_off_at', models.DateTimeField(blank=True, null=True)),
                        ('called_off_because', models.CharField(blank=True, max_length=500)),
                        ('called_off_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='pathways.offering')),
                        ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['day', 'begins', 'pk'],
                        'constraints': [
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('called_off_at__isnull', True), ('called_off_by__isnull', True)), models.Q(('called_off_at__isnull', False), ('called_off_by__isnull', False), models.Q(('called_off_because', ''), _negated=True)), _connector='OR'),
                                name='an_interview_is_called_off_by_someone_who_says_why',
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        (
                            'state',
                            models.CharField(
                                choices=[
                                    ('draft', 'Draft'),
                                    ('submitted', 'Submitted'),
                                    ('cosigned', 'Cosigned'),
                                    ('in_review', 'In review'),
                                    ('waitlisted', 'Waitlisted'),
                                    ('offered', 'Offered'),
                                    ('accepted', 'Accepted'),
                                    ('returned', 'Returned'),
                                    ('not_supported', 'Not supported'),
                                    ('declined', 'Declined'),
                                    ('turned_down', 'Turned down'),
                                    ('lapsed', 'Lapsed'),
                                    ('withdrawn', 'Withdrawn'),
                                ],
                                default='draft',
                                max_length=14,
                            ),
                        ),
                        ('answers', models.JSONField(default=dict, help_text='time, mindset, skillset, experience: as typed')),
                        ('resume', models.FileField(blank=True, upload_to='resumes/')),
                        ('resume_name', models.CharField(blank=True, max_length=200)),
                        ('nudged_at', models.DateTimeField(blank=True, null=True)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('answer_by', models.DateField(blank=True, help_text='The last day to answer the offer', null=True)),
                        ('starts', models.DateField(blank=True, help_text='The day the offered role begins', null=True, verbose_name='first day')),
                        ('score_hundredths', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.cohort')),
                        ('in_office', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signing', to='pathways.placement')),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='pathways.offering')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to=settings.AUTH_USER_MODEL)),
                        ('renews', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='pathways.placement')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='people.school')),
                        ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked_to_sign', to=settings.AUTH_USER_MODEL)),
                        ('interview_hundredths', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('interview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invited', to='applications.groupinterview')),
                    ],
                    options={
                        'ordering': ['-changed_at', '-pk'],
                        'indexes': [
                            models.Index(fields=['-changed_at', '-id'], name='applications_by_change'),
                            models.Index(fields=['state', '-changed_at', '-id'], name='applications_by_state'),
                            models.Index(fields=['state', 'person'], include=('submitted_at',), name='applications_to_count'),
                            models.Index(fields=['offering', 'school', 'state'], name='applications_of_a_panel'),
                            models.Index(fields=['signer', 'state'], name='applications_of_a_signer'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('person', 'offering', 'school'), name='one_application_per_person_offering_and_school', violation_error_message='You have an application for this role at this school already.'),
                            models.CheckConstraint(condition=models.Q(('signer__isnull', True), models.Q(('signer', models.F('person')), _negated=True), _connector='OR'), name='nobody_signs_for_themselves'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('submitted_at__isnull', False), _connector='OR'), name='beyond_draft_was_submitted'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['offered', 'accepted']), _negated=True), ('starts__isnull', False), _connector='OR'), name='an_offer_says_its_first_day'),
                            models.CheckConstraint(condition=models.Q(('in_office', None), ('renews', None), _connector='OR'), name='who_is_in_office_renews_nothing'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.CharField(choices=[('offer', 'Offer'), ('waitlist', 'Waitlist'), ('decline', 'Decline')], max_length=10)),
                        (
                            'reason',
                            models.CharField(
                                choices=[
                                    ('strongest', 'among the strongest for this school'),
                                    ('renewed', 'the role goes on from the year before'),
                                    ('places', 'all places at this school are taken'),
                                    ('network', 'among the strongest of the network'),
                                    ('cohort', 'all places of the cohort are taken'),
                                    ('time', 'the time needed is not there yet'),
                                    ('experience', 'more experience is needed first'),
                                    ('other', 'Other'),
                                ],
                                max_length=12,
                            ),
                        ),
                        ('words', models.TextField(blank=True)),
                        ('rank', models.PositiveSmallIntegerField(blank=True, help_text='Order on the waitlist', null=True)),
                        ('starts', models.DateField(blank=True, help_text='The day the offered role begins', null=True, verbose_name='first day')),
                        ('staged_at', models.DateTimeField()),
                        ('released_at', models.DateTimeField(blank=True, null=True)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='applications.application')),
                        ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('staged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['staged_at'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('reason', 'other'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='other_needs_words'),
                            models.CheckConstraint(condition=models.Q(('outcome', 'offer'), ('starts__isnull', True), _connector='OR'), name='only_an_offer_says_a_first_day'),
                            models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('application',), name='one_staged_decision_per_application'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ApplicationEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('days', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='applications.application')),
                        ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.decision')),
                        ('interview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.groupinterview')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['application', 'at'], name='events_of_an_application')],
                    },
                ),
                migrations.CreateModel(
                    name='CommitmentPulse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts', models.DateField(verbose_name='first day')),
                        ('ends', models.DateField()),
                        ('year', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pulse', to='pathways.programyear')),
                    ],
                    options={
                        'ordering': ['-starts'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='pulse_ends_after_it_starts', violation_error_message='It must end after it starts.')],
                    },
                ),
                migrations.CreateModel(
                    name='CommitmentRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('content', models.BinaryField()),
                        ('sha256', models.CharField(max_length=64, unique=True)),
                        ('frozen_at', models.DateTimeField()),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='applications.application')),
                    ],
                    options={
                        'ordering': ['application', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='one_record_per_application_and_number'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='record_hash_is_sha256')],
                    },
                ),
                migrations.CreateModel(
                    name='CosignLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_sha256', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('addressed_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosign_links', to='applications.application')),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='applications.commitmentrecord')),
                    ],
                    options={
                        'ordering': ['-created_at'],
                    },
                ),
                migrations.CreateModel(
                    name='CosignCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('browser', models.CharField(default='', editable=False, max_length=64)),
                        ('place', models.CharField(default='', editable=False, max_length=64)),
                        ('code_sha256', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                        ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='applications.cosignlink')),
                    ],
                    options={
                        'ordering': ['-created_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='a_code_has_five_tries')],
                    },
                ),
                migrations.CreateModel(
                    name='PulsePair',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('asked', 'Asked'), ('agreed', 'Agreed'), ('differing', 'Differing'), ('settled', 'Settled')], default='asked', max_length=9)),
                        ('opened_at', models.DateTimeField()),
                        ('teacher_sent_at', models.DateTimeField(blank=True, null=True)),
                        ('school_sent_at', models.DateTimeField(blank=True, null=True)),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_pairs', to='pathways.placement')),
                        ('pulse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='applications.commitmentpulse')),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_pairs', to='applications.commitmentrecord')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_pairs', to='people.school')),
                        ('school_sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['school__sort_name', 'placement__person__sort_name', 'pk'],
                        'indexes': [models.Index(fields=['state', 'pulse'], name='pairs_by_state')],
                        'constraints': [
                            models.UniqueConstraint(fields=('pulse', 'placement'), name='one_pair_per_pulse_and_placement'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'differing', 'settled'])), name='pair_is_asked_agreed_differing_or_settled', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('school_sent_at__isnull', False), ('teacher_sent_at__isnull', False)), _connector='OR'), name='only_two_who_answered_agree'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['differing', 'settled']), _negated=True), ('teacher_sent_at__isnull', False), ('school_sent_at__isnull', False), _connector='OR'), name='nobody_differs_who_did_not_answer'),
                            models.CheckConstraint(condition=models.Q(models.Q(('school_sent_at', None), ('school_sent_by', None)), models.Q(('school_sent_at__isnull', False), ('school_sent_by__isnull', False)), _connector='OR'), name='somebody_answered_for_the_school'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PulseAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('party', models.CharField(choices=[('teacher', 'Leader'), ('school', 'School')], max_length=7, verbose_name='whose answer')),
                        ('whose', models.CharField(choices=[('teacher', 'Leader'), ('school', 'School')], max_length=7, verbose_name='whose promise')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('promise', models.TextField()),
                        ('kept', models.CharField(blank=True, choices=[('yes', 'Yes, as agreed'), ('partly', 'Partly'), ('no', 'No')], max_length=6)),
                        ('words', models.CharField(blank=True, max_length=300)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_answers', to=settings.AUTH_USER_MODEL)),
                        ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='applications.pulsepair')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'indexes': [models.Index(fields=['pair', 'party', 'whose', 'number', '-id'], name='newest_answers')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('kept__in', ['', 'no', 'partly', 'yes'])), name='a_promise_is_kept_partly_kept_or_not', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('party__in', ['school', 'teacher'])), name='an_answer_is_of_one_of_the_two', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('whose__in', ['school', 'teacher'])), name='a_promise_is_of_one_of_the_two', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('promise', ''), _negated=True)), name='an_answer_names_its_promise'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PulseEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('first_day', models.DateField()),
                        ('last_day', models.DateField()),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pulse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='applications.commitmentpulse')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PulsePairEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('talked_on', models.DateField(blank=True, null=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='applications.pulsepair')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['pair', 'at'], name='events_of_a_pair')],
                    },
                ),
                migrations.CreateModel(
                    name='Recommendation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.BinaryField()),
                        ('sha256', models.CharField(max_length=64, unique=True)),
                        ('frozen_at', models.DateTimeField()),
                        ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recommendation', to='applications.commitmentrecord')),
                    ],
                    options={
                        'ordering': ['record'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='recommendation_hash_is_sha256')],
                    },
                ),
                migrations.CreateModel(
                    name='RenewalInvitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('invited_at', models.DateTimeField()),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewal_invitations', to='pathways.offering')),
                        ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewal_invitations', to='pathways.placement')),
                    ],
                    options={
                        'ordering': ['-invited_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('placement', 'offering'), name='one_renewal_invitation_per_placement_and_offering')],
                    },
                ),
                migrations.CreateModel(
                    name='RenewalDeclined',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='declined', to='applications.renewalinvitation')),
                    ],
                    options={
                        'verbose_name': 'declined renewal',
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('assigned', 'To read'), ('submitted', 'Handed in'), ('recused', 'Stepped aside')], default='assigned', max_length=10)),
                        ('time', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)])),
                        ('mindset', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)])),
                        ('skillset', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)])),
                        ('experience', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)])),
                        ('comment', models.TextField(blank=True)),
                        ('assigned_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='applications.application')),
                        ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                        ('interview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='applications.groupinterview')),
                    ],
                    options={
                        'ordering': ['assigned_at'],
                        'indexes': [models.Index(fields=['reviewer', 'state'], name='reviews_of_a_reviewer')],
                        'constraints': [
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('state', 'submitted'), _negated=True), models.Q(('experience__range', (1, 4)), ('mindset__range', (1, 4)), ('skillset__range', (1, 4)), ('submitted_at__isnull', False), ('time__range', (1, 4))), _connector='OR'),
                                name='a_submitted_review_has_four_scores_of_1_to_4',
                            ),
                            models.UniqueConstraint(condition=models.Q(('interview', None)), fields=('application', 'reviewer'), name='one_review_per_application_and_reviewer'),
                            models.UniqueConstraint(fields=('application', 'reviewer', 'interview'), name='one_score_per_interview_applicant_and_reviewer'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Signature',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('serial', models.PositiveBigIntegerField(unique=True)),
                        ('previous_mac', models.CharField(blank=True, max_length=64)),
                        ('mac', models.CharField(max_length=64, unique=True)),
                        ('party', models.CharField(choices=[('teacher', 'Teacher'), ('principal', 'Principal')], max_length=10)),
                        ('capacity', models.CharField(help_text='Signed as what, in words', max_length=120)),
                        ('typed_name', models.CharField(max_length=200)),
                        ('consent_version', models.CharField(max_length=20)),
                        ('intent', models.TextField()),
                        ('proof', models.CharField(help_text='How the person proved who they are: session, password, code', max_length=40)),
                        ('proved_at', models.DateTimeField()),
                        ('signed_at', models.DateTimeField()),
                        ('ip', models.GenericIPAddressField()),
                        ('user_agent', models.CharField(blank=True, max_length=300)),
                        ('sha256', models.CharField(help_text='The hash of the text that was on the screen', max_length=64)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='applications.commitmentrecord')),
                        ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to=settings.AUTH_USER_MODEL)),
                        ('recommendation_sha256', models.CharField(blank=True, help_text='The hash of the recommendation that was signed with it', max_length=64)),
                    ],
                    options={
                        'ordering': ['serial'],
                        'indexes': [models.Index(fields=['sha256'], name='signatures_on_a_hash')],
                        'constraints': [models.UniqueConstraint(fields=('record', 'party'), name='one_signature_per_record_and_party')],
                    },
                ),
                migrations.CreateModel(
                    name='SignatureChain',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('count', models.PositiveBigIntegerField(default=0)),
                        ('head', models.CharField(blank=True, max_length=64)),
                        ('seal', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_chain')],
                    },
                ),
                migrations.CreateModel(
                    name='SignatureVoid',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('serial', models.PositiveBigIntegerField(unique=True)),
                        ('previous_mac', models.CharField(blank=True, max_length=64)),
                        ('mac', models.CharField(max_length=64, unique=True)),
                        ('reason', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('signature', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='void', to='applications.signature')),
                    ],
                    options={
                        'ordering': ['at'],
                    },
                ),
                migrations.CreateModel(
                    name='SignedPlacement',
                    fields=[],
                    options={
                        'proxy': True,
                    },
                    bases=('pathways.placement',),
                ),
                common.guards.AddGuard(
                    model_name='groupinterview',
                    trigger=pgtrigger.compiler.Trigger(
                        name='planned_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") AND OLD."planned_at" IS NOT NULL) OR (OLD."planned_by_id" IS DISTINCT FROM (NEW."planned_by_id") AND OLD."planned_by_id" IS NOT NULL) OR (OLD."called_off_at" IS DISTINCT FROM (NEW."called_off_at") AND OLD."called_off_at" IS NOT NULL) OR (OLD."called_off_by_id" IS DISTINCT FROM (NEW."called_off_by_id") AND OLD."called_off_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='3d098d877cfea29ccf6923c0ca230785ffc990ae',
                            operation='UPDATE',
                            pgid='pgtrigger_planned_at_is_said_once_e4527',
                            table='applications_groupinterview',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(
                        name='an_offer_begins_in_its_year',
                        sql=common.guards.GuardSql(
                            condition='WHEN (NEW.starts IS NOT NULL)',
                            func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_offering o JOIN pathways_programyear y ON y.id = o.year_id\n                                   WHERE o.id = NEW.offering_id AND NEW.starts >= y.starts AND NEW.starts < y.ends) THEN\n                        RAISE EXCEPTION 'An offer begins within its program year.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='2d8164fd649609455c9592a94c03f9b075f9f7e1',
                            operation='INSERT OR UPDATE',
                            pgid='pgtrigger_an_offer_begins_in_its_year_2f966',
                            table='applications_application',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(
                        name='created_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='ea12997d37540d03f436befb8afcfd620ac46627',
                            operation='UPDATE',
                            pgid='pgtrigger_created_at_is_said_once_0cc4a',
                            table='applications_application',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(
                        name='submitted_at_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at")))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='1e2fa226cd7718b79c45abc4e6e45c76fd80330c',
                            operation='UPDATE',
                            pgid='pgtrigger_submitted_at_moves_with_its_event_0195c',
                            table='applications_application',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='decision',
                    trigger=pgtrigger.compiler.Trigger(
                        name='released_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."released_at" IS DISTINCT FROM (NEW."released_at") AND OLD."released_at" IS NOT NULL) OR (OLD."released_by_id" IS DISTINCT FROM (NEW."released_by_id") AND OLD."released_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='0f97caf025a218c09afc39ccad62d58c4a8d9fa0',
                            operation='UPDATE',
                            pgid='pgtrigger_released_at_is_said_once_b5f57',
                            table='applications_decision',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='decision',
                    trigger=pgtrigger.compiler.Trigger(
                        name='staged_by_stays_once_released',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."released_at" IS NOT NULL) AND ((OLD."staged_at" IS DISTINCT FROM (NEW."staged_at") OR OLD."staged_by_id" IS DISTINCT FROM (NEW."staged_by_id"))))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='839b868d56e333b2b1c16d65b04d41e1ed91435e',
                            operation='UPDATE',
                            pgid='pgtrigger_staged_by_stays_once_released_5200c',
                            table='applications_decision',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='applicationevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='79fd3e02838802bf26eca9b041763442e2b73e44', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_96f64', table='applications_applicationevent', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='commitmentpulse',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_pulse_lies_in_its_year',
                        sql=common.guards.GuardSql(
                            func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_programyear WHERE id = NEW.year_id\n                                   AND NEW.starts >= starts AND NEW.ends <= ends) THEN\n                        RAISE EXCEPTION 'A mid-year check lies within its program year.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='a25429d5aa408726ac9f1cd5b6d7ad7222580945',
                            operation='INSERT OR UPDATE',
                            pgid='pgtrigger_a_pulse_lies_in_its_year_6c039',
                            table='applications_commitmentpulse',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='commitmentpulse',
                    trigger=pgtrigger.compiler.Trigger(
                        name='pulses_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='9c869a3f2ca4525e47471f1d4e1a867375629265', operation='DELETE', pgid='pgtrigger_pulses_stay_af38c', table='applications_commitmentpulse', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='commitmentrecord',
                    trigger=pgtrigger.compiler.Trigger(
                        name='records_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='db84ff3686f9b2199dd015b224f0b95849533c2e', operation='UPDATE OR DELETE', pgid='pgtrigger_records_stay_8bbac', table='applications_commitmentrecord', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='cosignlink',
                    trigger=pgtrigger.compiler.Trigger(
                        name='created_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL) OR (OLD."addressed_to_id" IS DISTINCT FROM (NEW."addressed_to_id") AND OLD."addressed_to_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='03f071d82601d67933827c7bcf8145f9533bb721',
                            operation='UPDATE',
                            pgid='pgtrigger_created_at_is_said_once_a058e',
                            table='applications_cosignlink',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='cosigncode',
                    trigger=pgtrigger.compiler.Trigger(
                        name='used_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."used_at" IS DISTINCT FROM (NEW."used_at") AND OLD."used_at" IS NOT NULL) OR (OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='fa919c27c8b01dac24e9d024fc1b2df80d399c81',
                            operation='UPDATE',
                            pgid='pgtrigger_used_at_is_said_once_bb1ea',
                            table='applications_cosigncode',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulsepair',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_pair_is_asked_about_what_it_signed',
                        sql=common.guards.GuardSql(
                            func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM pathways_placement p\n                        JOIN applications_commitmentpulse c ON c.id = NEW.pulse_id AND c.year_id = p.year_id\n                        JOIN applications_commitmentrecord r\n                            ON r.id = NEW.record_id AND r.sha256 = p.commitment_sha256\n                        WHERE p.id = NEW.placement_id\n                    ) THEN\n                        RAISE EXCEPTION 'Two are asked in the year of their placement, about the text they signed.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='ab52f9832761f92cdb75f31f80a271702bf0a1eb',
                            operation='INSERT OR UPDATE OF "pulse_id", "placement_id", "record_id"',
                            pgid='pgtrigger_a_pair_is_asked_about_what_it_signed_eed7f',
                            table='applications_pulsepair',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulsepair',
                    trigger=pgtrigger.compiler.Trigger(
                        name='opened_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") AND OLD."opened_at" IS NOT NULL) OR (OLD."teacher_sent_at" IS DISTINCT FROM (NEW."teacher_sent_at") AND OLD."teacher_sent_at" IS NOT NULL) OR (OLD."school_sent_at" IS DISTINCT FROM (NEW."school_sent_at") AND OLD."school_sent_at" IS NOT NULL) OR (OLD."school_sent_by_id" IS DISTINCT FROM (NEW."school_sent_by_id") AND OLD."school_sent_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='6fd382d1534762f25a9e3d98e7d79121cc479740',
                            operation='UPDATE',
                            pgid='pgtrigger_opened_at_is_said_once_796d7',
                            table='applications_pulsepair',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulsepair',
                    trigger=pgtrigger.compiler.Trigger(
                        name='pairs_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='55317d523ce1f65f7c4c1aa0fcb506205539431f', operation='DELETE', pgid='pgtrigger_pairs_stay_fd263', table='applications_pulsepair', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulseanswer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='answers_come_while_it_is_open',
                        sql=common.guards.GuardSql(
                            func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM applications_pulsepair r\n                        JOIN applications_commitmentpulse c ON c.id = r.pulse_id\n                        JOIN pathways_placement p ON p.id = r.placement_id\n                        WHERE r.id = NEW.pair_id AND (NEW.party = 'teacher') = (p.person_id = NEW.by_id)\n                        AND (NEW.at AT TIME ZONE 'America/Los_Angeles')::date >= c.starts\n                        AND (NEW.at AT TIME ZONE 'America/Los_Angeles')::date < c.ends\n                    ) THEN\n                        RAISE EXCEPTION 'A promise is answered while the check is open, by one of the two.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='5cc5e62cc321f9c8324be558458cca645d54f509',
                            operation='INSERT',
                            pgid='pgtrigger_answers_come_while_it_is_open_b502d',
                            table='applications_pulseanswer',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulseanswer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='answers_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a0f22f582ea4905a51fe75798b2dd95b3ffd3159', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_stay_cf774', table='applications_pulseanswer', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulseevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='b6b9f5bee5986fdf246cdf656cc9ac96a84604cb', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_08d05', table='applications_pulseevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='pulsepairevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='5b5043d4a30d880331aefafe21ae4d9df37230a4', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_5280e', table='applications_pulsepairevent', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='recommendation',
                    trigger=pgtrigger.compiler.Trigger(
                        name='recommendations_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='90fcfb649f99797ff399b973abcb280328f4ad7e', operation='UPDATE OR DELETE', pgid='pgtrigger_recommendations_stay_89d77', table='applications_recommendation', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='renewalinvitation',
                    trigger=pgtrigger.compiler.Trigger(
                        name='renewal_invitations_stay',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a11acf0f331c5aa549e802a9e3cf53e546031b31', operation='UPDATE OR DELETE', pgid='pgtrigger_renewal_invitations_stay_1cac7', table='applications_renewalinvitation', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='renewaldeclined',
                    trigger=pgtrigger.compiler.Trigger(
                        name='declined_renewals_stay',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='510405af8e434c0a5be2b4cd3ccff1e76b319e5c', operation='UPDATE OR DELETE', pgid='pgtrigger_declined_renewals_stay_d41e9', table='applications_renewaldeclined', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='review',
                    trigger=pgtrigger.compiler.Trigger(
                        name='assigned_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") AND OLD."assigned_at" IS NOT NULL) OR (OLD."reviewer_id" IS DISTINCT FROM (NEW."reviewer_id") AND OLD."reviewer_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='b0920345190d69411ddcc41b90aa6f1dffcb9d07',
                            operation='UPDATE',
                            pgid='pgtrigger_assigned_at_is_said_once_7b0b0',
                            table='applications_review',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signature',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_principal_signs_the_recommendation',
                        sql=common.guards.GuardSql(
                            declare='DECLARE written text;',
                            func="\n                    IF NEW.party = 'principal' AND EXISTS (\n                        SELECT 1 FROM applications_commitmentrecord c\n                        JOIN applications_application a ON a.id = c.application_id\n                        JOIN pathways_offering o ON o.id = a.offering_id\n                        JOIN pathways_role r ON r.id = o.role_id\n                        JOIN pathways_pathway p ON p.id = r.pathway_id\n                        WHERE c.id = NEW.record_id AND p.kind = 'fellowship') THEN\n                        SELECT sha256 INTO written FROM applications_recommendation WHERE record_id = NEW.record_id;\n                        IF NEW.recommendation_sha256 IS DISTINCT FROM written THEN\n                            RAISE EXCEPTION 'for the fellowship a principal signs a recommendation';\n                        END IF;\n                    ELSIF NEW.recommendation_sha256 <> '' THEN\n                        RAISE EXCEPTION 'only a principal recommends, and only for the fellowship';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='144e1499f852a48e837b75692b45ed567d5576d8',
                            operation='INSERT',
                            pgid='pgtrigger_a_principal_signs_the_recommendation_2e33b',
                            table='applications_signature',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signature',
                    trigger=pgtrigger.compiler.Trigger(
                        name='signature_is_on_its_record',
                        sql=common.guards.GuardSql(
                            func="IF NEW.sha256 <> (SELECT sha256 FROM applications_commitmentrecord WHERE id = NEW.record_id) THEN RAISE EXCEPTION 'a signature names the hash of its record'; END IF; RETURN NEW;",
                            hash='eb5313fe936b1aee4359f95134f83d5b793f5168',
                            operation='INSERT',
                            pgid='pgtrigger_signature_is_on_its_record_b4cbb',
                            table='applications_signature',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signature',
                    trigger=pgtrigger.compiler.Trigger(
                        name='signatures_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='65fedf38d62270e74142ad541f67dfd2878706b2', operation='UPDATE OR DELETE', pgid='pgtrigger_signatures_stay_65d2d', table='applications_signature', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signaturechain',
                    trigger=pgtrigger.compiler.Trigger(
                        name='the_chain_only_grows',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((NEW."count" < (OLD."count") OR (NEW."count" = (OLD."count") AND NEW."head" IS DISTINCT FROM (OLD."head"))))',
                            func="RAISE EXCEPTION '% of %: the chain only grows', TG_OP, TG_TABLE_NAME;",
                            hash='eca397aec0c60ffa5ea19d09b5abeaa9152b8401',
                            operation='UPDATE',
                            pgid='pgtrigger_the_chain_only_grows_1c060',
                            table='applications_signaturechain',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signaturechain',
                    trigger=pgtrigger.compiler.Trigger(
                        name='the_chain_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='841346e7adbcd4187f23816556a0d539dc6a8172', operation='DELETE', pgid='pgtrigger_the_chain_stays_66875', table='applications_signaturechain', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signaturevoid',
                    trigger=pgtrigger.compiler.Trigger(
                        name='voids_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='1982080465d40c1dc4a6effd80bc41184f585aec', operation='UPDATE OR DELETE', pgid='pgtrigger_voids_stay_a97a9', table='applications_signaturevoid', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='signedplacement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='placement_has_two_signatures',
                        sql=common.guards.GuardSql(
                            constraint='CONSTRAINT',
                            func="IF NEW.commitment_sha256 = '' THEN IF NOT EXISTS (SELECT 1 FROM pathways_takenover t WHERE t.placement_id = NEW.id) THEN RAISE EXCEPTION 'a placement needs two valid signatures on one hash'; END IF; IF NEW.commitment_in_force AND NOT EXISTS (SELECT 1 FROM pathways_signedpaper p WHERE p.placement_id = NEW.id) THEN RAISE EXCEPTION 'a placement without signatures is in force by its paper alone'; END IF; RETURN NULL; END IF; IF (SELECT count(DISTINCT s.party) FROM applications_signature s LEFT JOIN applications_signaturevoid v ON v.signature_id = s.id WHERE s.sha256 = NEW.commitment_sha256 AND v.id IS NULL) <> 2 THEN RAISE EXCEPTION 'a placement needs two valid signatures on one hash'; END IF; RETURN NULL;",
                            hash='719c1b319f473fd78c0c60766e85504ebaabda49',
                            operation='INSERT OR UPDATE OF "commitment_sha256", "commitment_in_force"',
                            pgid='pgtrigger_placement_has_two_signatures_21a2d',
                            table='pathways_placement',
                            timing='DEFERRABLE INITIALLY DEFERRED',
                            when='AFTER',
                        ),
                    ),
                ),
            ],
        ),
    ]
