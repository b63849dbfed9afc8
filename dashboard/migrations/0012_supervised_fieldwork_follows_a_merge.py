"""Hours of fieldwork follow to the account of their supervisor that stays as the other rows of 0001 do, by a function
like those that are there."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION follows_a_merge_supervisor_id() RETURNS trigger AS $$
DECLARE
    kept bigint;
BEGIN
    -- The account that stays may be merged just now, too.
    LOOP
        SELECT merged_into_id INTO kept FROM people_user WHERE id = NEW.supervisor_id FOR KEY SHARE;
        EXIT WHEN kept IS NULL;
        NEW.supervisor_id := kept;
    END LOOP;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp;
CREATE TRIGGER follows_a_merge_supervisor_id BEFORE INSERT ON fellows_fieldworkentry
    FOR EACH ROW WHEN (NEW.supervisor_id IS NOT NULL) EXECUTE FUNCTION follows_a_merge_supervisor_id();
CREATE TRIGGER follows_a_merge_supervisor_id_changed BEFORE UPDATE OF supervisor_id ON fellows_fieldworkentry
    FOR EACH ROW WHEN (NEW.supervisor_id IS NOT NULL AND NEW.supervisor_id IS DISTINCT FROM OLD.supervisor_id)
    EXECUTE FUNCTION follows_a_merge_supervisor_id();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dashboard', '0011_words_of_support_follow_a_merge'),
        ('fellows', '0004_hours_of_fieldwork'),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION follows_a_merge_supervisor_id() CASCADE;"),
    ]
