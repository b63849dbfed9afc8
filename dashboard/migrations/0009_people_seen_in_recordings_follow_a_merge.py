"""Who is seen in a recording follows to the account that stays as the other rows of 0001 do, by the function that is
there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_person_id BEFORE INSERT ON coaching_seeninrecording
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_person_id();
CREATE TRIGGER follows_a_merge_person_id_changed BEFORE UPDATE OF person_id ON coaching_seeninrecording
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION follows_a_merge_person_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_person_id ON coaching_seeninrecording;
DROP TRIGGER follows_a_merge_person_id_changed ON coaching_seeninrecording;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0006_exemplar_recordings'),
        ('dashboard', '0008_visitors_of_seminars_follow_a_merge'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
