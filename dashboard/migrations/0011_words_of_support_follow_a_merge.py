"""What was said of support follows its coach to the account that stays, as the other rows of 0001 do."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_coach_id BEFORE INSERT ON coaching_supportword
    FOR EACH ROW WHEN (NEW.coach_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_coach_id();
CREATE TRIGGER follows_a_merge_coach_id_changed BEFORE UPDATE OF coach_id ON coaching_supportword
    FOR EACH ROW WHEN (NEW.coach_id IS NOT NULL AND NEW.coach_id IS DISTINCT FROM OLD.coach_id)
    EXECUTE FUNCTION follows_a_merge_coach_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_coach_id ON coaching_supportword;
DROP TRIGGER follows_a_merge_coach_id_changed ON coaching_supportword;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0007_words_of_support'),
        ('dashboard', '0010_resources_follow_a_merge'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
