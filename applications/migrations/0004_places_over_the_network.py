"""Reasons of a decision that speak of places over the network."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_commitment_pulse'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='reason',
            field=models.CharField(choices=[('strongest', 'among the strongest for this school'), ('renewed', 'the role goes on from the year before'), ('places', 'all places at this school are taken'), ('network', 'among the strongest of the network'), ('cohort', 'all places of the cohort are taken'), ('time', 'the time needed is not there yet'), ('experience', 'more experience is needed first'), ('other', 'Other')], max_length=12),
        ),
    ]
