"""Two accounts of one person become one: which stays, what was moved, and which two are not one person."""

import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('people', '0011_a_second_person_for_finance_hats'),
    ]

    operations = [
        migrations.CreateModel(
            name='Apart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'two people of one name',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(max_length=2000)),
                ('address', models.CharField(max_length=320)),
                ('external_id', models.CharField(blank=True, max_length=100)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MergedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.CharField(max_length=100)),
                ('row', models.BigIntegerField(verbose_name='id of the row')),
                ('became', models.CharField(choices=[('moved', 'follows to the account that stays'), ('joined', 'joined with one of the account that stays'), ('ended', 'ended'), ('left', 'stays with the closed account, as the one that stays has its own'), ('removed', 'removed')], max_length=8)),
                ('was', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['merge', 'link', 'row'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to=settings.AUTH_USER_MODEL),
        ),
        common.guards.AddGuard(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='a_merged_account_stays_merged', sql=common.guards.GuardSql(func="\n                    IF TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL\n                       AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id\n                       AND NOT EXISTS (SELECT 1 FROM people_user\n                                       WHERE id = OLD.merged_into_id AND merged_into_id = NEW.merged_into_id) THEN\n                        RAISE EXCEPTION 'A merged account stays merged.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.merged_into_id = NEW.id\n                       OR EXISTS (SELECT 1 FROM people_user\n                                  WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL) THEN\n                        RAISE EXCEPTION 'An account is merged into one that stays.' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='a80d5e80bacd5a03d9c15e770602483a438b22a9', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_a_merged_account_stays_merged_418dc', table='people_user', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('is_active', False), _connector='OR'), name='a_merged_account_is_closed'),
        ),
        migrations.AddField(
            model_name='apart',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apart',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apart',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='gone',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merge', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mergedrow',
            name='merge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='people.merge'),
        ),
        migrations.AddConstraint(
            model_name='apart',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='one_word_on_two_accounts'),
        ),
        migrations.AddConstraint(
            model_name='apart',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='the_smaller_id_is_first'),
        ),
        common.guards.AddGuard(
            model_name='apart',
            trigger=pgtrigger.compiler.Trigger(name='words_on_two_accounts_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2ab3c48cad8e6f64cd45b5c9fe4ea104002490e0', operation='UPDATE OR DELETE', pgid='pgtrigger_words_on_two_accounts_stay_4175f', table='people_apart', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='nobody_is_merged_into_themselves'),
        ),
        common.guards.AddGuard(
            model_name='merge',
            trigger=pgtrigger.compiler.Trigger(name='merges_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='2431f46b197aa544069d04829d50735f68a94847', operation='UPDATE OR DELETE', pgid='pgtrigger_merges_stay_62c8b', table='people_merge', when='BEFORE')),
        ),
        common.guards.AddGuard(
            model_name='mergedrow',
            trigger=pgtrigger.compiler.Trigger(name='merged_rows_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='9c2816f1813c2054864d1319e4644c341ffc30bf', operation='UPDATE OR DELETE', pgid='pgtrigger_merged_rows_stay_82426', table='people_mergedrow', when='BEFORE')),
        ),
    ]
