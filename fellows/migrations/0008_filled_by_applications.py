"""A cohort is filled by an offering, and has its places also for who goes past the pages."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0007_terms_as_data'),
        ('pathways', '0015_events_say_what_they_were'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='fellow',
            name='commitment_sha256',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='fellowcohort',
            name='offering',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fellow_cohort', to='pathways.offering'),
        ),
        common.guards.AddGuard(
            model_name='fellow',
            trigger=pgtrigger.compiler.Trigger(name='a_cohort_has_its_places', sql=common.guards.GuardSql(condition="WHEN (NEW.state IN ('selected', 'applied_ucla', 'admitted', 'enrolled'))", declare='DECLARE most integer;', func="\n                    IF TG_OP = 'UPDATE' THEN\n                        IF OLD.cohort_id = NEW.cohort_id AND OLD.state IN ('selected', 'applied_ucla', 'admitted', 'enrolled', 'graduated', 'serving', 'fulfilled') THEN RETURN NULL; END IF;\n                    END IF;\n                    SELECT places INTO most FROM fellows_fellowcohort WHERE id = NEW.cohort_id FOR NO KEY UPDATE;\n                    IF (SELECT count(*) FROM fellows_fellow\n                        WHERE cohort_id = NEW.cohort_id AND state IN ('selected', 'applied_ucla', 'admitted', 'enrolled', 'graduated', 'serving', 'fulfilled')) > most THEN\n                        RAISE EXCEPTION 'All places of this cohort are taken.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ", hash='43685b2820b294d2e7e2d07ca3e0e8bad70ab7cc', operation='INSERT OR UPDATE OF "state", "cohort_id"', pgid='pgtrigger_a_cohort_has_its_places_799a3', table='fellows_fellow', when='AFTER')),
        ),
        common.guards.AddGuard(
            model_name='fellowcohort',
            trigger=pgtrigger.compiler.Trigger(name='a_cohort_is_filled_by_the_fellowship', sql=common.guards.GuardSql(condition='WHEN (NEW.offering_id IS NOT NULL)', func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_offering o JOIN pathways_role r ON r.id = o.role_id\n                                   JOIN pathways_pathway p ON p.id = r.pathway_id\n                                   WHERE o.id = NEW.offering_id AND p.kind = 'fellowship') THEN\n                        RAISE EXCEPTION 'A cohort of fellows is filled by an offering of the fellowship.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='cac9ca4d0f14bc5ac859538a15933ea61f524797', operation='INSERT OR UPDATE OF "offering_id"', pgid='pgtrigger_a_cohort_is_filled_by_the_fellowship_9486f', table='fellows_fellowcohort', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fellow',
            constraint=models.UniqueConstraint(condition=models.Q(('commitment_sha256', ''), _negated=True), fields=('commitment_sha256',), name='one_fellow_per_commitment'),
        ),
    ]
