"""Everything the product holds about one person, as one file that a worker makes and that goes after some days."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_perhaps_one_person'),
    ]

    operations = [
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
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'ready'])), fields=('person', 'by'), name='one_export_of_a_person_for_each_who_asks'), models.CheckConstraint(condition=models.Q(('person', models.F('by')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='who_exports_another_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), ('expires_at__isnull', False)), _connector='OR'), name='a_ready_export_has_a_file_and_an_end')],
            },
        ),
        common.guards.AddGuard(
            model_name='personexport',
            trigger=pgtrigger.compiler.Trigger(name='asked_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") AND OLD."asked_at" IS NOT NULL) OR (OLD."by_id" IS DISTINCT FROM (NEW."by_id") AND OLD."by_id" IS NOT NULL) OR (OLD."person_id" IS DISTINCT FROM (NEW."person_id") AND OLD."person_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='d876614c4cbf6aa50ad8a823e3ad45b43917cbb1', operation='UPDATE', pgid='pgtrigger_asked_at_is_said_once_3d786', table='people_personexport', when='BEFORE')),
        ),
    ]
