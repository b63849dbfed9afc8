"""By what two accounts may be one person's: the name of their mailbox, and the number in the roster. Those there are
get both keys here, as `people.rules.likeness` made them when this was written."""

from django.db import migrations, models


# The name of a mailbox without signs and what follows a plus; from five letters on it tells something.
KEYS = """
UPDATE people_user SET
    number_key = ltrim(regexp_replace(lower(external_id), '[^0-9a-z]', '', 'g'), '0'),
    mailbox_key = CASE
        WHEN length(regexp_replace(lower(split_part(split_part(email, '@', 1), '+', 1)), '[^0-9a-z]', '', 'g')) < 5
        THEN ''
        ELSE regexp_replace(lower(split_part(split_part(email, '@', 1), '+', 1)), '[^0-9a-z]', '', 'g')
    END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('people', '0012_merged_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='mailbox_key',
            field=models.CharField(default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='user',
            name='number_key',
            field=models.CharField(default='', editable=False, max_length=100),
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop, elidable=True),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('mailbox_key', ''), _negated=True), fields=['mailbox_key'], name='user_by_mailbox_key'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('number_key', ''), _negated=True), fields=['number_key'], name='user_by_number_key'),
        ),
    ]
