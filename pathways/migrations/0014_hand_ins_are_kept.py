"""What was handed in each time stays with its line of history. Of old rows the last time is known; the times before it
were written over."""

from django.db import migrations, models

TABLE, GUARD = "pathways_deliverableevent", "pgtrigger_history_is_append_only_d3172"


def written(update):
    """Lines of history are written once; this one time what was handed in joins them."""
    return [
        f"ALTER TABLE {TABLE} DISABLE TRIGGER {GUARD}",
        update,
        f"ALTER TABLE {TABLE} ENABLE TRIGGER {GUARD}",
    ]


LAST_TIME = f"""
    UPDATE {TABLE} e SET note = r.note, link = r.link, file = r.file, file_name = r.file_name
    FROM pathways_deliverablerecord r
    WHERE e.id = (SELECT id FROM {TABLE} WHERE record_id = r.id AND action = 'submit' ORDER BY at DESC, id DESC LIMIT 1)
"""
AS_BEFORE = f"UPDATE {TABLE} SET note = '' WHERE action = 'submit'"


class Migration(migrations.Migration):

    dependencies = [("pathways", "0013_deliverables_to_accept")]

    operations = [
        migrations.AddField("deliverableevent", "link", models.URLField(blank=True, max_length=2000, default=""), preserve_default=False),
        migrations.AddField("deliverableevent", "file", models.FileField(blank=True, upload_to="evidence/", default=""), preserve_default=False),
        migrations.AddField("deliverableevent", "file_name", models.CharField(blank=True, max_length=200, default=""), preserve_default=False),
        migrations.RunSQL(written(LAST_TIME), written(AS_BEFORE)),
        migrations.AddConstraint(
            "deliverableevent",
            models.CheckConstraint(
                condition=models.Q(action="submit") | models.Q(link="", file="", file_name=""),
                name="evidence_is_kept_where_it_was_handed_in",
            ),
        ),
    ]
