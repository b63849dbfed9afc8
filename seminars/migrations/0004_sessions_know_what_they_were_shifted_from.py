"""A session planned from one of the year before knows which: it is found under another title, and made once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0003_facts_of_a_changed_event'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='shifted_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifted_on', to='seminars.session'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'held', 'closed'])), fields=('shifted_from',), name='one_session_shifted_from_each', violation_error_message='That session of the year before stands in the plan already.'),
        ),
    ]
