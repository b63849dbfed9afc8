"""A review says in the administration what it says on its pages: "Handed in"."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0011_who_and_why_out_of_notes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='review',
            name='state',
            field=models.CharField(choices=[('assigned', 'To read'), ('submitted', 'Handed in'), ('recused', 'Stepped aside')], default='assigned', max_length=10),
        ),
    ]
