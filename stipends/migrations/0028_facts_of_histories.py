"""What a line of the history of a run or of a policy is about stands in columns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0027_a_deliverable_handed_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='stipendpolicyevent',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stipends.stipendpolicy'),
        ),
        migrations.AddField(
            model_name='stipendrunevent',
            name='cents',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='stipendrunevent',
            name='file_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='stipendrunevent',
            name='lines',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='stipendrunevent',
            name='round',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='stipendrunevent',
            name='snapshot_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
