from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0014_evidence_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='programeventline',
            name='planners_was',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='programeventline',
            name='seats_was',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='programeventline',
            name='title_was',
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
