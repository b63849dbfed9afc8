"""Confirmed service says until when, and a decision about a school from when. What counted before goes on to count: until today, where the post lasts."""

from django.db import migrations, models


# The first decision about a school was about all days, those after it about the days from then on.
SINCE = """
    UPDATE fellows_schoolsimilarity one SET since = decided_on
    WHERE EXISTS (SELECT FROM fellows_schoolsimilarity other
                  WHERE other.school_key = one.school_key AND other.decided_on < one.decided_on);
    SET CONSTRAINTS ALL IMMEDIATE;
"""
UNTIL = """
    UPDATE fellows_servicerecord
    SET confirmed_on = coalesce(ends - 1, (now() AT TIME ZONE 'America/Los_Angeles')::date)
    WHERE state IN ('verified', 'accepted');
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('fellows', '0002_plans_and_attempts'),
        ('people', '0008_nobody_appoints_themselves'),
    ]

    operations = [
        migrations.AddField(
            model_name='schoolsimilarity',
            name='since',
            field=models.DateField(blank=True, null=True, verbose_name='from'),
        ),
        migrations.RunSQL(SINCE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='servicerecord',
            name='confirmed_on',
            field=models.DateField(blank=True, null=True, verbose_name='confirmed until'),
        ),
        migrations.RunSQL(UNTIL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('ends', None)), fields=['confirmed_on'], name='service_to_say_anew'),
        ),
        migrations.AddConstraint(
            model_name='servicerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_on', None), ('state__in', ['reported', 'disputed'])), models.Q(('confirmed_on__isnull', False), ('state__in', ['verified', 'accepted'])), _connector='OR'), name='confirmed_service_says_until_when'),
        ),
    ]
