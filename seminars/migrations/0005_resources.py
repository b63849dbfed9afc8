import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0008_roles_that_coach_colleagues'),
        ('seminars', '0004_sessions_know_what_they_were_shifted_from'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('good_for', models.CharField(max_length=200, verbose_name='what it is good for')),
                ('link', models.URLField(blank=True, max_length=2000)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='')),
                ('shared_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('shared', 'Shared'), ('reported', 'Reported'), ('taken_down', 'Taken down')], default='shared', max_length=10)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='pathways.cohort')),
                ('pathway', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='pathways.pathway')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resources', to=settings.AUTH_USER_MODEL, verbose_name='who shared it')),
                ('scope_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='resources', to='pathways.scopeitem')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='resources', to='seminars.session')),
            ],
            options={
                'ordering': ['-shared_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ResourceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='seminars.resource')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='resource',
            index=models.Index(fields=['pathway', '-shared_at'], name='resources_of_a_pathway'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reported', 'shared', 'taken_down'])), name='resource_is_shared_reported_or_taken_down', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('link', ''), models.Q(('file', ''), _negated=True)), models.Q(models.Q(('link', ''), _negated=True), ('file', '')), _connector='OR'), name='a_resource_is_a_link_or_a_file'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(('link', ''), ('link__startswith', 'https://'), _connector='OR'), name='a_link_of_a_resource_is_https'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('good_for', ''), _negated=True)), name='a_resource_says_what_it_is_good_for'),
        ),
        common.guards.AddGuard(
            model_name='resource',
            trigger=pgtrigger.compiler.Trigger(name='shared_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN ((OLD."shared_at" IS DISTINCT FROM (NEW."shared_at") AND OLD."shared_at" IS NOT NULL))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='3c15e4cbc7d6b176f5ae28fbf13b87ee96e616ee', operation='UPDATE', pgid='pgtrigger_shared_at_is_said_once_971e1', table='seminars_resource', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='resource',
            trigger=pgtrigger.compiler.Trigger(name='resources_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='d46582eced9f2200663b0ab4e74679da00a40a35', operation='DELETE', pgid='pgtrigger_resources_stay_d75d3', table='seminars_resource', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='resource',
            trigger=pgtrigger.compiler.Trigger(name='a_resource_is_of_a_cohort_of_its_pathway', sql=common.guards.GuardSql(condition='WHEN (NEW."cohort_id" IS NOT NULL)', func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_cohort c JOIN pathways_role r ON r.id = c.role_id\n                                   WHERE c.id = NEW.cohort_id AND r.pathway_id = NEW.pathway_id) THEN\n                        RAISE EXCEPTION 'A resource of a cohort is shared with its pathway.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='4acc40bd72446fdd32958ed804ea586d7c0e751b', operation='INSERT OR UPDATE OF "cohort_id", "pathway_id"', pgid='pgtrigger_a_resource_is_of_a_cohort_of_its_pathway_38d45', table='seminars_resource', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='resourceevent',
            index=models.Index(fields=['resource', 'at'], name='events_of_a_resource'),
        ),
        common.guards.AddGuard(
            model_name='resourceevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a08b1aeaa067e148884c3843935049ca59af5fa0', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_9bdb6', table='seminars_resourceevent', when='BEFORE')),
        ),
    ]
