"""Leaders dealt out to a coach, and visits, follow to the account that stays as the other rows of 0001 do, by the
function that is there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_coach_id BEFORE INSERT ON {table}
    FOR EACH ROW WHEN (NEW.coach_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_coach_id();
CREATE TRIGGER follows_a_merge_coach_id_changed BEFORE UPDATE OF coach_id ON {table}
    FOR EACH ROW WHEN (NEW.coach_id IS NOT NULL AND NEW.coach_id IS DISTINCT FROM OLD.coach_id)
    EXECUTE FUNCTION follows_a_merge_coach_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_coach_id ON {table};
DROP TRIGGER follows_a_merge_coach_id_changed ON {table};
"""
TABLES = ("coaching_leaderscoach", "coaching_visit")


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0002_visits_and_coaches'),
        ('dashboard', '0004_program_events_follow_a_merge'),
    ]

    operations = [
        migrations.RunSQL(TRIGGERS.format(table=table), BACK.format(table=table)) for table in TABLES
    ]
