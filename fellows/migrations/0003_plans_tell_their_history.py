"""The plan of a cohort tells who changed which day; what UCLA said is reached by its steps alone; a result recorded by
mistake is taken back."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


# Who applied before the step was a milestone too: the day of the step stands in the plan of its fellow.
APPLIED = """
INSERT INTO fellows_milestone (fellow_id, kind, attempt, follows_plan, reached_on, note)
SELECT s.fellow_id, 'applied', 1, false, s."on", '' FROM fellows_uclastep s
WHERE s.step = 'applied' AND s."on" IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM fellows_uclastep c WHERE c.corrects_id = s.id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0002_paid_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CohortPlanEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('kind', models.CharField(blank=True, choices=[('applied', 'applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('term_summer', 'summer term'), ('term_fall', 'fall term'), ('term_winter', 'winter term'), ('term_spring', 'spring term'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12, verbose_name='milestone')),
                ('due', models.DateField(blank=True, null=True)),
                ('was_due', models.DateField(blank=True, null=True, verbose_name='due before')),
                ('hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours asked for')),
                ('had_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours asked for before')),
                ('days', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'line of a plan’s history',
                'verbose_name_plural': 'histories of cohorts’ plans',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AlterField(
            model_name='cohortmilestone',
            name='kind',
            field=models.CharField(choices=[('applied', 'applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('term_summer', 'summer term'), ('term_fall', 'fall term'), ('term_winter', 'winter term'), ('term_spring', 'spring term'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12),
        ),
        migrations.AlterField(
            model_name='fellowevent',
            name='milestone',
            field=models.CharField(blank=True, choices=[('applied', 'applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('term_summer', 'summer term'), ('term_fall', 'fall term'), ('term_winter', 'winter term'), ('term_spring', 'spring term'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12),
        ),
        migrations.AlterField(
            model_name='milestone',
            name='kind',
            field=models.CharField(choices=[('applied', 'applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('term_summer', 'summer term'), ('term_fall', 'fall term'), ('term_winter', 'winter term'), ('term_spring', 'spring term'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12),
        ),
        common.guards.AddGuard(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='ucla_said_who_applied_and_got_in', sql=common.guards.GuardSql(condition="WHEN (NEW.reached_on IS NOT NULL AND NEW.kind IN ('applied', 'admitted', 'enrolled'))", func='\n    IF TG_OP = \'UPDATE\' THEN\n        IF OLD.reached_on IS NOT DISTINCT FROM NEW.reached_on AND OLD.kind = NEW.kind\n           AND OLD.fellow_id = NEW.fellow_id THEN RETURN NULL; END IF;\n    END IF;\n    IF NOT EXISTS (SELECT 1 FROM fellows_uclastep s WHERE s.fellow_id = NEW.fellow_id AND s.step = NEW.kind\n                   AND s."on" = NEW.reached_on\n                   AND NOT EXISTS (SELECT 1 FROM fellows_uclastep c WHERE c.corrects_id = s.id))\n       AND NOT EXISTS (SELECT 1 FROM fellows_fellowtakenover t WHERE t.fellow_id = NEW.fellow_id) THEN\n        RAISE EXCEPTION \'this milestone is reached by a step at UCLA\' USING ERRCODE = \'check_violation\';\n    END IF;\n    RETURN NULL;\n', hash='5b445b472180a32ca3c1382de727a20401015b42', operation='INSERT OR UPDATE OF "reached_on", "kind", "fellow_id"', pgid='pgtrigger_ucla_said_who_applied_and_got_in_8e0de', table='fellows_milestone', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='what_was_tried_after_it_stays', sql=common.guards.GuardSql(condition='WHEN (OLD.not_passed_on IS NOT NULL AND NEW.not_passed_on IS NULL)', func="\n    IF EXISTS (SELECT 1 FROM fellows_milestone m WHERE m.fellow_id = OLD.fellow_id AND m.kind = OLD.kind\n               AND m.attempt > OLD.attempt\n               AND (m.reached_on IS NOT NULL OR m.not_passed_on IS NOT NULL)) THEN\n        RAISE EXCEPTION 'it was tried again since' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='fd22996f6c3eae2949fec1beee77ee13d7695652', operation='UPDATE OF "not_passed_on"', pgid='pgtrigger_what_was_tried_after_it_stays_53e1d', table='fellows_milestone', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fellowevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'undo_not_passed'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='what_is_undone_says_why'),
        ),
        migrations.AddField(
            model_name='cohortplanevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cohortplanevent',
            name='cohort',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_events', to='fellows.fellowcohort'),
        ),
        migrations.AddIndex(
            model_name='cohortplanevent',
            index=models.Index(fields=['cohort', 'at'], name='events_of_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='cohortplanevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['move', 'take_off']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_day_of_a_plan_moves_for_a_reason'),
        ),
        common.guards.AddGuard(
            model_name='cohortplanevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='1fdc0bee9c576f45158a7cc87445b1b1027da33c', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_23b76', table='fellows_cohortplanevent', when='BEFORE')),
        ),
        migrations.RunSQL(APPLIED, migrations.RunSQL.noop),
    ]
