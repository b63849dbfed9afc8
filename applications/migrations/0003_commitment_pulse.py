import common.guards
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_declined_renewals'),
        ('pathways', '0005_program_events'),
        ('people', '0008_nobody_appoints_themselves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommitmentPulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(verbose_name='first day')),
                ('ends', models.DateField()),
                ('year', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pulse', to='pathways.programyear')),
            ],
            options={
                'ordering': ['-starts'],
            },
        ),
        migrations.CreateModel(
            name='PulseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pulse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='applications.commitmentpulse')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PulsePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('agreed', 'Agreed'), ('differing', 'Differing'), ('settled', 'Settled')], default='asked', max_length=9)),
                ('opened_at', models.DateTimeField()),
                ('teacher_sent_at', models.DateTimeField(blank=True, null=True)),
                ('school_sent_at', models.DateTimeField(blank=True, null=True)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_pairs', to='pathways.placement')),
                ('pulse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='applications.commitmentpulse')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_pairs', to='applications.commitmentrecord')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_pairs', to='people.school')),
                ('school_sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['school__sort_name', 'placement__person__sort_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PulseAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('teacher', 'Leader'), ('school', 'School')], max_length=7, verbose_name='whose answer')),
                ('whose', models.CharField(choices=[('teacher', 'Leader'), ('school', 'School')], max_length=7, verbose_name='whose promise')),
                ('number', models.PositiveSmallIntegerField()),
                ('promise', models.TextField()),
                ('kept', models.CharField(blank=True, choices=[('yes', 'Yes, as agreed'), ('partly', 'Partly'), ('no', 'No')], max_length=6)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_answers', to=settings.AUTH_USER_MODEL)),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='applications.pulsepair')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PulsePairEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('talked_on', models.DateField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='applications.pulsepair')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='commitmentpulse',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), django.db.models.lookups.GreaterThan(models.F('ends'), models.F('starts')), _connector='OR'), name='pulse_ends_after_it_starts', violation_error_message='It must end after it starts.'),
        ),
        common.guards.AddGuard(
            model_name='commitmentpulse',
            trigger=pgtrigger.compiler.Trigger(name='pulses_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='9c869a3f2ca4525e47471f1d4e1a867375629265', operation='DELETE', pgid='pgtrigger_pulses_stay_af38c', table='applications_commitmentpulse', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='commitmentpulse',
            trigger=pgtrigger.compiler.Trigger(name='a_pulse_lies_in_its_year', sql=common.guards.GuardSql(func="\n                    IF NOT EXISTS (SELECT 1 FROM pathways_programyear WHERE id = NEW.year_id\n                                   AND NEW.starts >= starts AND NEW.ends <= ends) THEN\n                        RAISE EXCEPTION 'A mid-year check lies within its program year.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='a25429d5aa408726ac9f1cd5b6d7ad7222580945', operation='INSERT OR UPDATE', pgid='pgtrigger_a_pulse_lies_in_its_year_6c039', table='applications_commitmentpulse', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='pulseevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='b6b9f5bee5986fdf246cdf656cc9ac96a84604cb', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_08d05', table='applications_pulseevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='pulsepair',
            index=models.Index(fields=['state', 'pulse'], name='pairs_by_state'),
        ),
        migrations.AddConstraint(
            model_name='pulsepair',
            constraint=models.UniqueConstraint(fields=('pulse', 'placement'), name='one_pair_per_pulse_and_placement'),
        ),
        migrations.AddConstraint(
            model_name='pulsepair',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'differing', 'settled'])), name='pair_is_asked_agreed_differing_or_settled', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='pulsepair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('school_sent_at__isnull', False), ('teacher_sent_at__isnull', False)), _connector='OR'), name='only_two_who_answered_agree'),
        ),
        migrations.AddConstraint(
            model_name='pulsepair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['differing', 'settled']), _negated=True), ('teacher_sent_at__isnull', False), ('school_sent_at__isnull', False), _connector='OR'), name='nobody_differs_who_did_not_answer'),
        ),
        migrations.AddConstraint(
            model_name='pulsepair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('school_sent_at', None), ('school_sent_by', None)), models.Q(('school_sent_at__isnull', False), ('school_sent_by__isnull', False)), _connector='OR'), name='somebody_answered_for_the_school'),
        ),
        common.guards.AddGuard(
            model_name='pulsepair',
            trigger=pgtrigger.compiler.Trigger(name='opened_at_is_said_once', sql=common.guards.GuardSql(condition='WHEN (((OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") AND OLD."opened_at" IS NOT NULL) OR (OLD."teacher_sent_at" IS DISTINCT FROM (NEW."teacher_sent_at") AND OLD."teacher_sent_at" IS NOT NULL) OR (OLD."school_sent_at" IS DISTINCT FROM (NEW."school_sent_at") AND OLD."school_sent_at" IS NOT NULL) OR (OLD."school_sent_by_id" IS DISTINCT FROM (NEW."school_sent_by_id") AND OLD."school_sent_by_id" IS NOT NULL)))', func="RAISE EXCEPTION '% of %: who did what, and when, stays as it was said', TG_OP, TG_TABLE_NAME;", hash='6fd382d1534762f25a9e3d98e7d79121cc479740', operation='UPDATE', pgid='pgtrigger_opened_at_is_said_once_796d7', table='applications_pulsepair', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='pulsepair',
            trigger=pgtrigger.compiler.Trigger(name='pairs_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='55317d523ce1f65f7c4c1aa0fcb506205539431f', operation='DELETE', pgid='pgtrigger_pairs_stay_fd263', table='applications_pulsepair', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='pulsepair',
            trigger=pgtrigger.compiler.Trigger(name='a_pair_is_asked_about_what_it_signed', sql=common.guards.GuardSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM pathways_placement p\n                        JOIN applications_commitmentpulse c ON c.id = NEW.pulse_id AND c.year_id = p.year_id\n                        JOIN applications_commitmentrecord r\n                            ON r.id = NEW.record_id AND r.sha256 = p.commitment_sha256\n                        WHERE p.id = NEW.placement_id\n                    ) THEN\n                        RAISE EXCEPTION 'Two are asked in the year of their placement, about the text they signed.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='ab52f9832761f92cdb75f31f80a271702bf0a1eb', operation='INSERT OR UPDATE OF "pulse_id", "placement_id", "record_id"', pgid='pgtrigger_a_pair_is_asked_about_what_it_signed_eed7f', table='applications_pulsepair', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='pulseanswer',
            index=models.Index(fields=['pair', 'party', 'whose', 'number', '-id'], name='newest_answers'),
        ),
        migrations.AddConstraint(
            model_name='pulseanswer',
            constraint=models.CheckConstraint(condition=models.Q(('kept__in', ['', 'no', 'partly', 'yes'])), name='a_promise_is_kept_partly_kept_or_not', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='pulseanswer',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['school', 'teacher'])), name='an_answer_is_of_one_of_the_two', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='pulseanswer',
            constraint=models.CheckConstraint(condition=models.Q(('whose__in', ['school', 'teacher'])), name='a_promise_is_of_one_of_the_two', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='pulseanswer',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('promise', ''), _negated=True)), name='an_answer_names_its_promise'),
        ),
        common.guards.AddGuard(
            model_name='pulseanswer',
            trigger=pgtrigger.compiler.Trigger(name='answers_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='a0f22f582ea4905a51fe75798b2dd95b3ffd3159', operation='UPDATE OR DELETE', pgid='pgtrigger_answers_stay_cf774', table='applications_pulseanswer', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='pulseanswer',
            trigger=pgtrigger.compiler.Trigger(name='answers_come_while_it_is_open', sql=common.guards.GuardSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM applications_pulsepair r\n                        JOIN applications_commitmentpulse c ON c.id = r.pulse_id\n                        JOIN pathways_placement p ON p.id = r.placement_id\n                        WHERE r.id = NEW.pair_id AND (NEW.party = 'teacher') = (p.person_id = NEW.by_id)\n                        AND (NEW.at AT TIME ZONE 'America/Los_Angeles')::date >= c.starts\n                        AND (NEW.at AT TIME ZONE 'America/Los_Angeles')::date < c.ends\n                    ) THEN\n                        RAISE EXCEPTION 'A promise is answered while the check is open, by one of the two.'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='5cc5e62cc321f9c8324be558458cca645d54f509', operation='INSERT', pgid='pgtrigger_answers_come_while_it_is_open_b502d', table='applications_pulseanswer', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='pulsepairevent',
            index=models.Index(fields=['pair', 'at'], name='events_of_a_pair'),
        ),
        common.guards.AddGuard(
            model_name='pulsepairevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='5b5043d4a30d880331aefafe21ae4d9df37230a4', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_5280e', table='applications_pulsepairevent', when='BEFORE')),
        ),
    ]
