"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.guards
import common.migrating
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('fellows', '0001_tables'),
        ('fellows', '0002_plans_and_attempts'),
        ('fellows', '0003_said_once_a_year'),
        ('fellows', '0004_hours_of_fieldwork'),
        ('fellows', '0005_proofs_of_milestones'),
        ('fellows', '0006_snapshots_of_outcomes'),
        ('fellows', '0007_terms_as_data'),
        ('fellows', '0008_filled_by_applications'),
        ('fellows', '0009_taken_over_from_paper'),
        ('fellows', '0010_digits_for_service_links'),
        ('fellows', '0011_assistance'),
        ('fellows', '0012_steps_at_ucla'),
        ('fellows', '0013_answers_of_graduates'),
    ]

    dependencies = [
        ('pathways', '0001_all_tables'),
        ('people', '0001_all_tables'),
    ]

    operations = [
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='AgreementChain',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('count', models.PositiveBigIntegerField(default=0)),
                        ('head', models.CharField(blank=True, max_length=64)),
                        ('seal', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_chain_of_agreements')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired'), ('discarded', 'Discarded')], default='draft', editable=False, max_length=10)),
                        ('drafted_at', models.DateTimeField(editable=False)),
                        ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('ended_because', models.CharField(blank=True, editable=False, max_length=500)),
                        ('number', models.PositiveSmallIntegerField(editable=False, unique=True)),
                        ('signed_from', models.DateField(help_text='Whoever signs from this day on signs this version')),
                        ('required_years', models.DecimalField(decimal_places=1, max_digits=3, verbose_name='years of service owed')),
                        ('window_years', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no last day', null=True, verbose_name='years to serve them in')),
                        ('granularity', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('semester', 'Semester'), ('year', 'Year')], max_length=10, verbose_name='service counts by the')),
                        ('half_year_counts', models.BooleanField(default=False, verbose_name='half a year counts as a whole one')),
                        ('fte', models.CharField(choices=[('accumulate', 'count by their share'), ('full_time', 'do not count'), ('threshold', 'count in full from the least full-time equivalent on')], max_length=10, verbose_name='part-time positions')),
                        ('fte_threshold', models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True, verbose_name='least full-time equivalent')),
                        ('similar_schools', models.BooleanField(default=True, verbose_name='similar schools count')),
                        ('most_suspended_months', models.PositiveSmallIntegerField(default=36, verbose_name='most months of suspension')),
                        ('legal_basis', models.TextField(blank=True, help_text='A paragraph that counsel gives')),
                        ('drafted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('for_paper', models.BooleanField(default=False, help_text='Nobody signs this version here', verbose_name='terms of agreements on paper')),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='agreements_count_from_1'),
                            models.CheckConstraint(condition=models.Q(('required_years__gt', 0), ('required_years__lte', 40)), name='an_agreement_owes_up_to_40_years'),
                            models.CheckConstraint(condition=models.Q(('window_years__isnull', True), models.Q(('window_years__gte', models.F('required_years')), ('window_years__lte', 40)), _connector='OR'), name='the_window_holds_the_years_owed'),
                            models.CheckConstraint(condition=models.Q(('fte__in', ['accumulate', 'full_time', 'threshold']), ('granularity__in', ['day', 'month', 'semester', 'year'])), name='service_counts_in_a_way_there_is'),
                            models.CheckConstraint(condition=models.Q(('half_year_counts', False), ('granularity', 'year'), _connector='OR'), name='half_a_year_counts_where_years_do'),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('fte', 'threshold'), ('fte_threshold__gt', 0), ('fte_threshold__isnull', False), ('fte_threshold__lte', 1)), models.Q(models.Q(('fte', 'threshold'), _negated=True), ('fte_threshold__isnull', True)), _connector='OR'), name='a_threshold_where_there_is_one'
                            ),
                            models.CheckConstraint(condition=models.Q(('most_suspended_months__lte', 36)), name='an_agreement_suspends_36_months_at_most'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('legal_basis', ''), _negated=True), _connector='OR'), name='a_published_agreement_has_a_legal_basis'),
                            models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='two_people_make_agreement_versions'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='agreement_versions_published_by_someone'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['retired', 'discarded']), _negated=True), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='agreement_versions_ended_by_someone'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FellowCohort',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, unique=True)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(help_text='The first day after the program')),
                        ('places', models.PositiveSmallIntegerField(default=8)),
                        ('offering', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fellow_cohort', to='pathways.offering')),
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
                        (
                            'state',
                            models.CharField(
                                choices=[
                                    ('nominated', 'Nominated'),
                                    ('selected', 'Selected'),
                                    ('applied_ucla', 'Applied at UCLA'),
                                    ('admitted', 'Admitted'),
                                    ('enrolled', 'Enrolled'),
                                    ('graduated', 'Graduated'),
                                    ('serving', 'Serving'),
                                    ('fulfilled', 'Fulfilled'),
                                    ('withdrawn', 'Withdrawn'),
                                    ('released', 'Released'),
                                    ('discharged', 'Discharged'),
                                    ('ended_unfulfilled', 'Ended unfulfilled'),
                                ],
                                default='nominated',
                                max_length=20,
                            ),
                        ),
                        ('graduated_on', models.DateField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fellowships', to=settings.AUTH_USER_MODEL)),
                        ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fellows', to='fellows.fellowcohort')),
                        ('commitment_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        'ordering': ['-cohort__starts', 'person__sort_name', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(fields=('person', 'cohort'), name='one_fellowship_per_person_and_cohort'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['graduated', 'serving', 'fulfilled']), _negated=True), ('graduated_on__isnull', False), _connector='OR'), name='graduated_has_a_date'),
                            models.UniqueConstraint(condition=models.Q(('commitment_sha256', ''), _negated=True), fields=('commitment_sha256',), name='one_fellow_per_commitment'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ServiceAgreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveSmallIntegerField()),
                        ('terms', models.JSONField(help_text='As the rules of service read them')),
                        ('text', models.TextField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('typed_name', models.CharField(max_length=200)),
                        ('signed_at', models.DateTimeField()),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='fellows.fellow')),
                        ('content', models.BinaryField(blank=True, null=True)),
                        ('signed_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='fellows.agreementversion')),
                    ],
                    options={
                        'ordering': ['fellow', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(fields=('fellow', 'sha256'), name='one_agreement_per_text'),
                            models.UniqueConstraint(fields=('fellow', 'signed_version'), name='one_agreement_per_fellow_and_version'),
                            models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', True), ('signed_version__isnull', True)), models.Q(('content__isnull', False), ('signed_version__isnull', False)), _connector='OR'), name='an_agreement_of_a_version_has_its_bytes'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementSignature',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('serial', models.PositiveBigIntegerField(unique=True)),
                        ('previous_mac', models.CharField(blank=True, max_length=64)),
                        ('mac', models.CharField(max_length=64, unique=True)),
                        ('typed_name', models.CharField(max_length=200)),
                        ('consent_version', models.CharField(max_length=20)),
                        ('intent', models.TextField()),
                        ('proof', models.CharField(help_text='How the person proved who they are: session, password, code', max_length=40)),
                        ('proved_at', models.DateTimeField()),
                        ('signed_at', models.DateTimeField()),
                        ('ip', models.GenericIPAddressField()),
                        ('user_agent', models.CharField(blank=True, max_length=300)),
                        ('sha256', models.CharField(help_text='The hash of the text that was on the screen', max_length=64)),
                        ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='fellows.serviceagreement')),
                        ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['serial'],
                    },
                ),
                migrations.CreateModel(
                    name='AlumniLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_sha256', models.CharField(max_length=64, unique=True)),
                        ('sent_to', models.EmailField(max_length=254)),
                        ('year', models.PositiveSmallIntegerField()),
                        ('number', models.SmallIntegerField()),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alumni_links', to='fellows.fellow')),
                    ],
                    options={
                        'verbose_name': 'link of a graduate',
                        'verbose_name_plural': 'links of graduates',
                        'ordering': ['-created_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('by__isnull', True)), fields=('fellow', 'year', 'number'), name='a_graduate_is_asked_once_a_reminder')],
                    },
                ),
                migrations.CreateModel(
                    name='AlumniAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('principal', 'principal'), ('assistant_principal', 'assistant principal'), ('teacher', 'teacher'), ('coach', 'counselor, coordinator or coach'), ('office', 'district office'), ('other', 'other education'), ('none', 'not in education')], max_length=20)),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='school or employer')),
                        ('same', models.BooleanField(default=False, verbose_name='still as it was known')),
                        ('at', models.DateTimeField()),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='fellows.fellow')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                        ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.alumnilink')),
                    ],
                    options={
                        'verbose_name': 'answer of a graduate',
                        'verbose_name_plural': 'answers of graduates',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['fellow', '-at'], name='answers_of_a_graduate')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('role__in', ['assistant_principal', 'coach', 'none', 'office', 'other', 'principal', 'teacher'])), name='an_answer_names_a_role_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('role', 'none'), ('school__isnull', False), models.Q(('place', ''), _negated=True), _connector='OR'), name='an_answer_says_where'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AssistanceBudget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cents', models.BigIntegerField(verbose_name='budget')),
                        ('reason', models.CharField(blank=True, max_length=200)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='fellows.fellowcohort')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('cents__gte', 0)), name='a_budget_of_assistance_is_an_amount')],
                    },
                ),
                migrations.CreateModel(
                    name='Award',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('tuition', 'tuition'), ('fees', 'fees'), ('books', 'books and materials'), ('exam', 'exam or credential fee'), ('travel', 'travel'), ('other', 'something else')], max_length=10, verbose_name='what for')),
                        ('reason', models.TextField(verbose_name='why')),
                        ('cents', models.BigIntegerField(help_text='The sum of its schedule', verbose_name='amount')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('approved', 'Approved'), ('ended', 'Ended'), ('cancelled', 'Cancelled')], default='draft', max_length=10)),
                        ('proposed_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='fellows.fellow')),
                        ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'indexes': [models.Index(fields=['fellow', 'state'], name='awards_of_a_fellow')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'cancelled', 'draft', 'ended', 'proposed'])), name='an_award_is_in_a_state_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('purpose__in', ['books', 'exam', 'fees', 'other', 'travel', 'tuition'])), name='an_award_is_for_what_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='an_award_is_above_0'),
                            models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_award_says_why'),
                            models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='nobody_approves_the_award_they_proposed'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['proposed', 'approved', 'ended']), _negated=True), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='a_proposed_award_names_who_and_when'),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state__in', ['approved', 'ended'])), models.Q(models.Q(('state__in', ['approved', 'ended']), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True)), _connector='OR'),
                                name='an_approved_award_names_who_and_when',
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Disbursement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due', models.DateField()),
                        ('cents', models.BigIntegerField(verbose_name='amount')),
                        ('state', models.CharField(choices=[('planned', 'Planned'), ('approved', 'Approved'), ('exported', 'Exported'), ('paid_out', 'Paid out'), ('came_back', 'Came back'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                        ('paid_on', models.DateField(blank=True, null=True, verbose_name='date of payment')),
                        ('came_back_on', models.DateField(blank=True, null=True, verbose_name='came back on')),
                        ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disbursements', to='fellows.award')),
                    ],
                    options={
                        'ordering': ['due', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('state', 'approved')), fields=['due'], name='disbursements_to_export')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'came_back', 'cancelled', 'exported', 'paid_out', 'planned'])), name='a_disbursement_is_in_a_state_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='a_disbursement_is_above_0'),
                            models.UniqueConstraint(fields=('award', 'due'), name='one_disbursement_per_award_and_day'),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(('came_back_on__isnull', True), ('paid_on__isnull', False), ('state', 'paid_out')),
                                    models.Q(('came_back_on__isnull', False), ('state', 'came_back')),
                                    models.Q(models.Q(('state__in', ['paid_out', 'came_back']), _negated=True), ('came_back_on__isnull', True), ('paid_on__isnull', True)),
                                    _connector='OR',
                                ),
                                name='a_payment_has_its_day',
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AwardEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('cents', models.BigIntegerField(blank=True, null=True)),
                        ('day', models.DateField(blank=True, null=True)),
                        (
                            'fellow_state',
                            models.CharField(
                                blank=True,
                                choices=[
                                    ('nominated', 'Nominated'),
                                    ('selected', 'Selected'),
                                    ('applied_ucla', 'Applied at UCLA'),
                                    ('admitted', 'Admitted'),
                                    ('enrolled', 'Enrolled'),
                                    ('graduated', 'Graduated'),
                                    ('serving', 'Serving'),
                                    ('fulfilled', 'Fulfilled'),
                                    ('withdrawn', 'Withdrawn'),
                                    ('released', 'Released'),
                                    ('discharged', 'Discharged'),
                                    ('ended_unfulfilled', 'Ended unfulfilled'),
                                ],
                                max_length=20,
                            ),
                        ),
                        ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='fellows.award')),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('disbursement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.disbursement')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['award', 'at'], name='events_of_an_award')],
                    },
                ),
                migrations.CreateModel(
                    name='CohortMilestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        (
                            'kind',
                            models.CharField(
                                choices=[
                                    ('admitted', 'Admitted'),
                                    ('enrolled', 'Enrolled'),
                                    ('term', 'term completed'),
                                    ('term_summer', 'summer term'),
                                    ('term_fall', 'fall term'),
                                    ('term_winter', 'winter term'),
                                    ('term_spring', 'spring term'),
                                    ('fieldwork', 'fieldwork hours'),
                                    ('calapa_1', 'CalAPA cycle 1'),
                                    ('calapa_2', 'CalAPA cycle 2'),
                                    ('calapa_3', 'CalAPA cycle 3'),
                                    ('program', 'program complete'),
                                    ('degree', 'M.Ed. conferred'),
                                    ('recommended', 'recommended for the credential'),
                                    ('certificate', 'Certificate of Eligibility'),
                                    ('preliminary', 'Preliminary (Tier 1) credential'),
                                    ('clear', 'Clear credential'),
                                ],
                                max_length=12,
                            ),
                        ),
                        ('due', models.DateField()),
                        ('hours', models.PositiveSmallIntegerField(blank=True, help_text='Of fieldwork alone', null=True, verbose_name='hours asked for')),
                        ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='fellows.fellowcohort')),
                    ],
                    options={
                        'verbose_name': 'line of a cohort’s plan',
                        'verbose_name_plural': 'lines of cohorts’ plans',
                        'ordering': ['cohort', 'due', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('cohort', 'kind'), name='one_line_of_a_plan_per_kind'), models.CheckConstraint(condition=models.Q(('hours__isnull', True), models.Q(('hours__gte', 1), ('hours__lte', 2000), ('kind', 'fieldwork')), _connector='OR'), name='hours_are_of_fieldwork')],
                    },
                ),
                migrations.CreateModel(
                    name='UclaStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('step', models.CharField(choices=[('applied', 'applied'), ('interview', 'interview at UCLA'), ('waitlisted', 'on UCLA’s waitlist'), ('not_admitted', 'not admitted'), ('admitted', 'admitted'), ('enrolled', 'enrolled')], max_length=12)),
                        ('on', models.DateField(blank=True, null=True, verbose_name='day')),
                        ('said_by', models.CharField(max_length=120, verbose_name='who said it')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='why it is corrected')),
                        ('recorded_at', models.DateTimeField()),
                        ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='fellows.uclastep')),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ucla_steps', to='fellows.fellow')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'step at UCLA',
                        'verbose_name_plural': 'steps at UCLA',
                        'ordering': ['recorded_at', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('corrects', None)), fields=('fellow', 'step'), name='one_first_word_per_step_at_ucla'),
                            models.CheckConstraint(condition=models.Q(('on__isnull', False), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_step_that_was_not_taken_corrects_one'),
                        ],
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
                        (
                            'milestone',
                            models.CharField(
                                blank=True,
                                choices=[
                                    ('admitted', 'Admitted'),
                                    ('enrolled', 'Enrolled'),
                                    ('term', 'term completed'),
                                    ('term_summer', 'summer term'),
                                    ('term_fall', 'fall term'),
                                    ('term_winter', 'winter term'),
                                    ('term_spring', 'spring term'),
                                    ('fieldwork', 'fieldwork hours'),
                                    ('calapa_1', 'CalAPA cycle 1'),
                                    ('calapa_2', 'CalAPA cycle 2'),
                                    ('calapa_3', 'CalAPA cycle 3'),
                                    ('program', 'program complete'),
                                    ('degree', 'M.Ed. conferred'),
                                    ('recommended', 'recommended for the credential'),
                                    ('certificate', 'Certificate of Eligibility'),
                                    ('preliminary', 'Preliminary (Tier 1) credential'),
                                    ('clear', 'Clear credential'),
                                ],
                                max_length=12,
                            ),
                        ),
                        ('day', models.DateField(blank=True, null=True)),
                        ('months', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='fellows.fellow')),
                        ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.serviceagreement')),
                        ('attempt', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('was_due', models.DateField(blank=True, null=True, verbose_name='due before')),
                        ('ucla', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.uclastep')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['fellow', 'at'], name='events_of_a_fellow')],
                    },
                ),
                migrations.CreateModel(
                    name='FellowTakenOver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                        (
                            'state',
                            models.CharField(
                                choices=[
                                    ('nominated', 'Nominated'),
                                    ('selected', 'Selected'),
                                    ('applied_ucla', 'Applied at UCLA'),
                                    ('admitted', 'Admitted'),
                                    ('enrolled', 'Enrolled'),
                                    ('graduated', 'Graduated'),
                                    ('serving', 'Serving'),
                                    ('fulfilled', 'Fulfilled'),
                                    ('withdrawn', 'Withdrawn'),
                                    ('released', 'Released'),
                                    ('discharged', 'Discharged'),
                                    ('ended_unfulfilled', 'Ended unfulfilled'),
                                ],
                                max_length=20,
                                verbose_name='state on paper',
                            ),
                        ),
                        ('since', models.DateField(blank=True, null=True, verbose_name='in this state since')),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('fellow', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='fellows.fellow')),
                    ],
                    options={
                        'verbose_name': 'fellow taken over',
                        'verbose_name_plural': 'fellows taken over',
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='who_is_taken_over_is_known_by_something'), models.CheckConstraint(condition=models.Q(('state', 'nominated'), _negated=True), name='who_is_taken_over_was_selected')],
                    },
                ),
                migrations.CreateModel(
                    name='FieldworkEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('minutes', models.PositiveSmallIntegerField()),
                        ('what', models.CharField(max_length=300, verbose_name='what was done')),
                        ('state', models.CharField(choices=[('logged', 'Logged'), ('sent_back', 'Sent back'), ('accepted', 'Accepted'), ('taken_back', 'Taken back')], default='logged', max_length=10)),
                        ('logged_at', models.DateTimeField()),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fieldwork', to='fellows.fellow')),
                        ('supervisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fieldwork_supervised', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'hours of fieldwork',
                        'verbose_name_plural': 'hours of fieldwork',
                        'ordering': ['-day', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('state', 'logged')), fields=['supervisor'], name='fieldwork_to_accept')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'logged', 'sent_back', 'taken_back'])), name='fieldwork_is_in_a_state_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='fieldwork_fits_into_a_day'),
                            models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='fieldwork_says_what_was_done'),
                            models.UniqueConstraint(condition=models.Q(('state', 'taken_back'), _negated=True), fields=('fellow', 'day', 'minutes', 'what'), name='one_entry_of_fieldwork_for_the_same'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FieldworkEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('day', models.DateField()),
                        ('minutes', models.PositiveSmallIntegerField()),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='fellows.fieldworkentry')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['entry', 'at'], name='events_of_fieldwork')],
                    },
                ),
                migrations.CreateModel(
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        (
                            'kind',
                            models.CharField(
                                choices=[
                                    ('admitted', 'Admitted'),
                                    ('enrolled', 'Enrolled'),
                                    ('term', 'term completed'),
                                    ('term_summer', 'summer term'),
                                    ('term_fall', 'fall term'),
                                    ('term_winter', 'winter term'),
                                    ('term_spring', 'spring term'),
                                    ('fieldwork', 'fieldwork hours'),
                                    ('calapa_1', 'CalAPA cycle 1'),
                                    ('calapa_2', 'CalAPA cycle 2'),
                                    ('calapa_3', 'CalAPA cycle 3'),
                                    ('program', 'program complete'),
                                    ('degree', 'M.Ed. conferred'),
                                    ('recommended', 'recommended for the credential'),
                                    ('certificate', 'Certificate of Eligibility'),
                                    ('preliminary', 'Preliminary (Tier 1) credential'),
                                    ('clear', 'Clear credential'),
                                ],
                                max_length=12,
                            ),
                        ),
                        ('attempt', models.PositiveSmallIntegerField(default=1)),
                        ('due', models.DateField(blank=True, null=True)),
                        ('reached_on', models.DateField(blank=True, null=True)),
                        ('expires_on', models.DateField(blank=True, null=True)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='fellows.fellow')),
                        ('follows_plan', models.BooleanField(default=False, verbose_name='follows the plan of its cohort')),
                        ('not_passed_on', models.DateField(blank=True, null=True, verbose_name='tried and not passed on')),
                    ],
                    options={
                        'ordering': ['fellow', 'due', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(fields=('fellow', 'kind', 'attempt'), name='one_milestone_per_kind_and_attempt'),
                            models.CheckConstraint(condition=models.Q(('not_passed_on__isnull', True), ('reached_on__isnull', True), _connector='OR'), name='an_attempt_is_passed_or_not'),
                            models.CheckConstraint(condition=models.Q(('not_passed_on__isnull', True), ('kind__in', ['calapa_1', 'calapa_2', 'calapa_3']), _connector='OR'), name='only_calapa_is_tried_again'),
                            models.CheckConstraint(condition=models.Q(('follows_plan', False), ('due__isnull', False), _connector='OR'), name='who_follows_a_plan_has_a_day'),
                            models.CheckConstraint(condition=models.Q(('note__regex', '\\d{7}'), _negated=True), name='a_milestone_keeps_no_number'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MilestoneProof',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.FileField(max_length=200, upload_to='')),
                        ('added_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='fellows.milestone')),
                    ],
                    options={
                        'verbose_name': 'proof of a milestone',
                        'verbose_name_plural': 'proofs of milestones',
                        'ordering': ['added_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('file', ''), _negated=True), name='a_proof_is_a_file')],
                    },
                ),
                migrations.CreateModel(
                    name='OutcomeSnapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField()),
                        ('content', models.TextField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('taken_at', models.DateTimeField()),
                        ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'snapshot of outcomes',
                        'verbose_name_plural': 'snapshots of outcomes',
                        'ordering': ['-taken_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('sha256',), name='one_snapshot_of_the_same_outcomes'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='a_snapshot_has_its_fingerprint')],
                    },
                ),
                migrations.CreateModel(
                    name='PaperAgreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('signed_on', models.DateField(verbose_name='day it was signed')),
                        ('kept', models.CharField(max_length=200, verbose_name='where the paper is kept')),
                        ('at', models.DateTimeField()),
                        ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='fellows.serviceagreement')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('terms_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='fellows.agreementversion')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kept', ''), _negated=True), name='an_agreement_on_paper_is_kept_somewhere')],
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
                        ('state', models.CharField(choices=[('reported', 'Reported'), ('verified', 'Verified'), ('disputed', 'Disputed'), ('accepted', 'Accepted'), ('taken_back', 'Taken back')], default='reported', max_length=10)),
                        ('verifier_email', models.EmailField(blank=True, max_length=254)),
                        ('vouched', models.BooleanField(default=False, verbose_name='confirmed by a known signer')),
                        ('disagreement', models.JSONField(blank=True, default=dict)),
                        ('reported_at', models.DateTimeField()),
                        ('fellow', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='fellows.fellow')),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='people.school')),
                        ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed until')),
                    ],
                    options={
                        'ordering': ['fellow', 'starts'],
                        'indexes': [models.Index(condition=models.Q(('ends', None)), fields=['confirmed_on'], name='service_to_say_anew')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='service_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(condition=models.Q(('fte_thousandths__gt', 0), ('fte_thousandths__lte', 2000)), name='service_fte_is_a_share'),
                            models.CheckConstraint(condition=models.Q(models.Q(('confirmed_on', None), ('state__in', ['reported', 'disputed', 'taken_back'])), models.Q(('confirmed_on__isnull', False), ('state__in', ['verified', 'accepted'])), _connector='OR'), name='confirmed_service_says_until_when'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PaperService',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days served')),
                        ('confirmed_by', models.CharField(max_length=200, verbose_name='who confirmed it on paper')),
                        ('signed_on', models.DateField(verbose_name='day it was confirmed')),
                        ('kept', models.CharField(max_length=200, verbose_name='where the paper is kept')),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='fellows.servicerecord')),
                    ],
                    options={
                        'verbose_name': 'service on paper',
                        'verbose_name_plural': 'service on paper',
                        'ordering': ['-at', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('kept', ''), _negated=True), models.Q(('confirmed_by', ''), _negated=True)), name='service_on_paper_says_who_and_where'),
                            models.CheckConstraint(condition=models.Q(('days__isnull', True), models.Q(('days__gte', 1), ('days__lte', 366)), _connector='OR'), name='service_on_paper_has_1_to_366_days'),
                        ],
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
                        ('since', models.DateField(blank=True, null=True, verbose_name='from')),
                    ],
                    options={
                        'verbose_name': 'similarity of schools',
                        'verbose_name_plural': 'similarities of schools',
                        'ordering': ['school_name', '-decided_on'],
                        'constraints': [models.UniqueConstraint(fields=('school_key', 'decided_on'), name='one_similarity_decision_a_day'), models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='similarity_has_reasons')],
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
                        ('code_hash', models.CharField(blank=True, db_default='', max_length=64)),
                        ('code_until', models.DateTimeField(blank=True, null=True)),
                        ('codes_sent', models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ('codes_wrong', models.PositiveSmallIntegerField(db_default=0, default=0)),
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
                        ('by_code', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['record', 'at'], name='events_of_a_service_record')],
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
                        'constraints': [models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 36)), name='a_suspension_has_1_to_36_months')],
                    },
                ),
                common.guards.AddGuard(
                    model_name='agreementchain',
                    trigger=pgtrigger.compiler.Trigger(
                        name='the_chain_only_grows',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((NEW."count" < (OLD."count") OR (NEW."count" = (OLD."count") AND NEW."head" IS DISTINCT FROM (OLD."head"))))',
                            func="RAISE EXCEPTION '% of %: the chain only grows', TG_OP, TG_TABLE_NAME;",
                            hash='de7de2a3f160a8d90dd95abcbfbee00bd4b4b883',
                            operation='UPDATE',
                            pgid='pgtrigger_the_chain_only_grows_a954e',
                            table='fellows_agreementchain',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementchain',
                    trigger=pgtrigger.compiler.Trigger(
                        name='the_chain_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='0dc3602b5a8246a8ef6b25e3eda35abc7877aacd', operation='DELETE', pgid='pgtrigger_the_chain_stays_7d4f2', table='fellows_agreementchain', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementversion',
                    trigger=pgtrigger.compiler.Trigger(
                        name='agreement_versions_are_never_edited',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."state" IN (\'published\', \'retired\', \'discarded\') OR NEW."state" IN (\'published\', \'retired\', \'discarded\'))) AND ((OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."for_paper" IS DISTINCT FROM (NEW."for_paper") OR OLD."fte" IS DISTINCT FROM (NEW."fte") OR OLD."fte_threshold" IS DISTINCT FROM (NEW."fte_threshold") OR OLD."granularity" IS DISTINCT FROM (NEW."granularity") OR OLD."half_year_counts" IS DISTINCT FROM (NEW."half_year_counts") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."most_suspended_months" IS DISTINCT FROM (NEW."most_suspended_months") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."required_years" IS DISTINCT FROM (NEW."required_years") OR OLD."signed_from" IS DISTINCT FROM (NEW."signed_from") OR OLD."similar_schools" IS DISTINCT FROM (NEW."similar_schools") OR OLD."window_years" IS DISTINCT FROM (NEW."window_years"))))',
                            func="RAISE EXCEPTION '% of %: another one is drafted and published in its place', TG_OP, TG_TABLE_NAME;",
                            hash='859a0cf6d11037321a9b28a37428ca4fdb124c22',
                            operation='UPDATE',
                            pgid='pgtrigger_agreement_versions_are_never_edited_f4c8e',
                            table='fellows_agreementversion',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementversion',
                    trigger=pgtrigger.compiler.Trigger(
                        name='agreement_versions_only_go_on',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IN (\'published\', \'retired\', \'discarded\')) AND (OLD."state" IS DISTINCT FROM (NEW."state")) AND (NOT (OLD."state" = \'published\' AND NEW."state" = \'retired\')))',
                            func="RAISE EXCEPTION '% of %: what was published is retired, and nothing else', TG_OP, TG_TABLE_NAME;",
                            hash='2599c02d9b6e843c689056c51b8af67cbd08ddc2',
                            operation='UPDATE',
                            pgid='pgtrigger_agreement_versions_only_go_on_8f13d',
                            table='fellows_agreementversion',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementversion',
                    trigger=pgtrigger.compiler.Trigger(
                        name='agreement_versions_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: it is retired or discarded, not deleted', TG_OP, TG_TABLE_NAME;", hash='90557e80a40dcca878d76d8d9ad86dcfe6af301b', operation='DELETE', pgid='pgtrigger_agreement_versions_stay_6df2c', table='fellows_agreementversion', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementversion',
                    trigger=pgtrigger.compiler.Trigger(
                        name='published_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."published_at" IS DISTINCT FROM (NEW."published_at") AND OLD."published_at" IS NOT NULL) OR (OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") AND OLD."published_by_id" IS NOT NULL) OR (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") AND OLD."ended_at" IS NOT NULL) OR (OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") AND OLD."ended_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='b99ea937b7bdd376726dd0658cae5a1d35b310c2',
                            operation='UPDATE',
                            pgid='pgtrigger_published_at_is_said_once_0741f',
                            table='fellows_agreementversion',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='fellowcohort',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_cohort_is_filled_by_the_fellowship',
                        sql=common.guards.GuardSql(
                            condition='WHEN (NEW.offering_id IS NOT NULL)',
                            func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_offering o JOIN pathways_role r ON r.id = o.role_id\n                                   JOIN pathways_pathway p ON p.id = r.pathway_id\n                                   WHERE o.id = NEW.offering_id AND p.kind = 'fellowship') THEN\n                        RAISE EXCEPTION 'A cohort of fellows is filled by an offering of the fellowship.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='cac9ca4d0f14bc5ac859538a15933ea61f524797',
                            operation='INSERT OR UPDATE OF "offering_id"',
                            pgid='pgtrigger_a_cohort_is_filled_by_the_fellowship_9486f',
                            table='fellows_fellowcohort',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='fellow',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_cohort_has_its_places',
                        sql=common.guards.GuardSql(
                            condition="WHEN (NEW.state IN ('selected', 'applied_ucla', 'admitted', 'enrolled'))",
                            declare='DECLARE most integer;',
                            func="\n                    IF TG_OP = 'UPDATE' THEN\n                        IF OLD.cohort_id = NEW.cohort_id AND OLD.state IN ('selected', 'applied_ucla', 'admitted', 'enrolled', 'graduated', 'serving', 'fulfilled') THEN RETURN NULL; END IF;\n                    END IF;\n                    SELECT places INTO most FROM fellows_fellowcohort WHERE id = NEW.cohort_id FOR NO KEY UPDATE;\n                    IF (SELECT count(*) FROM fellows_fellow\n                        WHERE cohort_id = NEW.cohort_id AND state IN ('selected', 'applied_ucla', 'admitted', 'enrolled', 'graduated', 'serving', 'fulfilled')) > most THEN\n                        RAISE EXCEPTION 'All places of this cohort are taken.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ",
                            hash='43685b2820b294d2e7e2d07ca3e0e8bad70ab7cc',
                            operation='INSERT OR UPDATE OF "state", "cohort_id"',
                            pgid='pgtrigger_a_cohort_has_its_places_799a3',
                            table='fellows_fellow',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='serviceagreement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='agreements_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a4577a6d9b0eec26ad2876a4a6376146e6b3cc3a', operation='UPDATE OR DELETE', pgid='pgtrigger_agreements_stay_a9095', table='fellows_serviceagreement', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='serviceagreement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='an_agreement_of_a_version_is_signed',
                        sql=common.guards.GuardSql(
                            constraint='CONSTRAINT',
                            func="IF NEW.signed_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fellows_agreementsignature s WHERE s.agreement_id = NEW.id) THEN RAISE EXCEPTION 'an agreement of a version is signed with it'; END IF; RETURN NULL;",
                            hash='cb36b06762dec573e756188b4c7ffb955cdfbdaf',
                            operation='INSERT',
                            pgid='pgtrigger_an_agreement_of_a_version_is_signed_c3977',
                            table='fellows_serviceagreement',
                            timing='DEFERRABLE INITIALLY DEFERRED',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='serviceagreement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='what_is_signed_is_published',
                        sql=common.guards.GuardSql(
                            func="IF NEW.signed_version_id IS NOT NULL THEN PERFORM 1 FROM fellows_agreementversion v WHERE v.id = NEW.signed_version_id AND v.state = 'published' AND v.number = NEW.version FOR SHARE; IF NOT FOUND THEN RAISE EXCEPTION 'what is signed is a published version' USING ERRCODE = 'check_violation'; END IF; END IF; RETURN NEW;",
                            hash='48a5586387b972a89d28fd881177dcee9cade936',
                            operation='INSERT',
                            pgid='pgtrigger_what_is_signed_is_published_0c6df',
                            table='fellows_serviceagreement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementsignature',
                    trigger=pgtrigger.compiler.Trigger(
                        name='signature_is_on_its_agreement',
                        sql=common.guards.GuardSql(
                            func="IF NEW.sha256 <> (SELECT sha256 FROM fellows_serviceagreement WHERE id = NEW.agreement_id) THEN RAISE EXCEPTION 'a signature names the hash of its agreement'; END IF; RETURN NEW;",
                            hash='38f87e9b15dfcaa7f14c0041f42a4c420659e69b',
                            operation='INSERT',
                            pgid='pgtrigger_signature_is_on_its_agreement_006b2',
                            table='fellows_agreementsignature',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='agreementsignature',
                    trigger=pgtrigger.compiler.Trigger(
                        name='signatures_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='aff164fbeb98b719938e636dd89c44bbd4f1d13e', operation='UPDATE OR DELETE', pgid='pgtrigger_signatures_stay_225dc', table='fellows_agreementsignature', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='alumnilink',
                    trigger=pgtrigger.compiler.Trigger(
                        name='used_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."used_at" IS DISTINCT FROM (NEW."used_at") AND OLD."used_at" IS NOT NULL) OR (OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='5a7ad2e4a515cf55a5ee4335c84ffe499fe0e36b',
                            operation='UPDATE',
                            pgid='pgtrigger_used_at_is_said_once_aee44',
                            table='fellows_alumnilink',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='alumnianswer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='answers_of_graduates_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='112d1853c73e021e78dea77c3a7a4bc69d50576a', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_of_graduates_stay_4a544', table='fellows_alumnianswer', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='assistancebudget',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_budget_holds_what_is_approved',
                        sql=common.guards.GuardSql(
                            func="\n    PERFORM 1 FROM fellows_fellowcohort WHERE id = NEW.cohort_id FOR NO KEY UPDATE;\n    IF (SELECT coalesce(sum(d.cents), 0) FROM fellows_disbursement d\n        JOIN fellows_award a ON a.id = d.award_id JOIN fellows_fellow f ON f.id = a.fellow_id\n        WHERE f.cohort_id = NEW.cohort_id AND d.state IN ('approved', 'exported', 'paid_out')) > NEW.cents THEN\n        RAISE EXCEPTION 'a budget holds what is approved already' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash='94cc32c55f5b502c753093ed79cee1970751e6d7',
                            operation='INSERT',
                            pgid='pgtrigger_a_budget_holds_what_is_approved_4ff87',
                            table='fellows_assistancebudget',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='assistancebudget',
                    trigger=pgtrigger.compiler.Trigger(
                        name='budgets_of_assistance_stay',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='98082c50b07433ac80adcbe5181284a281de4ea6', operation='UPDATE OR DELETE', pgid='pgtrigger_budgets_of_assistance_stay_7084b', table='fellows_assistancebudget', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='an_award_is_approved_by_somebody_else',
                        sql=common.guards.GuardSql(
                            func="\n    IF NEW.approved_by_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.approved_by_id IS NOT NULL) THEN\n        RETURN NEW;\n    END IF;\n    IF NEW.proposed_by_id IN (SELECT id FROM people_user WHERE id = NEW.approved_by_id OR merged_into_id = NEW.approved_by_id)\n    OR EXISTS (SELECT 1 FROM fellows_fellow f WHERE f.id = NEW.fellow_id AND f.person_id IN (SELECT id FROM people_user WHERE id = NEW.approved_by_id OR merged_into_id = NEW.approved_by_id))\n    OR EXISTS (SELECT 1 FROM fellows_awardevent e WHERE e.award_id = NEW.id\n               AND e.by_id IN (SELECT id FROM people_user WHERE id = NEW.approved_by_id OR merged_into_id = NEW.approved_by_id) AND e.action IN ('draft', 'change', 'propose')) THEN\n        RAISE EXCEPTION 'whoever approves an award did not write it, and does not get it'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash='9e45a9324e77fa186098f45f295ef923688ad016',
                            operation='INSERT OR UPDATE',
                            pgid='pgtrigger_an_award_is_approved_by_somebody_else_5263f',
                            table='fellows_award',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='an_award_is_its_schedule',
                        sql=common.guards.GuardSql(
                            constraint='CONSTRAINT',
                            func="\n    IF EXISTS (\n        SELECT 1 FROM fellows_award a LEFT JOIN fellows_disbursement d ON d.award_id = a.id\n        WHERE a.id = NEW.id GROUP BY a.id\n        HAVING coalesce(sum(d.cents), 0) <> a.cents OR count(*) FILTER (WHERE NOT (\n            a.state IN ('draft', 'proposed') AND d.state = 'planned'\n            OR a.state = 'approved' AND d.state IN ('approved', 'exported', 'paid_out', 'came_back')\n            OR a.state = 'ended' AND d.state IN ('cancelled', 'exported', 'paid_out', 'came_back')\n            OR a.state = 'cancelled' AND d.state = 'cancelled')) > 0)\n    THEN\n        RAISE EXCEPTION 'an award is the sum of its schedule, and its schedule stands as it does'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash='52708a32b18dc152eb214b61df9e9af7bb29a2ba',
                            operation='INSERT OR UPDATE',
                            pgid='pgtrigger_an_award_is_its_schedule_86b3c',
                            table='fellows_award',
                            timing='DEFERRABLE INITIALLY DEFERRED',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='approved_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") AND OLD."approved_at" IS NOT NULL) OR (OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") AND OLD."approved_by_id" IS NOT NULL) OR (OLD."fellow_id" IS DISTINCT FROM (NEW."fellow_id") AND OLD."fellow_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='eb3079ed04547b8429c864036fe906ff268f2f99',
                            operation='UPDATE',
                            pgid='pgtrigger_approved_at_is_said_once_d9de1',
                            table='fellows_award',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='awards_are_for_who_studies_or_serves',
                        sql=common.guards.GuardSql(
                            condition='WHEN (NEW."state" IN (\'proposed\', \'approved\'))',
                            declare='DECLARE stands text;',
                            func="\n    SELECT f.state INTO stands FROM fellows_fellow f WHERE f.id = NEW.fellow_id FOR SHARE;\n    IF stands NOT IN ('selected', 'applied_ucla', 'admitted', 'enrolled', 'graduated', 'serving') THEN\n        RAISE EXCEPTION 'assistance is for those who are selected, study or serve'\n            USING ERRCODE = 'check_violation';\n    END IF;\n \n    IF NEW.state = 'approved' AND NOT EXISTS\n       (SELECT 1 FROM fellows_serviceagreement g WHERE g.fellow_id = NEW.fellow_id) THEN\n        RAISE EXCEPTION 'assistance waits for the service agreement' USING ERRCODE = 'check_violation';\n    END IF;\n RETURN NEW;",
                            hash='99690c74a997aa10f68fcbf017eab17f0bf94a03',
                            operation='INSERT OR UPDATE',
                            pgid='pgtrigger_awards_are_for_who_studies_or_serves_87adb',
                            table='fellows_award',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='awards_only_go_on',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS DISTINCT FROM (NEW."state")) AND (NOT ((OLD."state" = \'approved\' AND NEW."state" = \'ended\') OR (OLD."state" = \'draft\' AND NEW."state" = \'cancelled\') OR (OLD."state" = \'draft\' AND NEW."state" = \'proposed\') OR (OLD."state" = \'proposed\' AND NEW."state" = \'approved\') OR (OLD."state" = \'proposed\' AND NEW."state" = \'cancelled\') OR (OLD."state" = \'proposed\' AND NEW."state" = \'draft\'))))',
                            func="RAISE EXCEPTION '% of %: an award goes on as it does', TG_OP, TG_TABLE_NAME;",
                            hash='49d33239054a134f4119a5bf577477c2721cae91',
                            operation='UPDATE',
                            pgid='pgtrigger_awards_only_go_on_57c2f',
                            table='fellows_award',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='awards_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: an award is canceled, not deleted', TG_OP, TG_TABLE_NAME;", hash='809113092c13af1ec4bbabb36470144d22409882', operation='DELETE', pgid='pgtrigger_awards_stay_41494', table='fellows_award', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='proposed_at_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND ((OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='36601bf744c3acae35921b5f197e48872554c0e0',
                            operation='UPDATE',
                            pgid='pgtrigger_proposed_at_moves_with_its_event_c9614',
                            table='fellows_award',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='award',
                    trigger=pgtrigger.compiler.Trigger(
                        name='proposed_awards_keep_their_words',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((NOT (OLD."state" = \'draft\')) AND ((OLD."cents" IS DISTINCT FROM (NEW."cents") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))))',
                            func="RAISE EXCEPTION '% of %: an award is written while it is a draft', TG_OP, TG_TABLE_NAME;",
                            hash='35c1c7b3419efccc719a053c5a22f01fa3a5c81e',
                            operation='UPDATE',
                            pgid='pgtrigger_proposed_awards_keep_their_words_d71da',
                            table='fellows_award',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_schedule_is_its_award',
                        sql=common.guards.GuardSql(
                            constraint='CONSTRAINT',
                            func="\n    IF EXISTS (\n        SELECT 1 FROM fellows_award a LEFT JOIN fellows_disbursement d ON d.award_id = a.id\n        WHERE a.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.award_id ELSE NEW.award_id END GROUP BY a.id\n        HAVING coalesce(sum(d.cents), 0) <> a.cents OR count(*) FILTER (WHERE NOT (\n            a.state IN ('draft', 'proposed') AND d.state = 'planned'\n            OR a.state = 'approved' AND d.state IN ('approved', 'exported', 'paid_out', 'came_back')\n            OR a.state = 'ended' AND d.state IN ('cancelled', 'exported', 'paid_out', 'came_back')\n            OR a.state = 'cancelled' AND d.state = 'cancelled')) > 0)\n    THEN\n        RAISE EXCEPTION 'an award is the sum of its schedule, and its schedule stands as it does'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash='4704a681eab6c995267cb9e5e6ca4defc5f52887',
                            operation='INSERT OR UPDATE OR DELETE',
                            pgid='pgtrigger_a_schedule_is_its_award_d1799',
                            table='fellows_disbursement',
                            timing='DEFERRABLE INITIALLY DEFERRED',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_schedule_is_written_with_its_draft',
                        sql=common.guards.GuardSql(
                            declare='DECLARE stands text;',
                            func="\n    SELECT state INTO stands FROM fellows_award\n        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.award_id ELSE NEW.award_id END FOR SHARE;\n    IF stands <> 'draft' OR TG_OP = 'INSERT' AND NEW.state <> 'planned' THEN\n        RAISE EXCEPTION 'a schedule is written while its award is a draft' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash='c6722651ab2e6b1ed53091bdc2ed5be3f69e889f',
                            operation='INSERT OR DELETE',
                            pgid='pgtrigger_a_schedule_is_written_with_its_draft_c7127',
                            table='fellows_disbursement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_schedule_stays_as_it_was_written',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."award_id" IS DISTINCT FROM (NEW."award_id") OR OLD."cents" IS DISTINCT FROM (NEW."cents") OR OLD."due" IS DISTINCT FROM (NEW."due")))',
                            func="RAISE EXCEPTION '% of %: a part of an award keeps its day and its amount', TG_OP, TG_TABLE_NAME;",
                            hash='22cb51c39b4e5a3907796f102117ba0afc161821',
                            operation='UPDATE',
                            pgid='pgtrigger_a_schedule_stays_as_it_was_written_85094',
                            table='fellows_disbursement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='approved_within_the_budget',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((NEW."state" = \'approved\' AND NOT (OLD."state" = \'approved\')))',
                            declare='DECLARE of_cohort bigint;',
                            func="\n    SELECT f.cohort_id INTO of_cohort FROM fellows_award a JOIN fellows_fellow f ON f.id = a.fellow_id\n        WHERE a.id = NEW.award_id;\n    PERFORM 1 FROM fellows_fellowcohort WHERE id = of_cohort FOR NO KEY UPDATE;\n    IF (SELECT coalesce(sum(d.cents), 0) FROM fellows_disbursement d\n        JOIN fellows_award a ON a.id = d.award_id JOIN fellows_fellow f ON f.id = a.fellow_id\n        WHERE f.cohort_id = of_cohort AND d.state IN ('approved', 'exported', 'paid_out')) > coalesce((SELECT b.cents FROM fellows_assistancebudget b\n        WHERE b.cohort_id = of_cohort ORDER BY b.id DESC LIMIT 1), 0) THEN\n        RAISE EXCEPTION 'assistance of a cohort stays within its budget' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash='4a77997fd5155148da62cf60d72e046122a07c84',
                            operation='UPDATE',
                            pgid='pgtrigger_approved_within_the_budget_12e83',
                            table='fellows_disbursement',
                            when='AFTER',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='disbursements_only_go_on',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS DISTINCT FROM (NEW."state")) AND (NOT ((OLD."state" = \'approved\' AND NEW."state" = \'cancelled\') OR (OLD."state" = \'approved\' AND NEW."state" = \'exported\') OR (OLD."state" = \'exported\' AND NEW."state" = \'came_back\') OR (OLD."state" = \'exported\' AND NEW."state" = \'paid_out\') OR (OLD."state" = \'paid_out\' AND NEW."state" = \'came_back\') OR (OLD."state" = \'planned\' AND NEW."state" = \'approved\') OR (OLD."state" = \'planned\' AND NEW."state" = \'cancelled\'))))',
                            func="RAISE EXCEPTION '% of %: a part of an award goes on as it does', TG_OP, TG_TABLE_NAME;",
                            hash='7cde6725ac71fc3ecfa43ab50336ab38494eb7b4',
                            operation='UPDATE',
                            pgid='pgtrigger_disbursements_only_go_on_b2d8a',
                            table='fellows_disbursement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='nothing_is_sent_to_who_left',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((NEW."state" = \'exported\' AND NOT (OLD."state" = \'exported\')))',
                            declare='DECLARE stands text;',
                            func="\n    SELECT f.state INTO stands FROM fellows_fellow f WHERE f.id = (SELECT a.fellow_id FROM fellows_award a WHERE a.id = NEW.award_id) FOR SHARE;\n    IF stands NOT IN ('selected', 'applied_ucla', 'admitted', 'enrolled', 'graduated', 'serving') THEN\n        RAISE EXCEPTION 'assistance is for those who are selected, study or serve'\n            USING ERRCODE = 'check_violation';\n    END IF;\n RETURN NEW;",
                            hash='00d529a3315e3e4c9e2729ace049f1dfa00a5b73',
                            operation='UPDATE',
                            pgid='pgtrigger_nothing_is_sent_to_who_left_41dd8',
                            table='fellows_disbursement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='disbursement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='paid_on_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND ((OLD."paid_on" IS DISTINCT FROM (NEW."paid_on") OR OLD."came_back_on" IS DISTINCT FROM (NEW."came_back_on"))))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='64aedb626336a26681c183695376b77dd92eb04e',
                            operation='UPDATE',
                            pgid='pgtrigger_paid_on_moves_with_its_event_4f204',
                            table='fellows_disbursement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='awardevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='0bd9c635b4c16c11fcd842f685d25d99bff4bf1a', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_ca65d', table='fellows_awardevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='uclastep',
                    trigger=pgtrigger.compiler.Trigger(
                        name='steps_at_ucla_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='f0871f53c2ad01467680fb6161626decbc623cb6', operation='UPDATE OR DELETE', pgid='pgtrigger_steps_at_ucla_stay_cf745', table='fellows_uclastep', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='fellowevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='953f5e7c2152470b03b86a2b8d69cb925c7fb22d', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_d4453', table='fellows_fellowevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='fellowtakenover',
                    trigger=pgtrigger.compiler.Trigger(
                        name='fellows_taken_over_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='b1e362a417323c6b594af1e67c6b612cc7af1bdd', operation='UPDATE OR DELETE', pgid='pgtrigger_fellows_taken_over_stay_276b2', table='fellows_fellowtakenover', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='fieldworkentry',
                    trigger=pgtrigger.compiler.Trigger(
                        name='logged_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."logged_at" IS DISTINCT FROM (NEW."logged_at") AND OLD."logged_at" IS NOT NULL) OR (OLD."fellow_id" IS DISTINCT FROM (NEW."fellow_id") AND OLD."fellow_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='5819fea49e4f50c1dfa742dbd44d4ae02b2faabb',
                            operation='UPDATE',
                            pgid='pgtrigger_logged_at_is_said_once_c1d16',
                            table='fellows_fieldworkentry',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='fieldworkevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='b0ad37a85a6b65c8235f50cffbac82503be71d21', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_e4236', table='fellows_fieldworkevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='milestoneproof',
                    trigger=pgtrigger.compiler.Trigger(
                        name='added_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") AND OLD."added_at" IS NOT NULL) OR (OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") AND OLD."added_by_id" IS NOT NULL) OR (OLD."file" IS DISTINCT FROM (NEW."file") AND OLD."file" IS NOT NULL) OR (OLD."milestone_id" IS DISTINCT FROM (NEW."milestone_id") AND OLD."milestone_id" IS NOT NULL) OR (OLD."taken_back_at" IS DISTINCT FROM (NEW."taken_back_at") AND OLD."taken_back_at" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='68af7b38e9d727ae23ce05f090753efb6c1681b1',
                            operation='UPDATE',
                            pgid='pgtrigger_added_at_is_said_once_61205',
                            table='fellows_milestoneproof',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='milestoneproof',
                    trigger=pgtrigger.compiler.Trigger(
                        name='proofs_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='c57fe6bc3eab6b7d5dd00bd11b1ab3c3cda1da5e', operation='DELETE', pgid='pgtrigger_proofs_stay_f620a', table='fellows_milestoneproof', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='outcomesnapshot',
                    trigger=pgtrigger.compiler.Trigger(
                        name='snapshots_of_outcomes_stay',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='eb9d2d4680a59d65dc6542e4f1a2512945a22725', operation='UPDATE OR DELETE', pgid='pgtrigger_snapshots_of_outcomes_stay_0e552', table='fellows_outcomesnapshot', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='paperagreement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='agreements_on_paper_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='672ed9f59105f95f529eed115fc47ac90fd27c86', operation='UPDATE OR DELETE', pgid='pgtrigger_agreements_on_paper_stay_a8de2', table='fellows_paperagreement', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='paperagreement',
                    trigger=pgtrigger.compiler.Trigger(
                        name='what_is_on_paper_is_not_signed_here',
                        sql=common.guards.GuardSql(
                            func="IF EXISTS (SELECT 1 FROM fellows_serviceagreement a WHERE a.id = NEW.agreement_id AND a.signed_version_id IS NOT NULL) THEN RAISE EXCEPTION 'this agreement was signed here, not on paper' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                            hash='4db1d47e52d4fa6c3d428c5f1cfe2a8ff4cac15e',
                            operation='INSERT',
                            pgid='pgtrigger_what_is_on_paper_is_not_signed_here_f9699',
                            table='fellows_paperagreement',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='servicerecord',
                    trigger=pgtrigger.compiler.Trigger(
                        name='reported_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") AND OLD."reported_at" IS NOT NULL))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='95324d7ec7759f3992b4aba53a677159dfa0a929',
                            operation='UPDATE',
                            pgid='pgtrigger_reported_at_is_said_once_d8640',
                            table='fellows_servicerecord',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='paperservice',
                    trigger=pgtrigger.compiler.Trigger(
                        name='service_on_paper_stays',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='ec795f0c31ef3332fdc7c11e9934819b4a1c815c', operation='UPDATE OR DELETE', pgid='pgtrigger_service_on_paper_stays_b8f0e', table='fellows_paperservice', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='servicelink',
                    trigger=pgtrigger.compiler.Trigger(
                        name='used_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."used_at" IS DISTINCT FROM (NEW."used_at") AND OLD."used_at" IS NOT NULL) OR (OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL) OR (OLD."signer_id" IS DISTINCT FROM (NEW."signer_id") AND OLD."signer_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='a3fd855abe4cd1db5f0540e34f64d88beb52eeae',
                            operation='UPDATE',
                            pgid='pgtrigger_used_at_is_said_once_c925c',
                            table='fellows_servicelink',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='servicerecordevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(
                            func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='62246c81fb2e5ca14a823aa909fdfb28f036a733', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_00830', table='fellows_servicerecordevent', when='BEFORE'
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='servicerecordevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='who_enters_paper_does_not_accept_it',
                        sql=common.guards.GuardSql(
                            condition='WHEN (NEW."action" = \'accept\')',
                            func="IF EXISTS (SELECT 1 FROM fellows_paperservice p WHERE p.record_id = NEW.record_id AND p.by_id = NEW.by_id) THEN RAISE EXCEPTION 'whoever enters service from paper does not accept it' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                            hash='11a296659786848bff93af4084b61f48153fbdff',
                            operation='INSERT',
                            pgid='pgtrigger_who_enters_paper_does_not_accept_it_1bb13',
                            table='fellows_servicerecordevent',
                            when='BEFORE',
                        ),
                    ),
                ),
            ],
        ),
    ]
