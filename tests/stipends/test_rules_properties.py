"""What holds for every legal policy and all evidence."""

import ast
import inspect
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import orjson
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import fellows.rules
import stipends.rules
from common.money import half_up, largest_remainder
from stipends.queries.evidence import canonical as in_one_form
from stipends.queries.inputs import segment_inputs
from stipends.queries.kept import segment_of
from stipends.rules import (
    Case,
    Claim,
    Policy,
    Segment,
    Step,
    canonical,
    capped,
    day_units_left,
    forecast,
    instalments,
    line,
    maximum_cents,
    parse_policy,
    payment,
    reimbursement,
    statement,
    supplementary,
    to_json,
)
from stipends.rules.facts import MARKS
from tests.stipends.policies import policies, policy_files, portions, segments

# The same examples in every run: a red build is never luck.
always = settings(deadline=None, derandomize=True, database=None, max_examples=150)

some_segments = st.lists(segments(), min_size=1, max_size=3)
amounts = st.integers(0, 1_000_000)


@always
@given(policies(), st.booleans(), st.booleans(), some_segments)
def test_cells_sum_to_the_statement_and_none_is_negative(policy, signed, completed, parts):
    result = statement(policy, signed, completed, parts)
    cents = [cell.cents for row in result.cells for cell in row]
    assert sum(cents) == result.earned_cents
    assert min(cents) >= 0
    assert [len(row) for row in result.cells] == [3] * len(parts)
    assert all(type(cell.cents) is int and all(cell.reasons) for row in result.cells for cell in row)


def with_mark(segment: Segment, mark: str, attended: int | None = None) -> Segment:
    """The first session with another mark."""
    first, *others = segment.sessions
    return replace(segment, sessions=(replace(first, mark=mark, attended_minutes=attended), *others))


@settings(always, max_examples=600)
@given(policies(), segments(min_sessions=1), st.none() | st.integers(0, 400))
def test_turning_an_absence_into_presence_never_pays_less(policy, segment, attended):
    before = statement(policy, True, True, [with_mark(segment, "absent")])
    after = statement(policy, True, True, [with_mark(segment, "present", attended)])
    assert after.earned_cents >= before.earned_cents


@settings(always, max_examples=400)
@given(policies(), segments(min_sessions=1), st.sampled_from(MARKS))
def test_presence_in_full_never_pays_less_than_any_other_mark(policy, segment, mark):
    before = statement(policy, True, True, [with_mark(segment, mark)])
    after = statement(policy, True, True, [with_mark(segment, "present")])
    assert after.earned_cents >= before.earned_cents


@settings(always, max_examples=400)
@given(policies(), segments(min_sessions=1), st.integers(0, 400), st.integers(0, 400))
def test_staying_longer_never_pays_less(policy, segment, minutes, more):
    before = statement(policy, True, True, [with_mark(segment, "present", minutes)])
    after = statement(policy, True, True, [with_mark(segment, "present", minutes + more)])
    assert after.earned_cents >= before.earned_cents


@settings(always, max_examples=400)
@given(policies(), segments(min_sessions=1))
def test_a_make_up_never_pays_less_than_the_absence_when_no_limit_is_set(policy, segment):
    policy = replace(policy, make_up_limit=None)
    before = statement(policy, True, True, [with_mark(segment, "absent")])
    after = statement(policy, True, True, [with_mark(segment, "made_up")])
    assert after.earned_cents >= before.earned_cents


@always
@given(policies(), segments(), st.data())
def test_an_accepted_deliverable_and_an_attestation_never_pay_less(policy, segment, data):
    assume(segment.deliverables)
    index = data.draw(st.integers(0, len(segment.deliverables) - 1))
    assume(segment.deliverables[index].status != "waived")
    items = list(segment.deliverables)
    items[index] = replace(items[index], status="accepted")
    before = statement(policy, True, True, [segment]).earned_cents
    accepted = statement(policy, True, True, [replace(segment, deliverables=tuple(items))]).earned_cents
    attested = statement(policy, True, True, [replace(segment, attested=True)]).earned_cents
    assert min(accepted, attested) >= before


