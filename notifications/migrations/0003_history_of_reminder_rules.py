import common.guards
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

KNOWN = ("coaching-cycle", "cosign", "deliverable", "milestone", "service-report", "session")


def forget_what_never_reminded(apps, schema_editor):
    """Rows that no form took, and those on the side of their day where nobody is reminded: no mail left by them."""
    near = Q(what__in=KNOWN, days_before__gte=-90, days_before__lte=90)
    no_side = Q(what="cosign", days_before__gte=0) | Q(what="session", days_before__lt=0)
    apps.get_model("notifications", "ReminderRule").objects.filter(~near | no_side).delete()



class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_first_reminders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forget_what_never_reminded, migrations.RunPython.noop),
        migrations.CreateModel(
            name='ReminderRuleEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('action', models.CharField(max_length=40)),
                ('days_before', models.SmallIntegerField()),
                ('was', models.SmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['coaching-cycle', 'cosign', 'deliverable', 'milestone', 'service-report', 'session'])), name='reminder_of_what_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('days_before__gte', -90), ('days_before__lte', 90)), name='reminder_is_near_its_day'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'cosign'), _negated=True), ('days_before__lt', 0), _connector='OR'), name='signature_is_reminded_of_after'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'session'), _negated=True), ('days_before__gte', 0), _connector='OR'), name='session_is_reminded_of_before'),
        ),
        migrations.AddField(
            model_name='reminderruleevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reminderruleevent',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='notifications.reminderrule'),
        ),
        migrations.AddIndex(
            model_name='reminderruleevent',
            index=models.Index(fields=['rule', 'at'], name='events_of_a_rule'),
        ),
        common.guards.AddGuard(
            model_name='reminderruleevent',
            trigger=pgtrigger.compiler.Trigger(name='history_is_append_only', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='04e60d71f7379f3643c3b92ff19b004701b8070c', operation='UPDATE OR DELETE', pgid='pgtrigger_history_is_append_only_22a0d', table='notifications_reminderruleevent', when='BEFORE')),
        ),
    ]
