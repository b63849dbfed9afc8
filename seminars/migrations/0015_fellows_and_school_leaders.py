"""Sessions are for fellows and for school leaders too; without either, roles and cohorts say whom they are for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0023_earlier_years'),
        ('seminars', '0014_states_in_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='fellows',
            field=models.BooleanField(default=False, help_text='The fellows whose cohort studies on its day', verbose_name='fellows'),
        ),
        migrations.AddField(
            model_name='session',
            name='school_leaders',
            field=models.BooleanField(default=False, help_text='Principals and assistant principals of the network', verbose_name='school leaders'),
        ),
        migrations.AlterField(
            model_name='session',
            name='roles',
            field=models.ManyToManyField(blank=True, help_text='Empty, and nobody else chosen: every role', related_name='sessions', to='pathways.role'),
        ),
    ]
