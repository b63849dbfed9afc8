"""A school may take another number of leaders of a role than the usual one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0018_first_pathways'),
        ('people', '0007_no_accounts_elsewhere'),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolPlaces',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField(help_text='0: the role is not offered there')),
                ('offering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='school_places', to='pathways.offering')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
            ],
            options={
                'verbose_name_plural': 'school places',
                'ordering': ['offering', 'school'],
                'constraints': [models.UniqueConstraint(fields=('offering', 'school'), name='one_number_of_places_per_offering_and_school')],
            },
        ),
    ]
