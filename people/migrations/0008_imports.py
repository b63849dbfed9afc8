"""Files of schools, people and posts that somebody wants imported, and what the last one said of each row."""

import common.guards
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_no_accounts_elsewhere'),
    ]

    operations = [
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
            ],
            options={
                'ordering': ['-begun_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=100)),
                ('question', models.CharField(max_length=700)),
                ('answer', models.CharField(max_length=60)),
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
            name='SourceRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=100)),
                ('role', models.CharField(max_length=60)),
                ('position', models.CharField(blank=True, choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal')], max_length=20)),
            ],
            options={
                'ordering': ['source', 'role'],
                'constraints': [models.UniqueConstraint(fields=('source', 'role'), name='one_position_of_a_role')],
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
            },
        ),
        common.guards.AddGuard(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='begun_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") AND OLD."begun_at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='49c16d9794014ccbfdf48917798311bd75721bec', operation='UPDATE', pgid='pgtrigger_begun_at_is_said_once_0e3db', table='people_import', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='applied_at_moves_with_its_event', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IS NOT DISTINCT FROM (NEW."state")) AND (OLD."applied_at" IS DISTINCT FROM (NEW."applied_at")))', func="RAISE EXCEPTION '% of %: who did what, and when, changes with its event', TG_OP, TG_TABLE_NAME;", hash='0327958d3b9b8b17db4ba4edbdb059f4da50fcb6', operation='UPDATE', pgid='pgtrigger_applied_at_moves_with_its_event_1d43d', table='people_import', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='importanswer',
            trigger=pgtrigger.compiler.Trigger(name='answers_are_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='bf2d336b9a70aab172fe8d1ff7444dcab862601b', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_are_append_only_30fa4', table='people_importanswer', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='importevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='3f0d7afce4defdf3ed0e654a6aceb9d6dea16d5d', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_986cb', table='people_importevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='writtenperson',
            constraint=models.UniqueConstraint(fields=('source', 'person'), name='one_writing_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='writtenpost',
            constraint=models.UniqueConstraint(fields=('source', 'post'), name='one_writing_of_a_post'),
        ),
        migrations.AddConstraint(
            model_name='writtenschool',
            constraint=models.UniqueConstraint(fields=('source', 'school'), name='one_writing_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='writtenschool',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_school_of_an_id'),
        ),
    ]
