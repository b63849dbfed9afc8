"""Fellows of before, as paper tells of them: what they signed, and where they served. Paper stays paper."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0008_filled_by_applications'),
        ('people', '0008_nobody_appoints_themselves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FellowTakenOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=2000, verbose_name='how it is known')),
                ('state', models.CharField(choices=[('nominated', 'Nominated'), ('selected', 'Selected'), ('applied_ucla', 'Applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('graduated', 'Graduated'), ('serving', 'Serving'), ('fulfilled', 'Fulfilled'), ('withdrawn', 'Withdrawn'), ('released', 'Released'), ('discharged', 'Discharged'), ('ended_unfulfilled', 'Ended unfulfilled')], max_length=20, verbose_name='state on paper')),
                ('since', models.DateField(blank=True, null=True, verbose_name='in this state since')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'fellow taken over',
                'verbose_name_plural': 'fellows taken over',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_on', models.DateField(verbose_name='day it was signed')),
                ('kept', models.CharField(max_length=200, verbose_name='where the paper is kept')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days served')),
                ('confirmed_by', models.CharField(max_length=200, verbose_name='who confirmed it on paper')),
                ('signed_on', models.DateField(verbose_name='day it was confirmed')),
                ('kept', models.CharField(max_length=200, verbose_name='where the paper is kept')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'service on paper',
                'verbose_name_plural': 'service on paper',
                'ordering': ['-at', '-pk'],
            },
        ),
        common.guards.RemoveGuard(
            model_name='agreementversion',
            name='agreement_versions_are_never_edited',
        ),
        migrations.RemoveConstraint(
            model_name='servicerecord',
            name='confirmed_service_says_until_when',
        ),
        migrations.AddField(
            model_name='agreementversion',
            name='for_paper',
            field=models.BooleanField(default=False, help_text='Nobody signs this version here', verbose_name='terms of agreements on paper'),
        ),
        migrations.AlterField(
            model_name='servicerecord',
            name='state',
            field=models.CharField(choices=[('reported', 'Reported'), ('verified', 'Verified'), ('disputed', 'Disputed'), ('accepted', 'Accepted'), ('taken_back', 'Taken back')], default='reported', max_length=10),
        ),
        common.guards.AddGuard(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='agreement_versions_are_never_edited', sql=common.guards.GuardSql(condition='WHEN (((OLD."state" IN (\'published\', \'retired\', \'discarded\') OR NEW."state" IN (\'published\', \'retired\', \'discarded\'))) AND ((OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."for_paper" IS DISTINCT FROM (NEW."for_paper") OR OLD."fte" IS DISTINCT FROM (NEW."fte") OR OLD."fte_threshold" IS DISTINCT FROM (NEW."fte_threshold") OR OLD."granularity" IS DISTINCT FROM (NEW."granularity") OR OLD."half_year_counts" IS DISTINCT FROM (NEW."half_year_counts") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."most_suspended_months" IS DISTINCT FROM (NEW."most_suspended_months") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."required_years" IS DISTINCT FROM (NEW."required_years") OR OLD."signed_from" IS DISTINCT FROM (NEW."signed_from") OR OLD."similar_schools" IS DISTINCT FROM (NEW."similar_schools") OR OLD."window_years" IS DISTINCT FROM (NEW."window_years"))))', func="RAISE EXCEPTION '% of %: another one is drafted and published in its place', TG_OP, TG_TABLE_NAME;", hash='859a0cf6d11037321a9b28a37428ca4fdb124c22', operation='UPDATE', pgid='pgtrigger_agreement_versions_are_never_edited_f4c8e', table='fellows_agreementversion', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='servicerecordevent',
            trigger=pgtrigger.compiler.Trigger(name='who_enters_paper_does_not_accept_it', sql=common.guards.GuardSql(condition='WHEN (NEW."action" = \'accept\')', func="IF EXISTS (SELECT 1 FROM fellows_paperservice p WHERE p.record_id = NEW.record_id AND p.by_id = NEW.by_id) THEN RAISE EXCEPTION 'whoever enters service from paper does not accept it' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;", hash='11a296659786848bff93af4084b61f48153fbdff', operation='INSERT', pgid='pgtrigger_who_enters_paper_does_not_accept_it_1bb13', table='fellows_servicerecordevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='servicerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_on', None), ('state__in', ['reported', 'disputed', 'taken_back'])), models.Q(('confirmed_on__isnull', False), ('state__in', ['verified', 'accepted'])), _connector='OR'), name='confirmed_service_says_until_when'),
        ),
        migrations.AddField(
            model_name='fellowtakenover',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fellowtakenover',
            name='fellow',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='fellows.fellow'),
        ),
        migrations.AddField(
            model_name='paperagreement',
            name='agreement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='fellows.serviceagreement'),
        ),
        migrations.AddField(
            model_name='paperagreement',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paperagreement',
            name='terms_of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='fellows.agreementversion'),
        ),
        migrations.AddField(
            model_name='paperservice',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paperservice',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='fellows.servicerecord'),
        ),
        migrations.AddConstraint(
            model_name='fellowtakenover',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='who_is_taken_over_is_known_by_something'),
        ),
        migrations.AddConstraint(
            model_name='fellowtakenover',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'nominated'), _negated=True), name='who_is_taken_over_was_selected'),
        ),
        common.guards.AddGuard(
            model_name='fellowtakenover',
            trigger=pgtrigger.compiler.Trigger(name='fellows_taken_over_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='b1e362a417323c6b594af1e67c6b612cc7af1bdd', operation='UPDATE OR DELETE', pgid='pgtrigger_fellows_taken_over_stay_276b2', table='fellows_fellowtakenover', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='paperagreement',
            constraint=models.CheckConstraint(condition=models.Q(('kept', ''), _negated=True), name='an_agreement_on_paper_is_kept_somewhere'),
        ),
        common.guards.AddGuard(
            model_name='paperagreement',
            trigger=pgtrigger.compiler.Trigger(name='agreements_on_paper_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='672ed9f59105f95f529eed115fc47ac90fd27c86', operation='UPDATE OR DELETE', pgid='pgtrigger_agreements_on_paper_stay_a8de2', table='fellows_paperagreement', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='paperagreement',
            trigger=pgtrigger.compiler.Trigger(name='what_is_on_paper_is_not_signed_here', sql=common.guards.GuardSql(func="IF EXISTS (SELECT 1 FROM fellows_serviceagreement a WHERE a.id = NEW.agreement_id AND a.signed_version_id IS NOT NULL) THEN RAISE EXCEPTION 'this agreement was signed here, not on paper' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;", hash='4db1d47e52d4fa6c3d428c5f1cfe2a8ff4cac15e', operation='INSERT', pgid='pgtrigger_what_is_on_paper_is_not_signed_here_f9699', table='fellows_paperagreement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='paperservice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept', ''), _negated=True), models.Q(('confirmed_by', ''), _negated=True)), name='service_on_paper_says_who_and_where'),
        ),
        migrations.AddConstraint(
            model_name='paperservice',
            constraint=models.CheckConstraint(condition=models.Q(('days__isnull', True), models.Q(('days__gte', 1), ('days__lte', 366)), _connector='OR'), name='service_on_paper_has_1_to_366_days'),
        ),
        common.guards.AddGuard(
            model_name='paperservice',
            trigger=pgtrigger.compiler.Trigger(name='service_on_paper_stays', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='ec795f0c31ef3332fdc7c11e9934819b4a1c815c', operation='UPDATE OR DELETE', pgid='pgtrigger_service_on_paper_stays_b8f0e', table='fellows_paperservice', when='BEFORE')),
        ),
    ]
