"""What triggers of fellows, of milestones and of assistance say in SQL."""

import pgtrigger

from common.guards import Guard
from fellows.states import ASSISTED, COMMITTED, DOES_FIELDWORK, FOR_A_REASON, STUDYING, WROTE, Action

ASSISTED_STATES = ", ".join(f"'{state}'" for state in ASSISTED)
COMMITTED_STATES = ", ".join(f"'{state}'" for state in COMMITTED)
WRITING = ", ".join(f"'{action}'" for action in WROTE)

# Asked when the transaction ends: an award and its schedule are written one after the other.
IS_ITS_SCHEDULE = """
    IF EXISTS (
        SELECT 1 FROM fellows_award a LEFT JOIN fellows_disbursement d ON d.award_id = a.id
        WHERE a.id = {award} GROUP BY a.id
        HAVING coalesce(sum(d.cents), 0) <> a.cents OR count(*) FILTER (WHERE NOT (
            a.state IN ('draft', 'proposed') AND d.state = 'planned'
            OR a.state = 'approved' AND d.state IN ('approved', 'exported', 'paid_out', 'came_back')
            OR a.state = 'ended' AND d.state IN ('cancelled', 'exported', 'paid_out', 'came_back')
            OR a.state = 'cancelled' AND d.state = 'cancelled')) > 0)
    THEN
        RAISE EXCEPTION 'an award is the sum of its schedule, and its schedule stands as it does'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
# The share lock makes a schedule that races with a proposal wait for it.
WRITTEN_AS_A_DRAFT = """
    SELECT state INTO stands FROM fellows_award
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.award_id ELSE NEW.award_id END FOR SHARE;
    IF stands <> 'draft' OR TG_OP = 'INSERT' AND NEW.state <> 'planned' THEN
        RAISE EXCEPTION 'a schedule is written while its award is a draft' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
# Whoever leaves at the same moment is waited for.
IS_ASSISTED = f"""
    SELECT f.state INTO stands FROM fellows_fellow f WHERE f.id = {{fellow}} FOR SHARE;
    IF stands NOT IN ({ASSISTED_STATES}) THEN
        RAISE EXCEPTION 'assistance is for those who are selected, study or serve'
            USING ERRCODE = 'check_violation';
    END IF;
"""
HAS_SIGNED = """
    IF NEW.state = 'approved' AND NOT EXISTS
       (SELECT 1 FROM fellows_serviceagreement g LEFT JOIN fellows_paperagreement p ON p.agreement_id = g.id
        WHERE g.fellow_id = NEW.fellow_id AND p.taken_back_at IS NULL) THEN
        RAISE EXCEPTION 'assistance waits for the service agreement' USING ERRCODE = 'check_violation';
    END IF;
"""
# By the day in Los Angeles: nothing is paid on a day that was past when it was asked for.
PROPOSED_AHEAD = """
    IF EXISTS (SELECT 1 FROM fellows_disbursement d WHERE d.award_id = NEW.id
               AND d.due < (NEW.proposed_at AT TIME ZONE 'America/Los_Angeles')::date) THEN
        RAISE EXCEPTION 'a part of an award is not due before the day it is proposed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Who proposes the same payment again at the same moment waits for the other one at its row.
PAYS_AGAIN_ONCE = """
    PERFORM 1 FROM fellows_disbursement WHERE id = NEW.replaces_id FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT 1 FROM fellows_disbursement d JOIN fellows_award a ON a.id = d.award_id
                   WHERE d.id = NEW.replaces_id AND d.state = 'came_back' AND d.cents = NEW.cents
                   AND a.fellow_id = NEW.fellow_id) THEN
        RAISE EXCEPTION 'an award pays again what came back: the same amount, to the same fellow'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> 'cancelled' AND EXISTS (
        SELECT 1 FROM fellows_award a LEFT JOIN fellows_disbursement d ON d.award_id = a.id
        WHERE a.replaces_id = NEW.replaces_id AND a.id <> NEW.id
        AND (a.state IN ('draft', 'proposed', 'approved') OR d.state IN ('exported', 'paid_out', 'came_back'))) THEN
        RAISE EXCEPTION 'a payment that came back is made again once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Asked when the transaction ends: the line of history is written after.
