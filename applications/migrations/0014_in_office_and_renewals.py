"""A leader in office stands on two signatures or on a paper; a role goes on for another year."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0013_states_in_words'),
        ('pathways', '0025_leaders_in_office'),
        ('people', '0010_invitations_and_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RenewalInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
            },
        ),
        common.guards.RemoveGuard(
            model_name='signedplacement',
            name='placement_has_two_signatures',
        ),
        migrations.AddField(
            model_name='application',
            name='in_office',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signing', to='pathways.placement'),
        ),
        migrations.AddField(
            model_name='application',
            name='renews',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='pathways.placement'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='reason',
            field=models.CharField(choices=[('strongest', 'among the strongest for this school'), ('renewed', 'the role goes on from the year before'), ('places', 'all places at this school are taken'), ('time', 'the time needed is not there yet'), ('experience', 'more experience is needed first'), ('other', 'Other')], max_length=12),
        ),
        common.guards.AddGuard(
            model_name='signedplacement',
            trigger=pgtrigger.compiler.Trigger(name='placement_has_two_signatures', sql=common.guards.GuardSql(constraint='CONSTRAINT', func="IF NEW.commitment_sha256 = '' THEN IF NOT EXISTS (SELECT 1 FROM pathways_takenover t WHERE t.placement_id = NEW.id) THEN RAISE EXCEPTION 'a placement needs two valid signatures on one hash'; END IF; IF NEW.commitment_in_force AND NOT EXISTS (SELECT 1 FROM pathways_signedpaper p WHERE p.placement_id = NEW.id) THEN RAISE EXCEPTION 'a placement without signatures is in force by its paper alone'; END IF; RETURN NULL; END IF; IF (SELECT count(DISTINCT s.party) FROM applications_signature s LEFT JOIN applications_signaturevoid v ON v.signature_id = s.id WHERE s.sha256 = NEW.commitment_sha256 AND v.id IS NULL) <> 2 THEN RAISE EXCEPTION 'a placement needs two valid signatures on one hash'; END IF; RETURN NULL;", hash='719c1b319f473fd78c0c60766e85504ebaabda49', operation='INSERT OR UPDATE OF "commitment_sha256", "commitment_in_force"', pgid='pgtrigger_placement_has_two_signatures_21a2d', table='pathways_placement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('in_office', None), ('renews', None), _connector='OR'), name='who_is_in_office_renews_nothing'),
        ),
        migrations.AddField(
            model_name='renewalinvitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='renewalinvitation',
            name='offering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewal_invitations', to='pathways.offering'),
        ),
        migrations.AddField(
            model_name='renewalinvitation',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewal_invitations', to='pathways.placement'),
        ),
        migrations.AddConstraint(
            model_name='renewalinvitation',
            constraint=models.UniqueConstraint(fields=('placement', 'offering'), name='one_renewal_invitation_per_placement_and_offering'),
        ),
        common.guards.AddGuard(
            model_name='renewalinvitation',
            trigger=pgtrigger.compiler.Trigger(name='renewal_invitations_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a11acf0f331c5aa549e802a9e3cf53e546031b31', operation='UPDATE OR DELETE', pgid='pgtrigger_renewal_invitations_stay_1cac7', table='applications_renewalinvitation', when='BEFORE')),
        ),
    ]