@settings(always, max_examples=300)
@given(policies(), segments(min_sessions=2), st.randoms(use_true_random=False))
def test_the_order_of_sessions_given_does_not_matter(policy, segment, random):
    shuffled = list(segment.sessions)
    random.shuffle(shuffled)
    other = replace(segment, sessions=tuple(shuffled))
    assert statement(policy, True, True, [other]) == statement(policy, True, True, [segment])


@settings(always, max_examples=100)
@given(policies(), st.none() | st.booleans(), some_segments)
def test_a_forecast_lies_between_what_is_earned_and_the_maximum(policy, completed, parts):
    view = forecast(policy, True, completed, parts)
    assert view.earned == statement(policy, True, bool(completed), parts)
    assert 0 <= view.earned.earned_cents <= view.possible.earned_cents <= view.maximum_cents
    assert view.earned.earned_cents + view.open_cents + view.lost_cents == view.maximum_cents
    assert view.maximum_cents == maximum_cents(policy, parts)
    assert all(item.cents >= 0 for item in view.items)
    assert len(view.items) == sum(len(part.sessions) + len(part.deliverables) + 1 for part in parts)


@always
@given(policy_files())
def test_a_policy_survives_being_written_and_read(file):
    policy = parse_policy(file)
    assert parse_policy(to_json(policy)) == policy
    assert canonical(parse_policy(to_json(policy))) == canonical(policy)


@always
@given(segments())
def test_inputs_kept_with_a_line_are_read_back_as_they_were(segment):
    sessions = tuple(replace(session, can_make_up=False, title="") for session in segment.sessions)
    deliverables = tuple(replace(deliverable, title="") for deliverable in segment.deliverables)
    records = tuple(str(number) for number in range(len(deliverables)))
    part = replace(segment, sessions=sessions, deliverables=deliverables, title="", records=records)
    kept = segment_of(orjson.loads(in_one_form(segment_inputs(part))), part.annual_cents)
    assert (kept, kept.records) == (part, records)


@always
@given(st.lists(amounts, min_size=1, max_size=6), st.none() | amounts)
def test_capped_statements_sum_to_the_cap_and_none_gains(earned, cap):
    cents = capped(earned, cap)
    assert sum(cents) == (sum(earned) if cap is None else min(cap, sum(earned)))
    assert all(0 <= after <= before for before, after in zip(earned, cents, strict=True))


@always
@given(st.lists(portions().map(lambda text: Fraction(text) * 1000), min_size=1, max_size=9))
def test_largest_remainder_moves_each_part_by_less_than_a_cent(parts):
    cents = largest_remainder(parts, half_up(sum(parts, Fraction(0))))
    assert sum(cents) == half_up(sum(parts, Fraction(0)))
    assert all(abs(after - before) < 1 for before, after in zip(parts, cents, strict=True))


steps = st.builds(
    Step, st.sampled_from(["share_of_maximum", "share_of_earned", "balance"]), portions().map(Fraction)
)


@always
@given(amounts, amounts, st.lists(steps, max_size=5))
def test_a_payment_is_never_negative_and_a_balance_settles(earned, maximum, plan_steps):
    plan = instalments(earned, maximum, [*plan_steps, Step("balance")])
    assert min(plan.pay_cents) >= 0
    assert sum(plan.pay_cents) - plan.overpaid_cents == earned
    assert plan.overpaid_cents == 0 or plan.pay_cents[-1] == 0
    again = supplementary(earned, sum(plan.pay_cents))
    assert (again.pay_cents, again.overpaid_cents) == (0, plan.overpaid_cents)


@always
@given(steps, amounts, amounts, amounts)
def test_one_payment_is_whole_cents_and_never_negative(step, earned, maximum, paid):
    result = payment(step, earned, maximum, paid)
    assert type(result.pay_cents) is int
    assert min(result.pay_cents, result.overpaid_cents) >= 0


