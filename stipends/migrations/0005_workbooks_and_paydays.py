"""A file of a run may be a workbook; a confirmation says when the money left."""

from django.conf import settings
from django.db import migrations, models

# Of older rows nobody said when: the day on which it was recorded stands for it. Confirmations are written once, and
# the guard of that refuses an UPDATE to a migration too; rewriting the column asks no guard.
OLDER = """
    ALTER TABLE stipends_lineconfirmation
    ALTER COLUMN paid_on TYPE date USING (at AT TIME ZONE 'America/Los_Angeles')::date
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0003_scope_history"),
        ("stipends", "0004_codes_of_the_books"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="layout",
            field=models.CharField(
                choices=[
                    ("generic", "file for payroll, one row a line"),
                    ("workbook", "the same as a workbook for Excel"),
                    ("journal", "general-ledger journal for bookkeeping"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="lineconfirmation",
            name="paid_on",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(OLDER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="lineconfirmation",
            name="paid_on",
            field=models.DateField(
                help_text="What counts for a calendar year", verbose_name="date of payment"
            ),
        ),
        migrations.AddIndex(
            model_name="lineconfirmation",
            index=models.Index(fields=["paid_on"], name="confirmations_by_payday"),
        ),
    ]
