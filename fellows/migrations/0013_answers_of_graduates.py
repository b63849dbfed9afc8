"""What graduates say of themselves, and the links by which they are asked."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0012_steps_at_ucla'),
        ('people', '0008_nobody_appoints_themselves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            },
        ),
        migrations.AddConstraint(
            model_name='alumnilink',
            constraint=models.UniqueConstraint(condition=models.Q(('by__isnull', True)), fields=('fellow', 'year', 'number'), name='a_graduate_is_asked_once_a_reminder'),
        ),
        common.guards.AddGuard(
            model_name='alumnilink',
            trigger=pgtrigger.compiler.Trigger(name='used_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."used_at" IS DISTINCT FROM (NEW."used_at") AND OLD."used_at" IS NOT NULL) OR (OLD."created_at" IS DISTINCT FROM (NEW."created_at") AND OLD."created_at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='5a7ad2e4a515cf55a5ee4335c84ffe499fe0e36b', operation='UPDATE', pgid='pgtrigger_used_at_is_said_once_aee44', table='fellows_alumnilink', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='alumnianswer',
            index=models.Index(fields=['fellow', '-at'], name='answers_of_a_graduate'),
        ),
        migrations.AddConstraint(
            model_name='alumnianswer',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['assistant_principal', 'coach', 'none', 'office', 'other', 'principal', 'teacher'])), name='an_answer_names_a_role_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='alumnianswer',
            constraint=models.CheckConstraint(condition=models.Q(('role', 'none'), ('school__isnull', False), models.Q(('place', ''), _negated=True), _connector='OR'), name='an_answer_says_where'),
        ),
        common.guards.AddGuard(
            model_name='alumnianswer',
            trigger=pgtrigger.compiler.Trigger(name='answers_of_graduates_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='112d1853c73e021e78dea77c3a7a4bc69d50576a', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_of_graduates_stay_4a544', table='fellows_alumnianswer', when='BEFORE')),
        ),
    ]
