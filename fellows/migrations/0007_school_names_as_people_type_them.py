"""Decisions about a school are found however its name is typed."""

from django.db import migrations, models

from common.names import same_key


def fill(apps, schema_editor):
    for decision in apps.get_model("fellows", "SchoolSimilarity").objects.all():
        decision.school_key = same_key(decision.school_name)[:300]
        decision.save(update_fields=["school_key"])


class Migration(migrations.Migration):

    dependencies = [("fellows", "0006_guards_without_a_door")]

    operations = [
        migrations.RemoveConstraint("schoolsimilarity", "one_similarity_decision_a_day"),
        migrations.AddField(
            "schoolsimilarity", "school_key", models.CharField(default="", editable=False, max_length=300)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "schoolsimilarity",
            models.UniqueConstraint(fields=["school_key", "decided_on"], name="one_similarity_decision_a_day"),
        ),
    ]
