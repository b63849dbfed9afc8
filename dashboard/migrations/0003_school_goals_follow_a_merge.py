"""School goals follow to the account that stays as the other rows of 0001 do, by the function that is there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_person_id BEFORE INSERT ON pathways_schoolgoal
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_person_id();
CREATE TRIGGER follows_a_merge_person_id_changed BEFORE UPDATE OF person_id ON pathways_schoolgoal
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION follows_a_merge_person_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_person_id ON pathways_schoolgoal;
DROP TRIGGER follows_a_merge_person_id_changed ON pathways_schoolgoal;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dashboard', '0002_ids_of_sources_follow_a_merge'),
        ('pathways', '0004_school_goals'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
