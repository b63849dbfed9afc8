from django.db import migrations

# Days before the date; negative: after it. Staff change them in the admin.
FIRST = {
    "deliverable": (7, 1, -3),
    "session": (7, 1),
    "coaching-cycle": (14, -7),
    "service-report": (30, 0, -14),
    "milestone": (30, 7),
    # After the application was sent to its signer.
    "cosign": (-3, -7),
}


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create(
        [rule(what=what, days_before=days) for what, numbers in FIRST.items() for days in numbers],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    replaces = [("notifications", "0003_first_reminders"), ("notifications", "0004_cosign_reminders")]
    dependencies = [("notifications", "0001_tables")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
