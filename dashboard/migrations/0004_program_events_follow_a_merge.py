"""Who plans an event follows to the account that stays as the other rows of 0001 do, by the function that is there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_user_id BEFORE INSERT ON pathways_programevent_planners
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_user_id();
CREATE TRIGGER follows_a_merge_user_id_changed BEFORE UPDATE OF user_id ON pathways_programevent_planners
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id)
    EXECUTE FUNCTION follows_a_merge_user_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_user_id ON pathways_programevent_planners;
DROP TRIGGER follows_a_merge_user_id_changed ON pathways_programevent_planners;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dashboard', '0003_school_goals_follow_a_merge'),
        ('pathways', '0005_program_events'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
