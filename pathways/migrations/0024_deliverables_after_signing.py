"""The history of an offering keeps which deliverable was changed once leaders owed it, and how."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0023_earlier_years'),
    ]

    operations = [
        migrations.AddField(
            model_name='offeringevent',
            name='deliverable',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.deliverable'),
        ),
        migrations.AddField(
            model_name='offeringevent',
            name='weights',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
