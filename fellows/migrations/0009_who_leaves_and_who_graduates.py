"""Who is withdrawn reads why; nobody graduates within eleven months of the first day of their cohort."""

import common.guards
import pgtrigger.compiler
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0008_paper_signed_by_graduation'),
    ]

    operations = [
        common.guards.AddGuard(
            model_name='fellow',
            trigger=pgtrigger.compiler.Trigger(name='nobody_graduates_within_eleven_months', sql=common.guards.GuardSql(condition='WHEN (NEW.graduated_on IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF (OLD.graduated_on IS DISTINCT FROM NEW.graduated_on OR OLD.cohort_id <> NEW.cohort_id)\n           AND NEW.graduated_on < (SELECT c.starts + interval '11 months' FROM fellows_fellowcohort c\n                               WHERE c.id = NEW.cohort_id)\n           AND NOT EXISTS (SELECT 1 FROM fellows_fellowtakenover t WHERE t.fellow_id = NEW.id) THEN\n            RAISE EXCEPTION 'nobody graduates within eleven months of the first day of their cohort'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ", hash='dc9151cd23429c5b159ea1d090ea52bb47ade0f5', operation='UPDATE OF "graduated_on", "cohort_id"', pgid='pgtrigger_nobody_graduates_within_eleven_months_02ad4', table='fellows_fellow', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='fellowevent',
            trigger=pgtrigger.compiler.Trigger(name='who_is_withdrawn_reads_why', sql=common.guards.GuardSql(condition="WHEN (NEW.action = 'withdraw' AND btrim(NEW.note) = '')", func="RAISE EXCEPTION 'a fellowship ends early for a reason' USING ERRCODE = 'check_violation';", hash='4d78152fd207592b6760904c379de8fb0bc337cf', operation='INSERT', pgid='pgtrigger_who_is_withdrawn_reads_why_b075d', table='fellows_fellowevent', when='BEFORE')),
        ),
    ]
