"""What somebody shared follows to the account that stays as the other rows of 0001 do, by the function that is there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_person_id BEFORE INSERT ON seminars_resource
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_person_id();
CREATE TRIGGER follows_a_merge_person_id_changed BEFORE UPDATE OF person_id ON seminars_resource
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION follows_a_merge_person_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_person_id ON seminars_resource;
DROP TRIGGER follows_a_merge_person_id_changed ON seminars_resource;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dashboard', '0009_people_seen_in_recordings_follow_a_merge'),
        ('seminars', '0005_resources'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