@always
@given(amounts, st.lists(st.tuples(steps, portions().map(Fraction)), max_size=8))
def test_no_sequence_of_shares_and_balances_pays_more_than_the_maximum(maximum, sequence):
    paid = 0
    for step, fraction in sequence:
        # What was earned moves up and down between runs: make-ups, corrected rosters.
        earned = maximum * fraction.numerator // fraction.denominator
        due = payment(step, earned, maximum, paid).pay_cents
        assert 0 <= due <= maximum - paid
        assert step.kind == "share_of_maximum" or due <= max(earned - paid, 0)
        paid += due


@always
@given(policies(), segments(), st.lists(st.tuples(steps, st.booleans(), st.booleans()), max_size=5))
def test_the_lines_of_any_runs_of_a_year_never_pay_more_than_its_maximum(policy, part, runs):
    paid, most = 0, maximum_cents(policy, [part])
    for step, settles, hopes in runs:
        case = Case(policy, "", True, True, (part,), paid, step, settles, hopes, open_rosters=0)
        paid += line(case).amount_cents
    assert paid <= most


units = st.integers(0, 40).map(lambda eighths: Fraction(eighths, 8))
claims = st.builds(
    Claim,
    teacher_attended=st.booleans(),
    units=units,
    rate=st.integers(0, 50_000_000).map(lambda number: Fraction(number, 100_000)),
    coverage=portions().map(Fraction),
    actual_cents=st.none() | amounts,
    day_cap_cents=st.none() | amounts,
    school_units_left=st.none() | units,
    budget_left_cents=st.none() | amounts,
)


@settings(always, max_examples=300)
@given(claims)
def test_a_reimbursement_keeps_every_limit(claim):
    result = reimbursement(claim)
    assert type(result.cents) is int
    assert result.cents >= 0
    assert result.reasons
    assert claim.teacher_attended or result.cents == 0
    assert claim.school_units_left is None or result.units <= claim.school_units_left
    assert claim.budget_left_cents is None or result.cents <= claim.budget_left_cents
    if claim.day_cap_cents is not None:
        assert result.cents <= half_up(claim.day_cap_cents * result.units * claim.coverage)


@always
@given(st.lists(units, max_size=4))
def test_a_substitute_covers_at_most_one_day_a_date(covered):
    left = day_units_left(covered)
    assert 0 <= left <= 1
    assert left == 0 or left + sum(covered) == 1


# --- no float ----------------------------------------------------------------------------------------
RULE_FILES = [
    *Path(inspect.getfile(stipends.rules)).parent.glob("*.py"),
    *Path(inspect.getfile(fellows.rules)).parent.glob("*.py"),
    *(Path(__file__).parents[2] / "common" / name for name in ("money.py", "reading.py")),
]


@pytest.mark.parametrize(
    "path", RULE_FILES, ids=[f"{path.parent.parent.name}/{path.name}" for path in RULE_FILES]
)
def test_no_float_can_arise_in_the_rules(path):
    tree = ast.parse(path.read_text())
    # `/` of two whole numbers is a float: fractions are made by Fraction(a, b).
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Div)]
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [node.lineno for node in constants if isinstance(node.value, float)]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not names & {"float", "round", "complex"}
    assert not imported & {"math", "decimal", "django", "time", "datetime"}


@pytest.mark.parametrize("name", ["make_up_credit", "minimum_attendance", "make_up_limit"])
def test_a_number_with_a_point_is_refused(name):
    file = {**to_json(stipends.rules.LITERAL), name: 0.5}
    with pytest.raises(stipends.rules.PolicyError) as refusal:
        parse_policy(file)
    assert refusal.value.field == name


def test_the_literal_rule_is_what_the_guide_says():
    policy: Policy = stipends.rules.LITERAL
    assert policy.attendance == stipends.rules.kinds.AllOrNothing()
    assert (policy.deliverables, policy.make_up_credit, policy.make_up_limit) == ("all_or_nothing", 1, None)
    assert parse_policy(to_json(policy)) == policy