MOVES_WITH_ITS_EVENT = """
    IF NOT EXISTS (SELECT 1 FROM fellows_awardevent e WHERE e.disbursement_id = NEW.id AND e.action = 'move_day'
                   AND e.day = NEW.due AND e.was_day = OLD.due) THEN
        RAISE EXCEPTION 'the day of a part of an award moves with its line of history'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
# What a fellow or an agreement that was taken over carries by now: then it stays. Whoever adds to it at the same moment
# waits at the row of the fellow.
NOTHING_RESTS_ON_IT = """
    IF OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL THEN RETURN NEW; END IF;
    SELECT {whose} INTO whom;
    PERFORM 1 FROM fellows_fellow WHERE id = whom FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM fellows_servicerecord r WHERE r.fellow_id = whom AND r.state = 'accepted')
    OR EXISTS (SELECT 1 FROM fellows_award a WHERE a.fellow_id = whom AND a.state IN ('approved', 'ended'))
    OR EXISTS (SELECT 1 FROM fellows_fellow f WHERE f.id = whom AND f.state = 'fulfilled') THEN
        RAISE EXCEPTION 'what was taken over is taken back while nothing rests on it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ACCOUNTS = "(SELECT id FROM people_user WHERE id = {0} OR merged_into_id = {0})"
MINE = ACCOUNTS.format("NEW.approved_by_id")
BY_SOMEBODY_ELSE = f"""
    IF NEW.approved_by_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.approved_by_id IS NOT NULL) THEN
        RETURN NEW;
    END IF;
    IF NEW.proposed_by_id IN {MINE}
    OR EXISTS (SELECT 1 FROM fellows_fellow f WHERE f.id = NEW.fellow_id AND f.person_id IN {MINE})
    OR EXISTS (SELECT 1 FROM fellows_awardevent e WHERE e.award_id = NEW.id
               AND e.by_id IN {MINE} AND e.action IN ({WRITING})) THEN
        RAISE EXCEPTION 'whoever approves an award did not write it, and does not get it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
SPENT = f"""(SELECT coalesce(sum(d.cents), 0) FROM fellows_disbursement d
        JOIN fellows_award a ON a.id = d.award_id JOIN fellows_fellow f ON f.id = a.fellow_id
        WHERE f.cohort_id = {{cohort}} AND d.state IN ({COMMITTED_STATES}))"""
# Two who approve at once wait for each other here: the second sees what the first took.
WITHIN_THE_BUDGET = f"""
    SELECT f.cohort_id INTO of_cohort FROM fellows_award a JOIN fellows_fellow f ON f.id = a.fellow_id
        WHERE a.id = NEW.award_id;
    PERFORM 1 FROM fellows_fellowcohort WHERE id = of_cohort FOR NO KEY UPDATE;
    IF {SPENT.format(cohort="of_cohort")} > coalesce((SELECT b.cents FROM fellows_assistancebudget b
        WHERE b.cohort_id = of_cohort ORDER BY b.id DESC LIMIT 1), 0) THEN
        RAISE EXCEPTION 'assistance of a cohort stays within its budget' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
