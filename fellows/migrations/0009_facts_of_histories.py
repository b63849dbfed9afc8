"""What a line of the history of a fellow or of reported service is about stands in columns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0008_said_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='fellowevent',
            name='agreement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.serviceagreement'),
        ),
        migrations.AddField(
            model_name='fellowevent',
            name='day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='fellowevent',
            name='milestone',
            field=models.CharField(blank=True, choices=[('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('term', 'term completed'), ('fieldwork', 'fieldwork hours'), ('calapa_1', 'CalAPA cycle 1'), ('calapa_2', 'CalAPA cycle 2'), ('calapa_3', 'CalAPA cycle 3'), ('program', 'program complete'), ('degree', 'M.Ed. conferred'), ('recommended', 'recommended for the credential'), ('certificate', 'Certificate of Eligibility'), ('preliminary', 'Preliminary (Tier 1) credential'), ('clear', 'Clear credential')], max_length=12),
        ),
        migrations.AddField(
            model_name='fellowevent',
            name='months',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='servicerecordevent',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fellows.servicelink'),
        ),
        migrations.AddField(
            model_name='servicerecordevent',
            name='typed_name',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
