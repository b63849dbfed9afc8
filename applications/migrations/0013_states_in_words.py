"""States are said as people say them where choices are drawn: "In review"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0012_words_of_reading'),
    ]

    operations = [
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('cosigned', 'Cosigned'), ('in_review', 'In review'), ('waitlisted', 'Waitlisted'), ('offered', 'Offered'), ('accepted', 'Accepted'), ('returned', 'Returned'), ('not_supported', 'Not supported'), ('declined', 'Declined'), ('turned_down', 'Turned down'), ('lapsed', 'Lapsed'), ('withdrawn', 'Withdrawn')], default='draft', max_length=14),
        ),
    ]
