"""An agreement is of the version its text names: before, it was the number of those the fellow had signed."""

from django.db import migrations, models

AGREEMENTS, GUARD = "fellows_serviceagreement", "pgtrigger_agreements_stay_a9095"
NAMED = r"'^[^\n]*\(version ([0-9]{1,4})\)'"
AS_NAMED = f"UPDATE {AGREEMENTS} SET version = substring(text FROM {NAMED})::smallint WHERE text ~ {NAMED}"
AS_COUNTED = f"""
    UPDATE {AGREEMENTS} a SET version = counted.number
    FROM (SELECT id, row_number() OVER (PARTITION BY fellow_id ORDER BY id) AS number FROM {AGREEMENTS}) counted
    WHERE counted.id = a.id
"""


def past_the_guard(statement):
    """What was signed stays; only what it is called is said in another way, this one time."""
    return [
        f"ALTER TABLE {AGREEMENTS} DISABLE TRIGGER {GUARD}",
        statement,
        f"ALTER TABLE {AGREEMENTS} ENABLE TRIGGER {GUARD}",
    ]


class Migration(migrations.Migration):

    dependencies = [("fellows", "0010_facts_out_of_notes")]

    operations = [
        migrations.RemoveConstraint("serviceagreement", "one_agreement_per_version"),
        migrations.RunSQL(past_the_guard(AS_NAMED), past_the_guard(AS_COUNTED)),
        migrations.AlterField("serviceagreement", "version", models.PositiveSmallIntegerField()),
        migrations.AlterModelOptions("serviceagreement", {"ordering": ["fellow", "pk"]}),
        migrations.AddConstraint(
            "serviceagreement",
            models.UniqueConstraint(fields=("fellow", "sha256"), name="one_agreement_per_text"),
        ),
    ]
