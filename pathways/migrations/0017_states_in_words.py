"""States are said as people say them where choices are drawn: "In review"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0016_facts_out_of_notes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deliverablerecord',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('submitted', 'Submitted'), ('accepted', 'Accepted'), ('returned', 'Returned'), ('waived', 'Waived')], default='open', max_length=10),
        ),
    ]
