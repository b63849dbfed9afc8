"""The tables of this app as they stood on November 30, 2026: what was made step by step before is made at once."""

import common.addresses
import common.guards
import common.migrating
import common.models
import django.contrib.postgres.operations
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('people', '0001_tables'),
        ('people', '0002_imports_in_pieces'),
        ('people', '0003_office_clerks'),
        ('people', '0004_words_there_are'),
        ('people', '0005_schools_of_a_file_are_members_from'),
        ('people', '0006_history_names_the_import'),
        ('people', '0007_ids_of_sources'),
        ('people', '0008_nobody_appoints_themselves'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        common.migrating.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='School',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('slug', models.SlugField(max_length=80, unique=True)),
                        ('level', models.CharField(choices=[('elementary', 'Elementary'), ('middle', 'Middle'), ('high', 'High'), ('span', 'Span')], max_length=12)),
                        ('lowest_grade', models.SmallIntegerField(help_text='TK is -1, K is 0')),
                        ('highest_grade', models.SmallIntegerField()),
                        ('community', models.CharField(blank=True, max_length=100)),
                        ('cds_code', models.CharField(max_length=14, unique=True, validators=[django.core.validators.RegexValidator('^\\d{14}$', 'A CDS code has 14 digits, leading zeros included.')], verbose_name='CDS code')),
                        ('search_name', models.CharField(default='', editable=False, max_length=400)),
                        ('sort_name', models.CharField(db_collation='C', default='', editable=False, max_length=300)),
                    ],
                    options={
                        'ordering': ['sort_name', 'pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('cds_code__regex', '^\\d{14}$')), name='cds_code_has_14_digits', violation_error_message='A CDS code has 14 digits, leading zeros included.'),
                            models.CheckConstraint(condition=models.Q(('highest_grade__lte', 12), ('lowest_grade__gte', -1), ('lowest_grade__lte', models.F('highest_grade'))), name='grades_from_tk_to_12', violation_error_message='Grades go from -1 (TK) and 0 (K) to 12, the lowest first.'),
                            models.CheckConstraint(condition=models.Q(('level__in', ['elementary', 'high', 'middle', 'span'])), name='level_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', common.addresses.Address(max_length=254)),
                        ('given_name', models.CharField(blank=True, max_length=100)),
                        ('family_name', models.CharField(blank=True, max_length=100)),
                        ('preferred_name', models.CharField(blank=True, max_length=100)),
                        ('external_id', models.CharField(blank=True, help_text="The roster's sourcedId", max_length=100)),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_staff', models.BooleanField(default=False, verbose_name='may enter the admin')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now)),
                        ('search_name', models.CharField(default='', editable=False, max_length=600)),
                        ('sort_name', models.CharField(db_collation='C', default='', editable=False, max_length=200)),
                        ('name_key', models.CharField(default='', editable=False, max_length=200)),
                        ('mailbox_key', models.CharField(default='', editable=False, max_length=200)),
                        ('number_key', models.CharField(default='', editable=False, max_length=100)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to=settings.AUTH_USER_MODEL)),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'ordering': ['sort_name', 'pk'],
                        'indexes': [
                            django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('search_name'), 'gin_trgm_ops'), name='user_search_trgm'),
                            models.Index(fields=['sort_name', 'id'], name='user_by_name'),
                            models.Index(condition=models.Q(('name_key', ''), _negated=True), fields=['name_key'], name='user_by_name_key'),
                            models.Index(condition=models.Q(('mailbox_key', ''), _negated=True), fields=['mailbox_key'], name='user_by_mailbox_key'),
                            models.Index(condition=models.Q(('number_key', ''), _negated=True), fields=['number_key'], name='user_by_number_key'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_email', violation_error_message='Someone has this email already.'),
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email')), ('email__regex', '^[!-?A-~]+@[!-?A-~]+$')), name='address_is_stored_plain', violation_error_message='Before the @, an email address here has only plain letters (a to z), digits and signs.'),
                            models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='one_person_per_external_id'),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(('given_name__regex', '[\\u0001-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]|@|://'), _negated=True),
                                    models.Func(models.F('given_name'), output_field=models.BooleanField(), template='%(expressions)s IS NFC NORMALIZED'),
                                ),
                                name='given_name_is_text_to_read',
                                violation_error_message='A name holds no web or email address. If there is a dot in yours, put a space after it.',
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(('family_name__regex', '[\\u0001-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]|@|://'), _negated=True),
                                    models.Func(models.F('family_name'), output_field=models.BooleanField(), template='%(expressions)s IS NFC NORMALIZED'),
                                ),
                                name='family_name_is_text_to_read',
                                violation_error_message='A name holds no web or email address. If there is a dot in yours, put a space after it.',
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(('preferred_name__regex', '[\\u0001-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]|@|://'), _negated=True),
                                    models.Func(models.F('preferred_name'), output_field=models.BooleanField(), template='%(expressions)s IS NFC NORMALIZED'),
                                ),
                                name='preferred_name_is_text_to_read',
                                violation_error_message='A name holds no web or email address. If there is a dot in yours, put a space after it.',
                            ),
                            models.CheckConstraint(condition=models.Q(('merged_into', None), ('is_active', False), _connector='OR'), name='a_merged_account_is_closed'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ActingSigner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts', models.DateField()),
                        ('ends', models.DateField()),
                        ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts_for', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acting_signers', to='people.school')),
                    ],
                    options={
                        'ordering': ['school', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='acting_signer_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[('school', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_acting_signer_of_a_school_at_a_time', violation_error_message='Somebody is appointed for this school in that time already.'
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Apart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name_plural': 'two people of one name',
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='one_word_on_two_accounts'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='the_smaller_id_is_first')],
                    },
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('whose', models.CharField(editable=False, max_length=64)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['kind', 'whose', '-at'], name='attempts_of_one'), models.Index(fields=['at'], name='attempts_by_age')],
                    },
                ),
                migrations.CreateModel(
                    name='Delegation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts', models.DateField()),
                        ('ends', models.DateField()),
                        ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_held', to=settings.AUTH_USER_MODEL)),
                        ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['principal', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='delegation_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(condition=models.Q(('principal', models.F('delegate')), _negated=True), name='nobody_delegates_to_themselves', violation_error_message='Choose somebody else to act for the principal.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('principal', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_delegate_of_a_principal_at_a_time', violation_error_message='Somebody acts for this principal in that time already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Hat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('program_manager', 'program manager'), ('registrar', 'registrar'), ('coach', 'academic-team coach'), ('preparer', 'finance preparer'), ('approver', 'finance approver'), ('director', 'network director')], max_length=20)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(blank=True, null=True)),
                        ('given_at', models.DateTimeField(blank=True, null=True)),
                        ('agreed_at', models.DateTimeField(blank=True, null=True)),
                        ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hats', to=settings.AUTH_USER_MODEL)),
                        ('schools', models.ManyToManyField(blank=True, help_text="A network director's schools", related_name='directed_by', to='people.school')),
                    ],
                    options={
                        'ordering': ['person', 'kind', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='hat_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)),
                                    models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), ('given_by__isnull', False), models.Q(('agreed_by', models.F('given_by')), _negated=True), models.Q(('agreed_by', models.F('person')), _negated=True)),
                                    _connector='OR',
                                ),
                                name='a_second_person_agrees_to_a_hat',
                                violation_error_message='Neither who gives a hat nor who is to wear it agrees: somebody else does.',
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('kind', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_hat_of_a_kind_at_a_time', violation_error_message='This person wears this hat in that time already.'),
                            models.CheckConstraint(condition=models.Q(('kind__in', ['approver', 'coach', 'director', 'preparer', 'program_manager', 'registrar'])), name='kind_of_hat_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Import',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('file_name', models.CharField(max_length=200)),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the file')),
                        ('source', models.CharField(max_length=100)),
                        ('found', models.CharField(max_length=1000, verbose_name='how it is written')),
                        ('lines', models.PositiveIntegerField(default=0)),
                        ('whole', models.BooleanField(default=False, verbose_name='who is not in it has left')),
                        ('day', models.DateField(verbose_name='what has no first day begins on')),
                        ('last_day', models.DateField(verbose_name='the last day of those who are not in it')),
                        ('state', models.CharField(choices=[('read', 'Read'), ('checked', 'Checked'), ('started', 'Started'), ('applied', 'Applied'), ('refused', 'Refused'), ('given_up', 'Given up')], default='read', max_length=20)),
                        ('read', models.JSONField(default=dict, editable=False)),
                        ('shown', models.JSONField(default=dict, editable=False)),
                        ('mark', models.CharField(blank=True, max_length=64)),
                        ('to_confirm', models.PositiveIntegerField(default=0, verbose_name='positions that end')),
                        ('confirmed', models.PositiveIntegerField(blank=True, null=True, verbose_name='ends that were confirmed')),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('stopped', models.TextField(blank=True, verbose_name='what stopped it')),
                        ('applied_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('members_from', models.DateField(blank=True, null=True, verbose_name='new schools are members from')),
                    ],
                    options={
                        'ordering': ['-begun_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'checked', 'given_up', 'read', 'refused', 'started'])), name='import_state_is_one_there_is', violation_error_message='Choose one of the words there are.')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=100)),
                        ('question', models.CharField(max_length=700)),
                        ('answer', models.CharField(blank=True, max_length=60)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['source', 'question', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ImportEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('file_name', models.CharField(blank=True, max_length=200)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('rows', models.PositiveIntegerField(default=0)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='people.import')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ImportPiece',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('read', models.JSONField(editable=False)),
                        ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='people.import')),
                    ],
                    options={
                        'ordering': ['of', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('of', 'number'), name='one_piece_of_a_number')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportProgress',
                    fields=[
                        ('of', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='people.import')),
                        ('doing', models.CharField(choices=[('compare', 'Being compared with what is here'), ('write', 'Being imported')], default='compare', max_length=10)),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('total', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name_plural': 'import progress',
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address', common.addresses.Address(max_length=254)),
                        ('starts', models.DateField()),
                        ('ends', models.DateField()),
                        ('asked_at', models.DateTimeField()),
                        ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations_given', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-asked_at', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='invitation_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address')), ('address__regex', '^[!-?A-~]+@[!-?A-~]+$')), name='invited_address_is_stored_plain'),
                            models.UniqueConstraint(fields=('principal', 'address'), name='one_open_invitation_of_an_address_by_a_principal'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('reason', models.TextField(max_length=2000)),
                        ('address', models.CharField(max_length=320)),
                        ('external_id', models.CharField(blank=True, max_length=100)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('gone', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merge', to=settings.AUTH_USER_MODEL)),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='nobody_is_merged_into_themselves')],
                    },
                ),
                migrations.CreateModel(
                    name='MergedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('link', models.CharField(max_length=100)),
                        ('row', models.BigIntegerField(verbose_name='id of the row')),
                        ('became', models.CharField(choices=[('moved', 'follows to the account that stays'), ('joined', 'joined with one of the account that stays'), ('ended', 'ended'), ('left', 'stays with the closed account, as the one that stays has its own'), ('removed', 'removed')], max_length=8)),
                        ('was', models.CharField(blank=True, max_length=400)),
                        ('merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='people.merge')),
                    ],
                    options={
                        'ordering': ['merge', 'link', 'row'],
                    },
                ),
                migrations.CreateModel(
                    name='PersonEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True)),
                        ('action', models.CharField(max_length=40)),
                        ('position', models.CharField(blank=True, choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal'), ('clerk', 'office clerk')], max_length=20)),
                        ('kind', models.CharField(blank=True, choices=[('program_manager', 'program manager'), ('registrar', 'registrar'), ('coach', 'academic-team coach'), ('preparer', 'finance preparer'), ('approver', 'finance approver'), ('director', 'network director')], max_length=20)),
                        ('first_day', models.DateField(blank=True, null=True)),
                        ('last_day', models.DateField(blank=True, null=True)),
                        ('fte', models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True, verbose_name='FTE')),
                        ('was', models.CharField(blank=True, max_length=320)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to=settings.AUTH_USER_MODEL)),
                        ('principal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                        ('file_name', models.CharField(blank=True, max_length=200, verbose_name='file of the import')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['person', 'at'], name='events_of_a_person')],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('position__in', ['', 'assistant_principal', 'clerk', 'coach', 'coordinator', 'counselor', 'principal', 'teacher'])), name='position_of_a_line_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('kind__in', ['', 'approver', 'coach', 'director', 'preparer', 'program_manager', 'registrar'])), name='kind_of_a_line_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PersonExport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.TextField(blank=True, max_length=2000)),
                        ('asked_at', models.DateTimeField()),
                        ('money', models.BooleanField(default=False)),
                        ('state', models.CharField(choices=[('asked', 'Asked'), ('ready', 'Ready'), ('failed', 'Failed'), ('expired', 'Expired')], default='asked', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('parts_done', models.PositiveSmallIntegerField(default=0)),
                        ('parts_total', models.PositiveSmallIntegerField(default=0)),
                        ('file', models.FileField(blank=True, max_length=200, upload_to='')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                        ('ready_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-asked_at', '-pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'ready'])), fields=('person', 'by'), name='one_export_of_a_person_for_each_who_asks'),
                            models.CheckConstraint(condition=models.Q(('person', models.F('by')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='who_exports_another_says_why'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), ('expires_at__isnull', False)), _connector='OR'), name='a_ready_export_has_a_file_and_an_end'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'expired', 'failed', 'ready'])), name='export_state_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Post',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.CharField(choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal'), ('clerk', 'office clerk')], default='teacher', max_length=20)),
                        ('fte', models.DecimalField(decimal_places=3, default=1, max_digits=4, verbose_name='FTE')),
                        ('channel', models.CharField(choices=[('district', 'district payroll'), ('own', 'own payroll'), ('vendor', 'vendor')], default='district', max_length=10, verbose_name='paid through')),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.school')),
                    ],
                    options={
                        'ordering': ['school', 'position', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='post_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 2)), name='fte_is_a_share_of_a_post', violation_error_message='Write a share of a full post above 0 and at most 2, like 0.5.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(('position', 'principal')), expressions=[('school', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_principal_of_a_school_on_any_day', violation_error_message='This school has a principal in that time already.'
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[('person', '='), ('school', '='), ('position', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_post_of_a_kind_at_a_time', violation_error_message='This person holds this position at this school in that time already.'
                            ),
                            models.CheckConstraint(condition=models.Q(('position__in', ['assistant_principal', 'clerk', 'coach', 'coordinator', 'counselor', 'principal', 'teacher'])), name='position_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('channel__in', ['district', 'own', 'vendor'])), name='channel_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PostRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.CharField(choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal'), ('clerk', 'office clerk')], default='teacher', max_length=20)),
                        ('state', models.CharField(choices=[('asked', 'Asked'), ('confirmed', 'Confirmed'), ('declined', 'Declined'), ('taken_back', 'Taken back')], default='asked', max_length=12)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_requests', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_requests', to='people.school')),
                    ],
                    options={
                        'ordering': ['asked_at', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('person',), name='one_open_request_of_a_person'),
                            models.CheckConstraint(condition=models.Q(('position__in', ['assistant_principal', 'clerk', 'coach', 'coordinator', 'counselor', 'principal', 'teacher'])), name='asked_position_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'confirmed', 'declined', 'taken_back'])), name='request_state_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SchoolMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts', models.DateField()),
                        ('ends', models.DateField(blank=True, help_text='The first day it was no longer a member', null=True)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.school')),
                    ],
                    options={
                        'ordering': ['school', 'starts'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='It must end after it starts.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('school', '='), (common.models.DateRange(models.F('starts'), models.F('ends')), '&&')], name='one_membership_of_a_school_at_a_time', violation_error_message='This school is a member in that time already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SourceId',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=100)),
                        ('external_id', models.CharField(max_length=100)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_ids', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'id of a source',
                        'verbose_name_plural': 'ids of sources',
                        'ordering': ['source', 'external_id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('source', 'external_id'), name='one_person_of_an_id_in_a_source'),
                            models.UniqueConstraint(fields=('source', 'person'), name='one_id_of_a_person_in_a_source'),
                            models.CheckConstraint(condition=models.Q(('external_id', ''), _negated=True), name='an_id_of_a_source_is_told'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SourceRole',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=100)),
                        ('role', models.CharField(max_length=60)),
                        ('position', models.CharField(blank=True, choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal'), ('clerk', 'office clerk')], max_length=20)),
                    ],
                    options={
                        'ordering': ['source', 'role'],
                        'constraints': [
                            models.UniqueConstraint(fields=('source', 'role'), name='one_position_of_a_role'),
                            models.CheckConstraint(condition=models.Q(('position__in', ['', 'assistant_principal', 'clerk', 'coach', 'coordinator', 'counselor', 'principal', 'teacher'])), name='position_of_a_role_is_one_there_is', violation_error_message='Choose one of the words there are.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Welcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='welcomes', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='WrittenPerson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=100)),
                        ('external_id', models.CharField(blank=True, max_length=100)),
                        ('values', models.JSONField()),
                        ('modified', models.CharField(blank=True, max_length=40, verbose_name='last changed in the source')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['source', 'person'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'person'), name='one_writing_of_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='WrittenPost',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=100)),
                        ('external_id', models.CharField(blank=True, max_length=100)),
                        ('values', models.JSONField()),
                        ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='people.post')),
                    ],
                    options={
                        'ordering': ['source', 'post'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'post'), name='one_writing_of_a_post')],
                    },
                ),
                migrations.CreateModel(
                    name='WrittenSchool',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=100)),
                        ('external_id', models.CharField(blank=True, max_length=100)),
                        ('values', models.JSONField()),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='people.school')),
                    ],
                    options={
                        'ordering': ['source', 'school'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'school'), name='one_writing_of_a_school'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_school_of_an_id')],
                    },
                ),
                common.guards.AddGuard(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(
                        name='a_merged_account_stays_merged',
                        sql=common.guards.GuardSql(
                            func="\n                    IF TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL\n                       AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id\n                       AND NOT EXISTS (SELECT 1 FROM people_user\n                                       WHERE id = OLD.merged_into_id AND merged_into_id = NEW.merged_into_id) THEN\n                        RAISE EXCEPTION 'A merged account stays merged.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.merged_into_id = NEW.id\n                       OR EXISTS (SELECT 1 FROM people_user\n                                  WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL) THEN\n                        RAISE EXCEPTION 'An account is merged into one that stays.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash='a80d5e80bacd5a03d9c15e770602483a438b22a9',
                            operation='INSERT OR UPDATE OF "merged_into_id"',
                            pgid='pgtrigger_a_merged_account_stays_merged_418dc',
                            table='people_user',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='actingsigner',
                    trigger=pgtrigger.compiler.Trigger(
                        name='nobody_appoints_themselves',
                        sql=common.guards.GuardSql(
                            condition='WHEN (NEW.person_id = NEW.appointed_by_id)',
                            func="RAISE EXCEPTION 'Nobody appoints themselves to sign.' USING ERRCODE = 'check_violation';",
                            hash='92e9eed272986ad543b17620a46731ea718ebe74',
                            operation='INSERT',
                            pgid='pgtrigger_nobody_appoints_themselves_e46e4',
                            table='people_actingsigner',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='apart',
                    trigger=pgtrigger.compiler.Trigger(
                        name='words_on_two_accounts_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2ab3c48cad8e6f64cd45b5c9fe4ea104002490e0', operation='UPDATE OR DELETE', pgid='pgtrigger_words_on_two_accounts_stay_4175f', table='people_apart', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='hat',
                    trigger=pgtrigger.compiler.Trigger(
                        name='agreed_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."agreed_at" IS DISTINCT FROM (NEW."agreed_at") AND OLD."agreed_at" IS NOT NULL) OR (OLD."agreed_by_id" IS DISTINCT FROM (NEW."agreed_by_id") AND OLD."agreed_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='5dfaded92c556689e3c9b238907e953103bb710a',
                            operation='UPDATE',
                            pgid='pgtrigger_agreed_at_is_said_once_95c5d',
                            table='people_hat',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='hat',
                    trigger=pgtrigger.compiler.Trigger(
                        name='given_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."given_at" IS DISTINCT FROM (NEW."given_at") AND OLD."given_at" IS NOT NULL) OR (OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id") AND OLD."given_by_id" IS NOT NULL) OR (OLD."kind" IS DISTINCT FROM (NEW."kind") AND OLD."kind" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='f540cd6da43fe45a42334f2574952c3a8ccf0792',
                            operation='UPDATE',
                            pgid='pgtrigger_given_at_is_said_once_01687',
                            table='people_hat',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='import',
                    trigger=pgtrigger.compiler.Trigger(
                        name='applied_at_moves_with_its_event',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."applied_at" IS DISTINCT FROM (NEW."applied_at")))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;",
                            hash='0327958d3b9b8b17db4ba4edbdb059f4da50fcb6',
                            operation='UPDATE',
                            pgid='pgtrigger_applied_at_moves_with_its_event_1d43d',
                            table='people_import',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='import',
                    trigger=pgtrigger.compiler.Trigger(
                        name='begun_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") AND OLD."begun_at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='49c16d9794014ccbfdf48917798311bd75721bec',
                            operation='UPDATE',
                            pgid='pgtrigger_begun_at_is_said_once_0e3db',
                            table='people_import',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='importanswer',
                    trigger=pgtrigger.compiler.Trigger(
                        name='answers_are_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='bf2d336b9a70aab172fe8d1ff7444dcab862601b', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_are_append_only_30fa4', table='people_importanswer', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='importevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='3f0d7afce4defdf3ed0e654a6aceb9d6dea16d5d', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_986cb', table='people_importevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='merge',
                    trigger=pgtrigger.compiler.Trigger(
                        name='merges_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2431f46b197aa544069d04829d50735f68a94847', operation='UPDATE OR DELETE', pgid='pgtrigger_merges_stay_62c8b', table='people_merge', when='BEFORE')
                    ),
                ),
                common.guards.AddGuard(
                    model_name='mergedrow',
                    trigger=pgtrigger.compiler.Trigger(
                        name='merged_rows_stay',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='9c2816f1813c2054864d1319e4644c341ffc30bf', operation='UPDATE OR DELETE', pgid='pgtrigger_merged_rows_stay_82426', table='people_mergedrow', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='personevent',
                    trigger=pgtrigger.compiler.Trigger(
                        name='history_is_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='0c8b21384d42a764729208c97513fc8c016bdf4b', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_7d71c', table='people_personevent', when='BEFORE'),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='personexport',
                    trigger=pgtrigger.compiler.Trigger(
                        name='asked_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") AND OLD."asked_at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL) OR (OLD."person_id" IS DISTINCT FROM (NEW."person_id") AND OLD."person_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='d876614c4cbf6aa50ad8a823e3ad45b43917cbb1',
                            operation='UPDATE',
                            pgid='pgtrigger_asked_at_is_said_once_3d786',
                            table='people_personexport',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='postrequest',
                    trigger=pgtrigger.compiler.Trigger(
                        name='asked_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN ((OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") AND OLD."asked_at" IS NOT NULL))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='4e1e7ddffafbf774b1347b547236d7223c1c6f1c',
                            operation='UPDATE',
                            pgid='pgtrigger_asked_at_is_said_once_80d7c',
                            table='people_postrequest',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='postrequest',
                    trigger=pgtrigger.compiler.Trigger(
                        name='decided_at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") AND OLD."decided_at" IS NOT NULL) OR (OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") AND OLD."decided_by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='293ce151bb77c3e8ee6fb895a7bcbf71e7c29ef0',
                            operation='UPDATE',
                            pgid='pgtrigger_decided_at_is_said_once_49460',
                            table='people_postrequest',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='sourceid',
                    trigger=pgtrigger.compiler.Trigger(
                        name='at_is_said_once',
                        sql=common.guards.GuardSql(
                            condition='WHEN (((OLD."at" IS DISTINCT FROM (NEW."at") AND OLD."at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL)))',
                            func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;",
                            hash='97f62eb85401cdf2c22149720e5783d2cbc33ac2',
                            operation='UPDATE',
                            pgid='pgtrigger_at_is_said_once_0106b',
                            table='people_sourceid',
                            when='BEFORE',
                        ),
                    ),
                ),
                common.guards.AddGuard(
                    model_name='welcome',
                    trigger=pgtrigger.compiler.Trigger(
                        name='welcomes_are_append_only',
                        sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2e519bf08ce88988e921889f1393c4b88bd0c57f', operation='UPDATE OR DELETE', pgid='pgtrigger_welcomes_are_append_only_08f64', table='people_welcome', when='BEFORE'),
                    ),
                ),
            ],
        ),
    ]
