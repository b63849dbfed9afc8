"""Terms of service as versions of rows, and the chain of what was signed. What was signed before stays as it is."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0006_snapshots_of_outcomes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementChain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveBigIntegerField(default=0)),
                ('head', models.CharField(blank=True, max_length=64)),
                ('seal', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AgreementSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveBigIntegerField(unique=True)),
                ('previous_mac', models.CharField(blank=True, max_length=64)),
                ('mac', models.CharField(max_length=64, unique=True)),
                ('typed_name', models.CharField(max_length=200)),
                ('consent_version', models.CharField(max_length=20)),
                ('intent', models.TextField()),
                ('proof', models.CharField(help_text='How the person proved who they are: session, password, code', max_length=40)),
                ('proved_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField()),
                ('ip', models.GenericIPAddressField()),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('sha256', models.CharField(help_text='The hash of the text that was on the screen', max_length=64)),
            ],
            options={
                'ordering': ['serial'],
            },
        ),
        migrations.CreateModel(
            name='AgreementVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired'), ('discarded', 'Discarded')], default='draft', editable=False, max_length=10)),
                ('drafted_at', models.DateTimeField(editable=False)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_because', models.CharField(blank=True, editable=False, max_length=500)),
                ('number', models.PositiveSmallIntegerField(editable=False, unique=True)),
                ('signed_from', models.DateField(help_text='Whoever signs from this day on signs this version')),
                ('required_years', models.DecimalField(decimal_places=1, max_digits=3, verbose_name='years of service owed')),
                ('window_years', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no last day', null=True, verbose_name='years to serve them in')),
                ('granularity', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('semester', 'Semester'), ('year', 'Year')], max_length=10, verbose_name='service counts by the')),
                ('half_year_counts', models.BooleanField(default=False, verbose_name='half a year counts as a whole one')),
                ('fte', models.CharField(choices=[('accumulate', 'count by their share'), ('full_time', 'do not count'), ('threshold', 'count in full from the least full-time equivalent on')], max_length=10, verbose_name='part-time positions')),
                ('fte_threshold', models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True, verbose_name='least full-time equivalent')),
                ('similar_schools', models.BooleanField(default=True, verbose_name='similar schools count')),
                ('most_suspended_months', models.PositiveSmallIntegerField(default=36, verbose_name='most months of suspension')),
                ('legal_basis', models.TextField(blank=True, help_text='A paragraph that counsel gives')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='serviceagreement',
            name='content',
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='serviceagreement',
            name='terms',
            field=models.JSONField(help_text='As the rules of service read them'),
        ),
        common.guards.AddGuard(
            model_name='serviceagreement',
            trigger=pgtrigger.compiler.Trigger(name='what_is_signed_is_published', sql=common.guards.GuardSql(func="IF NEW.signed_version_id IS NOT NULL THEN PERFORM 1 FROM fellows_agreementversion v WHERE v.id = NEW.signed_version_id AND v.state = 'published' AND v.number = NEW.version FOR SHARE; IF NOT FOUND THEN RAISE EXCEPTION 'what is signed is a published version' USING ERRCODE = 'check_violation'; END IF; END IF; RETURN NEW;", hash='48a5586387b972a89d28fd881177dcee9cade936', operation='INSERT', pgid='pgtrigger_what_is_signed_is_published_0c6df', table='fellows_serviceagreement', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='serviceagreement',
            trigger=pgtrigger.compiler.Trigger(name='an_agreement_of_a_version_is_signed', sql=common.guards.GuardSql(constraint='CONSTRAINT', func="IF NEW.signed_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fellows_agreementsignature s WHERE s.agreement_id = NEW.id) THEN RAISE EXCEPTION 'an agreement of a version is signed with it'; END IF; RETURN NULL;", hash='cb36b06762dec573e756188b4c7ffb955cdfbdaf', operation='INSERT', pgid='pgtrigger_an_agreement_of_a_version_is_signed_c3977', table='fellows_serviceagreement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='agreementchain',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_chain_of_agreements'),
        ),
        common.guards.AddGuard(
            model_name='agreementchain',
            trigger=pgtrigger.compiler.Trigger(name='the_chain_stays', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='0dc3602b5a8246a8ef6b25e3eda35abc7877aacd', operation='DELETE', pgid='pgtrigger_the_chain_stays_7d4f2', table='fellows_agreementchain', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='agreementchain',
            trigger=pgtrigger.compiler.Trigger(name='the_chain_only_grows', sql=common.guards.GuardSql(condition='WHEN ((NEW."count" < (OLD."count") OR (NEW."count" = (OLD."count") AND NEW."head" IS DISTINCT FROM (OLD."head"))))', func="RAISE EXCEPTION '% of %: the chain only grows', TG_OP, TG_TABLE_NAME;", hash='de7de2a3f160a8d90dd95abcbfbee00bd4b4b883', operation='UPDATE', pgid='pgtrigger_the_chain_only_grows_a954e', table='fellows_agreementchain', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='agreementsignature',
            name='agreement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='fellows.serviceagreement'),
        ),
        migrations.AddField(
            model_name='agreementsignature',
            name='signer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreementversion',
            name='drafted_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreementversion',
            name='ended_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreementversion',
            name='published_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='serviceagreement',
            name='signed_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='fellows.agreementversion'),
        ),
        migrations.AddConstraint(
            model_name='serviceagreement',
            constraint=models.UniqueConstraint(fields=('fellow', 'signed_version'), name='one_agreement_per_fellow_and_version'),
        ),
        migrations.AddConstraint(
            model_name='serviceagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', True), ('signed_version__isnull', True)), models.Q(('content__isnull', False), ('signed_version__isnull', False)), _connector='OR'), name='an_agreement_of_a_version_has_its_bytes'),
        ),
        common.guards.AddGuard(
            model_name='agreementsignature',
            trigger=pgtrigger.compiler.Trigger(name='signatures_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='aff164fbeb98b719938e636dd89c44bbd4f1d13e', operation='UPDATE OR DELETE', pgid='pgtrigger_signatures_stay_225dc', table='fellows_agreementsignature', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='agreementsignature',
            trigger=pgtrigger.compiler.Trigger(name='signature_is_on_its_agreement', sql=common.guards.GuardSql(func="IF NEW.sha256 <> (SELECT sha256 FROM fellows_serviceagreement WHERE id = NEW.agreement_id) THEN RAISE EXCEPTION 'a signature names the hash of its agreement'; END IF; RETURN NEW;", hash='38f87e9b15dfcaa7f14c0041f42a4c420659e69b', operation='INSERT', pgid='pgtrigger_signature_is_on_its_agreement_006b2', table='fellows_agreementsignature', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='agreements_count_from_1'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('required_years__gt', 0), ('required_years__lte', 40)), name='an_agreement_owes_up_to_40_years'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('window_years__isnull', True), models.Q(('window_years__gte', models.F('required_years')), ('window_years__lte', 40)), _connector='OR'), name='the_window_holds_the_years_owed'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('fte__in', ['accumulate', 'full_time', 'threshold']), ('granularity__in', ['day', 'month', 'semester', 'year'])), name='service_counts_in_a_way_there_is'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('half_year_counts', False), ('granularity', 'year'), _connector='OR'), name='half_a_year_counts_where_years_do'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fte', 'threshold'), ('fte_threshold__gt', 0), ('fte_threshold__isnull', False), ('fte_threshold__lte', 1)), models.Q(models.Q(('fte', 'threshold'), _negated=True), ('fte_threshold__isnull', True)), _connector='OR'), name='a_threshold_where_there_is_one'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('most_suspended_months__lte', 36)), name='an_agreement_suspends_36_months_at_most'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('legal_basis', ''), _negated=True), _connector='OR'), name='a_published_agreement_has_a_legal_basis'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='two_people_make_agreement_versions'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='agreement_versions_published_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['retired', 'discarded']), _negated=True), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='agreement_versions_ended_by_someone'),
        ),
        common.guards.AddGuard(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='published_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."published_at" IS DISTINCT FROM (NEW."published_at") AND OLD."published_at" IS NOT NULL) OR (OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") AND OLD."published_by_id" IS NOT NULL) OR (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") AND OLD."ended_at" IS NOT NULL) OR (OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") AND OLD."ended_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='b99ea937b7bdd376726dd0658cae5a1d35b310c2', operation='UPDATE', pgid='pgtrigger_published_at_is_said_once_0741f', table='fellows_agreementversion', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='agreement_versions_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: it is retired or discarded, not deleted', TG_OP, TG_TABLE_NAME;", hash='90557e80a40dcca878d76d8d9ad86dcfe6af301b', operation='DELETE', pgid='pgtrigger_agreement_versions_stay_6df2c', table='fellows_agreementversion', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='agreement_versions_are_never_edited', sql=common.guards.GuardSql(condition='WHEN (((OLD."state" IN (\'published\', \'retired\', \'discarded\') OR NEW."state" IN (\'published\', \'retired\', \'discarded\'))) AND ((OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."drafted_by_id" IS DISTINCT FROM (NEW."drafted_by_id") OR OLD."fte" IS DISTINCT FROM (NEW."fte") OR OLD."fte_threshold" IS DISTINCT FROM (NEW."fte_threshold") OR OLD."granularity" IS DISTINCT FROM (NEW."granularity") OR OLD."half_year_counts" IS DISTINCT FROM (NEW."half_year_counts") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."most_suspended_months" IS DISTINCT FROM (NEW."most_suspended_months") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."required_years" IS DISTINCT FROM (NEW."required_years") OR OLD."signed_from" IS DISTINCT FROM (NEW."signed_from") OR OLD."similar_schools" IS DISTINCT FROM (NEW."similar_schools") OR OLD."window_years" IS DISTINCT FROM (NEW."window_years"))))', func="RAISE EXCEPTION '% of %: another one is drafted and published in its place', TG_OP, TG_TABLE_NAME;", hash='5ff9f0e7fad98536d1d0427dfa24133057ca0d02', operation='UPDATE', pgid='pgtrigger_agreement_versions_are_never_edited_f4c8e', table='fellows_agreementversion', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='agreement_versions_only_go_on', sql=common.guards.GuardSql(condition='WHEN ((OLD."state" IN (\'published\', \'retired\', \'discarded\')) AND (OLD."state" IS DISTINCT FROM (NEW."state")) AND (NOT (OLD."state" = \'published\' AND NEW."state" = \'retired\')))', func="RAISE EXCEPTION '% of %: what was published is retired, and nothing else', TG_OP, TG_TABLE_NAME;", hash='2599c02d9b6e843c689056c51b8af67cbd08ddc2', operation='UPDATE', pgid='pgtrigger_agreement_versions_only_go_on_8f13d', table='fellows_agreementversion', when='BEFORE')),
        ),
    ]
