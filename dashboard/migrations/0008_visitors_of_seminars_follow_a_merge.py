"""A visitor of a hosted seminar follows to the account that stays as the other rows of 0001 do, by the function that is
there."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER follows_a_merge_person_id BEFORE INSERT ON coaching_seminarvisitor
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_person_id();
CREATE TRIGGER follows_a_merge_person_id_changed BEFORE UPDATE OF person_id ON coaching_seminarvisitor
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION follows_a_merge_person_id();
"""
BACK = """
DROP TRIGGER follows_a_merge_person_id ON coaching_seminarvisitor;
DROP TRIGGER follows_a_merge_person_id_changed ON coaching_seminarvisitor;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0005_work_of_senior_peer_coaches'),
        ('dashboard', '0007_support_follows_a_merge'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
