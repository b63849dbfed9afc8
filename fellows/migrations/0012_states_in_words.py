"""States are said as people say them where choices are drawn: "In review"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0011_versions_as_their_texts_name_them'),
    ]

    operations = [
        migrations.AlterField(
            model_name='fellow',
            name='state',
            field=models.CharField(choices=[('nominated', 'Nominated'), ('selected', 'Selected'), ('applied_ucla', 'Applied at UCLA'), ('admitted', 'Admitted'), ('enrolled', 'Enrolled'), ('graduated', 'Graduated'), ('serving', 'Serving'), ('fulfilled', 'Fulfilled'), ('withdrawn', 'Withdrawn'), ('released', 'Released'), ('discharged', 'Discharged'), ('ended_unfulfilled', 'Ended unfulfilled')], default='nominated', max_length=20),
        ),
        migrations.AlterField(
            model_name='servicerecord',
            name='state',
            field=models.CharField(choices=[('reported', 'Reported'), ('verified', 'Verified'), ('disputed', 'Disputed'), ('accepted', 'Accepted')], default='reported', max_length=10),
        ),
    ]
