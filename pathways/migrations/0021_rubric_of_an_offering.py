"""What each score means may be said by an offering; those of before say it as the guide does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0020_several_kinds_of_evidence'),
    ]

    operations = [
        migrations.AddField(
            model_name='offering',
            name='rubric',
            field=models.JSONField(blank=True, default=dict, help_text='What each score means, by question and score; empty: as the guide says'),
        ),
    ]
