"""What was read of a file is kept in pieces, and how far it is in a row of its own. Of a file that was read before and
waits, people and posts become one piece."""

import django.db.models.deletion
from django.db import migrations, models


# Of a post the sixth value is its role.
PIECES = """
INSERT INTO people_importpiece (of_id, number, read)
SELECT id, 0, read || '{"schools": [], "wrong": [], "skipped": {}}' FROM people_import WHERE read <> '{}';
UPDATE people_import SET read = read || jsonb_build_object(
    'people', '{}'::jsonb,
    'posts', '[]'::jsonb,
    'size', (SELECT count(*) FROM jsonb_object_keys(read -> 'people')),
    'roles', (
        SELECT coalesce(jsonb_object_agg(role, times), '{}')
        FROM (SELECT post ->> 5 AS role, count(*) AS times FROM jsonb_array_elements(read -> 'posts') AS post GROUP BY 1)
             AS found
    )
) WHERE read <> '{}';
INSERT INTO people_importprogress (of_id, doing, done, total) SELECT id, 'compare', 0, 0 FROM people_import;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportProgress',
            fields=[
                ('of', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='people.import')),
                ('doing', models.CharField(choices=[('compare', 'Being compared with what is here'), ('write', 'Being imported')], default='compare', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ImportPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('read', models.JSONField(editable=False)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='people.import')),
            ],
            options={
                'ordering': ['of', 'number'],
                'constraints': [models.UniqueConstraint(fields=('of', 'number'), name='one_piece_of_a_number')],
            },
        ),
        migrations.RunSQL(PIECES, migrations.RunSQL.noop, elidable=True),
    ]
