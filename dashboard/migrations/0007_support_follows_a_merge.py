"""Support that was given to a coach follows to the account that stays as the other rows of 0001 do, by the function
that is there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_coach_id BEFORE INSERT ON coaching_supportrequest
    FOR EACH ROW WHEN (NEW.coach_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_coach_id();
CREATE TRIGGER follows_a_merge_coach_id_changed BEFORE UPDATE OF coach_id ON coaching_supportrequest
    FOR EACH ROW WHEN (NEW.coach_id IS NOT NULL AND NEW.coach_id IS DISTINCT FROM OLD.coach_id)
    EXECUTE FUNCTION follows_a_merge_coach_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_coach_id ON coaching_supportrequest;
DROP TRIGGER follows_a_merge_coach_id_changed ON coaching_supportrequest;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0004_steps_and_support'),
        ('dashboard', '0006_coached_teachers_follow_a_merge'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
