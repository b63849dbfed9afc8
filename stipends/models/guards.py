"""What triggers of claims for substitutes and of the terms they are paid by say in SQL."""

from stipends.states import SETTLED, RateState

# What is worked out at sending and at approval, while nothing else of a line may change.
WORKED_OUT = "ARRAY['reimbursed_cents', 'paid_units', 'reasons', 'terms_id']"
STANDS = f"""
    SELECT state INTO stands FROM stipends_substituteclaim
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END FOR SHARE;
    IF TG_OP = 'DELETE' THEN
        IF stands IN ('draft', 'returned') THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'a line of a claim that was sent stays' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM seminars_session s JOIN seminars_attendance a ON a.session_id = s.id
        WHERE s.id = NEW.session_id AND s.state = 'closed' AND s.substitute_eligible
          AND a.person_id = NEW.teacher_id AND a.mark = 'present'
          AND (s.starts_at AT TIME ZONE 'America/Los_Angeles')::date = NEW.day) THEN
        RAISE EXCEPTION 'a line stands on a closed roster on which its teacher is present'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.claim_id, OLD.session_id, OLD.day) IS DISTINCT FROM
       (NEW.claim_id, NEW.session_id, NEW.day) THEN
        RAISE EXCEPTION 'a line keeps its session and its day' USING ERRCODE = 'check_violation';
    END IF;
    IF stands IN ('draft', 'returned') AND NEW.live
       OR TG_OP = 'UPDATE' AND stands = 'submitted'
          AND to_jsonb(OLD) - {WORKED_OUT} = to_jsonb(NEW) - {WORKED_OUT}
       OR TG_OP = 'UPDATE' AND stands = 'discarded' AND to_jsonb(OLD) - 'live' = to_jsonb(NEW) - 'live' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a line of a claim that was sent stays' USING ERRCODE = 'check_violation';
"""
# Two schools at once wait for each other here, a day each: neither sees what the other has not committed.
ONCE = """
    IF NOT NEW.live THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock(720411, NEW.day - DATE '2000-01-01');
    IF (SELECT sum(units) FROM stipends_claimline
        WHERE live AND day = NEW.day AND teacher_id = NEW.teacher_id) > 1 THEN
        RAISE EXCEPTION 'a teacher is covered for one day a date' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.substitute_key <> '' AND (
        SELECT sum(units) FROM stipends_claimline l WHERE l.live AND l.day = NEW.day AND l.substitute_key <> ''
        AND CASE WHEN l.number <> '' AND NEW.number <> '' THEN l.number = NEW.number
                 ELSE l.substitute_key = NEW.substitute_key END) > 1 THEN
        RAISE EXCEPTION 'a substitute covers one day a date' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
APPROVED = ", ".join(f"'{state}'" for state in SETTLED)
# Whoever approves a claim holds its terms (UNDER_TERMS, ALL_UNDER_TERMS): this waits for them, and then sees the claim.
ONLY_EARLIER = f"""
    IF OLD.state <> '{RateState.PUBLISHED}' OR NEW.state <> OLD.state OR NEW.ends > OLD.ends THEN
        RAISE EXCEPTION 'only published terms end early, and never later' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM stipends_claimline l JOIN stipends_substituteclaim c ON c.id = l.claim_id
               WHERE l.terms_id = NEW.id AND l.day >= NEW.ends AND c.state IN ({APPROVED})) THEN
        RAISE EXCEPTION 'terms do not end before a day that was approved by them' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Asked when the transaction ends: terms end first, then those that follow them are in force.
FOLLOWED = """
    IF NOT EXISTS (SELECT 1 FROM stipends_substituteterms t
                   WHERE t.cuts_short_id = NEW.id AND t.starts = NEW.ends AND t.cut_from = OLD.ends) THEN
        RAISE EXCEPTION 'terms end early where others follow them' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
FOLLOWS = f"""
    IF NEW.cuts_short_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.cuts_short_id IS NULL) AND NOT EXISTS (
        SELECT 1 FROM stipends_substituteterms t WHERE t.id = NEW.cuts_short_id
        AND t.state = '{RateState.PUBLISHED}' AND t.ends = NEW.starts) THEN
        RAISE EXCEPTION 'terms name those that end where they begin' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# A share lock, so that nobody ends or retires them meanwhile.
IN_FORCE = f"state = '{RateState.PUBLISHED}' AND starts <= {{day}} AND ends > {{day}}"
UNDER_TERMS = f"""
    IF NEW.terms_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.terms_id IS NOT DISTINCT FROM NEW.terms_id) THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM stipends_substituteterms
        WHERE id = NEW.terms_id AND {IN_FORCE.format(day="NEW.day")} FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a line stands under terms in force on its day' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ALL_UNDER_TERMS = f"""
    PERFORM 1 FROM stipends_substituteterms
        WHERE id IN (SELECT l.terms_id FROM stipends_claimline l WHERE l.claim_id = NEW.id) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT 1 FROM stipends_claimline l WHERE l.claim_id = NEW.id AND NOT EXISTS (
        SELECT 1 FROM stipends_substituteterms WHERE id = l.terms_id AND {IN_FORCE.format(day="l.day")})) THEN
        RAISE EXCEPTION 'a claim is approved by terms in force on its days' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
