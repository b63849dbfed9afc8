from django.db import migrations

# Days before the date; negative: after it. Staff change them on Reminders.
FIRST = {
    # After an agreement can be signed.
    "agreement": (-3, -10, -30),
    # After May 1: on that day, and three weeks later.
    "alumni": (0, -21),
    "coaching-cycle": (14, -7),
    # After the application was sent to its signer.
    "cosign": (-3, -7),
    "credential": (90, 30, 7),
    "deliverable": (7, 1, -3),
    "milestone": (30, 7),
    # Before the last day of a check.
    "pulse": (7, 1),
    "service-report": (30, 0, -14),
    "session": (7, 1),
}


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create(
        [rule(what=what, days_before=days) for what, numbers in FIRST.items() for days in numbers],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    replaces = [("notifications", "0002_first_reminders")]
    dependencies = [("notifications", "0001_all_tables")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
