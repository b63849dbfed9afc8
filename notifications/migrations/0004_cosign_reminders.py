from django.db import migrations

# Days after the application was sent to its signer.
AFTER = (3, 7)


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create(
        [rule(what="cosign", days_before=-days) for days in AFTER], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_first_reminders")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
