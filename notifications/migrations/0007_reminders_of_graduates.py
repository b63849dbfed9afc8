from django.db import migrations, models


# Days after May 1: on that day, and three weeks later. Staff change them on Reminders.
FIRST = (0, -21)


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create([rule(what="alumni", days_before=days) for days in FIRST], ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0006_reminders_to_sign_agreements'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reminderrule',
            name='reminder_of_what_there_is',
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['agreement', 'alumni', 'coaching-cycle', 'cosign', 'credential', 'deliverable', 'milestone', 'pulse', 'service-report', 'session'])), name='reminder_of_what_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
