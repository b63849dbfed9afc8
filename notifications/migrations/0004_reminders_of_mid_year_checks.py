from django.db import migrations, models


# Days before the last of a check. Staff change them on Reminders.
FIRST = (7, 1)


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create([rule(what="pulse", days_before=days) for days in FIRST], ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_history_of_reminder_rules'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reminderrule',
            name='reminder_of_what_there_is',
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['coaching-cycle', 'cosign', 'deliverable', 'milestone', 'pulse', 'service-report', 'session'])), name='reminder_of_what_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'pulse'), _negated=True), ('days_before__gte', 0), _connector='OR'), name='a_check_is_reminded_of_before'),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
