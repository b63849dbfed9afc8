"""A mark on a closed roster follows its person to the account that theirs was merged into, and says what it said."""

import common.guards
import pgtrigger.compiler
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_merged_accounts'),
        ('seminars', '0015_fellows_and_school_leaders'),
    ]

    operations = [
        common.guards.RemoveGuard(
            model_name='attendance',
            name='closed_roster_update',
        ),
        common.guards.AddGuard(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='closed_roster_update', sql=common.guards.GuardSql(func="\n            PERFORM 1 FROM seminars_session WHERE id IN (SELECT session_id FROM new_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = new_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id') UNION SELECT session_id FROM old_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = old_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id')) ORDER BY id FOR SHARE;\n            IF EXISTS (SELECT 1 FROM seminars_session WHERE state = 'closed' AND id IN (SELECT session_id FROM new_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = new_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id') UNION SELECT session_id FROM old_rows WHERE NOT EXISTS (\n    SELECT 1 FROM old_rows o JOIN new_rows n USING (id) JOIN people_user u ON u.id = o.person_id\n    WHERE o.id = old_rows.id AND u.merged_into_id = n.person_id AND o.person_id <> n.person_id\n      AND to_jsonb(o) - 'person_id' = to_jsonb(n) - 'person_id'))) THEN\n                RAISE EXCEPTION 'The roster of this session is closed.' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='82e0f2167901109ec24b36397a1f48a9913b3215', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_closed_roster_update_a337b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='seminars_attendance', when='AFTER')),
        ),
    ]
