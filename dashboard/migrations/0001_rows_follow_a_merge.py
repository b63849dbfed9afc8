"""What is written about a closed account that was merged follows to the one that stays, also when the merge runs just
then: whoever writes waits for it, and names the account that is left after it.

A merge holds the rows of both accounts (`FOR UPDATE`). A foreign key alone would wait for it as well, and then keep the
account that went. The rows a merge itself leaves there are not touched: only a row that is new, or gets another account,
follows. `dashboard/rules/links.py` says which links these are, and a test holds the two equal."""

from django.db import migrations

# Of dashboard/rules/links.py those that move, wait for the person or are joined; and the link of a mail, which ends by a
# merge, but is no use to anybody under an account that is closed already.
LINKS = (
    ("account_emailaddress", "user_id"),
    ("applications_application", "person_id"),
    ("applications_application", "signer_id"),
    ("applications_cosignlink", "addressed_to_id"),
    ("applications_review", "reviewer_id"),
    ("coaching_coachedteacher", "person_id"),
    ("coaching_coachingcycle", "coach_id"),
    ("coaching_leaderscoach", "coach_id"),
    ("coaching_seeninrecording", "person_id"),
    ("coaching_seminarvisitor", "person_id"),
    ("coaching_supportrequest", "coach_id"),
    ("coaching_supportword", "coach_id"),
    ("coaching_visit", "coach_id"),
    ("fellows_fellow", "person_id"),
    ("fellows_fieldworkentry", "supervisor_id"),
    ("notifications_message", "to_person_id"),
    ("pathways_earlieryear", "person_id"),
    ("pathways_placement", "person_id"),
    ("pathways_programevent_planners", "user_id"),
    ("pathways_schoolgoal", "person_id"),
    ("people_actingsigner", "person_id"),
    ("people_delegation", "delegate_id"),
    ("people_delegation", "principal_id"),
    ("people_hat", "person_id"),
    ("people_invitation", "principal_id"),
    ("people_post", "person_id"),
    ("people_postrequest", "person_id"),
    ("people_sourceid", "person_id"),
    ("people_writtenperson", "person_id"),
    ("seminars_attendance", "person_id"),
    ("seminars_resource", "person_id"),
    ("seminars_session_facilitators", "user_id"),
)

FUNCTION = """
CREATE FUNCTION follows_a_merge_{column}() RETURNS trigger AS $$
DECLARE
    kept bigint;
BEGIN
    -- The account that stays may be merged just now, too.
    LOOP
        SELECT merged_into_id INTO kept FROM people_user WHERE id = NEW.{column} FOR KEY SHARE;
        EXIT WHEN kept IS NULL;
        NEW.{column} := kept;
    END LOOP;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp;
"""
TRIGGERS = """
CREATE TRIGGER follows_a_merge_{column} BEFORE INSERT ON {table}
    FOR EACH ROW WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION follows_a_merge_{column}();
CREATE TRIGGER follows_a_merge_{column}_changed BEFORE UPDATE OF {column} ON {table}
    FOR EACH ROW WHEN (NEW.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})
    EXECUTE FUNCTION follows_a_merge_{column}();
"""
COLUMNS = sorted({column for _, column in LINKS})


def forwards():
    return "".join(
        [
            *(FUNCTION.format(column=column) for column in COLUMNS),
            *(TRIGGERS.format(table=table, column=column) for table, column in LINKS),
        ]
    )


def backwards():
    return "".join(f"DROP FUNCTION follows_a_merge_{column}() CASCADE;" for column in COLUMNS)


class Migration(migrations.Migration):

    replaces = [
        ('dashboard', '0001_late_rows_follow_a_merge'),
        ('dashboard', '0002_ids_of_sources_follow_a_merge'),
        ('dashboard', '0003_school_goals_follow_a_merge'),
        ('dashboard', '0004_program_events_follow_a_merge'),
        ('dashboard', '0005_visits_follow_a_merge'),
        ('dashboard', '0006_coached_teachers_follow_a_merge'),
        ('dashboard', '0007_support_follows_a_merge'),
        ('dashboard', '0008_visitors_of_seminars_follow_a_merge'),
        ('dashboard', '0009_people_seen_in_recordings_follow_a_merge'),
        ('dashboard', '0010_resources_follow_a_merge'),
        ('dashboard', '0011_words_of_support_follow_a_merge'),
        ('dashboard', '0012_supervised_fieldwork_follows_a_merge'),
    ]

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('applications', '0001_all_tables'),
        ('coaching', '0001_all_tables'),
        ('fellows', '0001_all_tables'),
        ('notifications', '0001_all_tables'),
        ('pathways', '0001_all_tables'),
        ('people', '0001_all_tables'),
        ('seminars', '0001_all_tables'),
    ]

    operations = [migrations.RunSQL(forwards(), backwards())]
