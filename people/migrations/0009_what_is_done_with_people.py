"""The hat of a registrar, and the history of what is done with people. No row there says anything yet."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_imports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='hat',
            name='kind',
            field=models.CharField(choices=[('program_manager', 'program manager'), ('registrar', 'registrar'), ('coach', 'academic-team coach'), ('preparer', 'finance preparer'), ('approver', 'finance approver'), ('director', 'network director')], max_length=20),
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
                ('position', models.CharField(blank=True, choices=[('teacher', 'Teacher'), ('counselor', 'Counselor'), ('coordinator', 'Coordinator'), ('coach', 'Coach'), ('assistant_principal', 'assistant principal'), ('principal', 'Principal')], max_length=20)),
                ('kind', models.CharField(blank=True, choices=[('program_manager', 'program manager'), ('registrar', 'registrar'), ('coach', 'academic-team coach'), ('preparer', 'finance preparer'), ('approver', 'finance approver'), ('director', 'network director')], max_length=20)),
                ('first_day', models.DateField(blank=True, null=True)),
                ('last_day', models.DateField(blank=True, null=True)),
                ('fte', models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True, verbose_name='FTE')),
                ('was', models.CharField(blank=True, max_length=320)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['person', 'at'], name='events_of_a_person')],
            },
        ),
        common.guards.AddGuard(
            model_name='personevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='0c8b21384d42a764729208c97513fc8c016bdf4b', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_7d71c', table='people_personevent', when='BEFORE')),
        ),
    ]
