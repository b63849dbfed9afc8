"""What an event was and is stands in the history of its sessions: title, kind and school."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
        ('seminars', '0002_one_session_of_its_title_and_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='sessionevent',
            name='event_kind',
            field=models.CharField(blank=True, choices=[('summer_institute', 'Summer Institute'), ('winter_institute', 'Winter Institute'), ('seminar', 'Seminar'), ('hosted_seminar', 'Peer Coach seminar at a school'), ('other', 'Other')], max_length=20),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='event_kind_was',
            field=models.CharField(blank=True, choices=[('summer_institute', 'Summer Institute'), ('winter_institute', 'Winter Institute'), ('seminar', 'Seminar'), ('hosted_seminar', 'Peer Coach seminar at a school'), ('other', 'Other')], max_length=20),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='event_school',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='event_school_was',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='event_title',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='event_title_was',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
