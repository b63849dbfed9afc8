from django.db import migrations, models


# Days after an agreement can be signed. Staff change them on Reminders.
FIRST = (-3, -10, -30)


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create([rule(what="agreement", days_before=days) for days in FIRST], ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0005_reminders_of_credentials'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reminderrule',
            name='reminder_of_what_there_is',
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['agreement', 'coaching-cycle', 'cosign', 'credential', 'deliverable', 'milestone', 'pulse', 'service-report', 'session'])), name='reminder_of_what_there_is', violation_error_message='Choose one of the words there are.'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'agreement'), _negated=True), ('days_before__lt', 0), _connector='OR'), name='an_agreement_is_reminded_of_after'),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
