"""A file says since when the schools that are new in it are members; one that was read before says nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_words_there_are'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='members_from',
            field=models.DateField(blank=True, null=True, verbose_name='new schools are members from'),
        ),
    ]