HOLDS_WHAT_IS_APPROVED = f"""
    PERFORM 1 FROM fellows_fellowcohort WHERE id = NEW.cohort_id FOR NO KEY UPDATE;
    IF {SPENT.format(cohort="NEW.cohort_id")} > NEW.cents THEN
        RAISE EXCEPTION 'a budget holds what is approved already' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# --- milestones -----------------------------------------------------------------------------------
# The milestones that UCLA's steps reach are called as these steps are.
BY_UCLA = "'applied', 'admitted', 'enrolled'"
# Of a fellow of before the product paper says it.
SAID_BY_UCLA = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.reached_on IS NOT DISTINCT FROM NEW.reached_on AND OLD.kind = NEW.kind
           AND OLD.fellow_id = NEW.fellow_id THEN RETURN NULL; END IF;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM fellows_uclastep s WHERE s.fellow_id = NEW.fellow_id AND s.step = NEW.kind
                   AND s."on" = NEW.reached_on
                   AND NOT EXISTS (SELECT 1 FROM fellows_uclastep c WHERE c.corrects_id = s.id))
       AND NOT EXISTS (SELECT 1 FROM fellows_fellowtakenover t WHERE t.fellow_id = NEW.fellow_id) THEN
        RAISE EXCEPTION 'this milestone is reached by a step at UCLA' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
NOT_TRIED_SINCE = """
    IF EXISTS (SELECT 1 FROM fellows_milestone m WHERE m.fellow_id = OLD.fellow_id AND m.kind = OLD.kind
               AND m.attempt > OLD.attempt
               AND (m.reached_on IS NOT NULL OR m.not_passed_on IS NOT NULL)) THEN
        RAISE EXCEPTION 'it was tried again since' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# --- who leaves -----------------------------------------------------------------------------------
# Lines of before this was asked for stay as they are.
SAYS_WHY = ", ".join(f"'{action}'" for action in (*FOR_A_REASON, Action.TAKE_BACK_SUSPENSION))
ENDED_WITH_WHY = Guard(
    name="what_ends_early_says_why",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(f"NEW.action IN ({SAYS_WHY}) AND btrim(NEW.note) = ''"),
    func="RAISE EXCEPTION 'a fellowship ends early for a reason' USING ERRCODE = 'check_violation';",
)

# --- graduation -----------------------------------------------------------------------------------
# As fellows.rules.dates.first_graduation says it. Asked when the transaction ends: of who was taken over, paper tells,
# and nobody else is a graduate from the first.
GRADUATED_IN_TIME = Guard(
    name="nobody_graduates_within_eleven_months",
    operation=pgtrigger.UpdateOf("graduated_on", "cohort_id"),
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.graduated_on IS NOT NULL"),
    func="""
        IF (OLD.graduated_on IS DISTINCT FROM NEW.graduated_on OR OLD.cohort_id <> NEW.cohort_id)
           AND NEW.graduated_on < (SELECT c.starts + interval '11 months' FROM fellows_fellowcohort c
                               WHERE c.id = NEW.cohort_id)
           AND NOT EXISTS (SELECT 1 FROM fellows_fellowtakenover t WHERE t.fellow_id = NEW.id) THEN
            RAISE EXCEPTION 'nobody graduates within eleven months of the first day of their cohort'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)

# --- who joins ------------------------------------------------------------------------------------
HOLDING = ", ".join(f"'{state}'" for state in STUDYING)
JOINING = ", ".join(f"'{state}'" for state in DOES_FIELDWORK)
# Whoever joins waits for the others at the row of the cohort. Alumni are taken over as they were.
COHORT_HAS_ITS_PLACES = Guard(
    name="a_cohort_has_its_places",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "cohort_id"),
    when=pgtrigger.After,
    condition=pgtrigger.Condition(f"NEW.state IN ({JOINING})"),
    declare=[("most", "integer")],
    func=f"""
                    IF TG_OP = 'UPDATE' THEN
                        IF OLD.cohort_id = NEW.cohort_id AND OLD.state IN ({HOLDING}) THEN RETURN NULL; END IF;
                    END IF;
                    SELECT places INTO most FROM fellows_fellowcohort WHERE id = NEW.cohort_id FOR NO KEY UPDATE;
                    IF (SELECT count(*) FROM fellows_fellow
                        WHERE cohort_id = NEW.cohort_id AND state IN ({HOLDING})) > most THEN
                        RAISE EXCEPTION 'All places of this cohort are taken.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
)
