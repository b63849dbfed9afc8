"""States are said as people say them where choices are drawn: "In review"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stipends', '0029_facts_out_of_notes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='runchunk',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10),
        ),
        migrations.AlterField(
            model_name='stipendpolicy',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired'), ('discarded', 'Discarded')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='stipendrun',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('calculating', 'Calculating'), ('calculated', 'Calculated'), ('approved', 'Approved'), ('exported', 'Exported'), ('confirmed', 'Confirmed'), ('void', 'Void')], default='draft', max_length=12),
        ),
    ]
