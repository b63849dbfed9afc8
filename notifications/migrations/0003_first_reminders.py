from django.db import migrations

# Days before the date; negative: after it. Staff change them in the admin.
FIRST = {
    "deliverable": (7, 1, -3),
    "session": (7, 1),
    "coaching-cycle": (14, -7),
    "service-report": (30, 0, -14),
    "milestone": (30, 7),
}


def add(apps, schema_editor):
    rule = apps.get_model("notifications", "ReminderRule")
    rule.objects.bulk_create(
        [rule(what=what, days_before=days) for what, numbers in FIRST.items() for days in numbers],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_handing_over")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
