"""A deliverable names every kind of evidence of which one is enough; those of before named one."""

import django.contrib.postgres.fields
from django.db import migrations, models

ONE = "ALTER TABLE pathways_deliverable ALTER COLUMN evidence TYPE varchar(5) USING evidence[1]"
SEVERAL = "ALTER TABLE pathways_deliverable ALTER COLUMN evidence TYPE varchar(5)[] USING ARRAY[evidence]"


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0019_places_at_schools'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='deliverable',
            options={'ordering': ['due', 'title']},
        ),
        # No cast leads from a word to a list of words.
        migrations.RunSQL(
            SEVERAL,
            ONE,
            state_operations=[
                migrations.AlterField(
                    model_name='deliverable',
                    name='evidence',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('note', 'Note'), ('link', 'Link'), ('file', 'File')], max_length=5), help_text='What counts: any one of these is enough', size=None),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('evidence__contained_by', ['note', 'link', 'file']), ('evidence__len__gt', 0)), name='deliverable_names_its_evidence', violation_error_message='Choose what counts as evidence.'),
        ),
    ]
