import json

from django.db import migrations


def as_hashed(apps, schema_editor):
    """Inputs kept as jsonb lost their order and spacing; write them again as their hash was taken."""
    lines = apps.get_model("stipends", "StipendLine").objects.only("pk", "inputs")
    encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
    batch = []
    for line in lines.order_by("pk").iterator(2000):
        line.inputs = encode(json.loads(line.inputs))
        batch.append(line)
        if len(batch) == 2000:
            lines.bulk_update(batch, ["inputs"])
            batch.clear()
    lines.bulk_update(batch, ["inputs"])


class Migration(migrations.Migration):
    # While no guard stands: nothing a line says changes, only how its inputs are spelled.

    dependencies = [
        ('stipends', '0004_lighter_lines'),
    ]

    operations = [
        migrations.RunPython(as_hashed, migrations.RunPython.noop),
    ]
