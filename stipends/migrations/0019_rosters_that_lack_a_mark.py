from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0018_calendars_after_signing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stipendline',
            name='exclusion',
            field=models.CharField(blank=True, choices=[('unsigned', 'the commitment is not signed by both'), ('roster_open', 'a roster is still open or lacks a mark'), ('attestation_pending', 'the principal has not attested yet'), ('disputed', 'Disputed'), ('no_policy', 'no stipend policy is published'), ('zero', 'nothing was left to pay')], max_length=20),
        ),
    ]
