"""A principal recommends for the fellowship in words of their own, which are frozen and signed."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_places_over_the_network'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('frozen_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['record'],
            },
        ),
        migrations.AddField(
            model_name='signature',
            name='recommendation_sha256',
            field=models.CharField(blank=True, help_text='The hash of the recommendation that was signed with it', max_length=64),
        ),
        common.guards.AddGuard(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='a_principal_signs_the_recommendation', sql=common.guards.GuardSql(declare='DECLARE written text;', func="\n                    IF NEW.party = 'principal' AND EXISTS (\n                        SELECT 1 FROM applications_commitmentrecord c\n                        JOIN applications_application a ON a.id = c.application_id\n                        JOIN pathways_offering o ON o.id = a.offering_id\n                        JOIN pathways_role r ON r.id = o.role_id\n                        JOIN pathways_pathway p ON p.id = r.pathway_id\n                        WHERE c.id = NEW.record_id AND p.kind = 'fellowship') THEN\n                        SELECT sha256 INTO written FROM applications_recommendation WHERE record_id = NEW.record_id;\n                        IF NEW.recommendation_sha256 IS DISTINCT FROM written THEN\n                            RAISE EXCEPTION 'for the fellowship a principal signs a recommendation';\n                        END IF;\n                    ELSIF NEW.recommendation_sha256 <> '' THEN\n                        RAISE EXCEPTION 'only a principal recommends, and only for the fellowship';\n                    END IF;\n                    RETURN NEW;\n                ", hash='144e1499f852a48e837b75692b45ed567d5576d8', operation='INSERT', pgid='pgtrigger_a_principal_signs_the_recommendation_2e33b', table='applications_signature', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recommendation', to='applications.commitmentrecord'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='recommendation_hash_is_sha256'),
        ),
        common.guards.AddGuard(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='recommendations_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='90fcfb649f99797ff399b973abcb280328f4ad7e', operation='UPDATE OR DELETE', pgid='pgtrigger_recommendations_stay_89d77', table='applications_recommendation', when='BEFORE')),
        ),
    ]
