"""A file on its way into the database: looked at, answered, started, imported whole or not at all."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import DomainError, LookFirst, NoSuchMove, NotAllowed
from common.states import told
from notifications.models import Message
from people.models import Import, ImportEvent, PersonEvent, Post, School, User, WrittenPerson
from people.services import imports
from people.services.imports.standing import positions_of, present_of, schools_of
from people.states import IMPORT_MOVES, AccountAction, ImportAction, ImportState
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, administrator, clerk
from tests.people.imports.bundles import DAY, bundle, people, table

pytestmark = pytest.mark.django_db
CODE, OTHER = "19647336058051", "19647336104822"
ANA = ("T-1", "Ana", "Ruiz", "ana@example.org", CODE, "teacher")
BO = ("T-2", "Bo", "Li", "bo@example.org", CODE, "counselor")
KEPT = (User, School, Post)


@pytest.fixture
def registrar():
    return administrator()


@pytest.fixture(autouse=True)
def school():
    return SchoolFactory(cds_code=CODE, name="Hollenbeck Middle")


def checked(content, by, name="people.csv", whole=False, day=DAY):
    told = {"whole": whole, "day": day, "last_day": day - timedelta(days=1)}
    return imports.check(pk=imports.read_file(name=name, content=content, by=by, **told).pk)


def imported(content, by, **told):
    row = checked(content, by, **told)
    assert row.state == ImportState.CHECKED, row.shown["wrong"]
    imports.start_import(pk=row.pk, ends=row.to_confirm, seen=row.mark, by=by)
    return imports.apply_import(pk=row.pk)


def whole_database():
    return {model.__name__: sorted(model.objects.values_list()) for model in (*KEPT, WrittenPerson)}


def posts():
    found = Post.objects.order_by("person__email", "starts")
    return list(found.values_list("person__email", "position", "fte", "starts", "ends"))


def test_people_and_posts_are_made_and_nobody_gets_a_mail(registrar, django_user_model):
    row = imported(people(ANA, (*BO, "0.5")), registrar)
    assert row.state == ImportState.APPLIED
    assert posts() == [
        ("ana@example.org", "teacher", 1, DAY, None),
        ("bo@example.org", "counselor", 0.5, DAY, None),
    ]
    ana = User.objects.get(external_id="T-1")
    assert (ana.search_name, ana.has_usable_password()) == ("ana ruiz ana@example.org", False)
    assert list(ana.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("ana@example.org", False, True)
    ]
    assert [event.action for event in row.events.order_by("pk")] == ["read", "check", "start", "apply"]
    assert row.read == {}


def test_the_same_again_and_in_another_order_changes_nothing(registrar):
    imported(people(ANA, BO), registrar, whole=True)
    before = whole_database()
    row = imported(people(BO, ANA), registrar, whole=True, day=DAY + timedelta(days=30))
    assert whole_database() == before
    assert row.shown["does"] == 0


def test_a_list_of_schools_makes_members_once(registrar):
    head = "name,level,lowest_grade,highest_grade,cds_code,community"
    rows = [["Hollenbeck Middle", "middle", "6", "8", OTHER, "Boyle Heights"]]
    imported(table(head, rows), registrar, name="schools.csv")
    imported(table(head, rows), registrar, name="schools.csv")
    made = School.objects.get(cds_code=OTHER)
    assert (made.slug, made.lowest_grade, made.memberships.get().starts) == ("hollenbeck-middle", 6, DAY)


def test_a_refused_file_changes_nothing(registrar):
    before = whole_database()
    row = checked(people(ANA, ("T-2", "Bo", "Li", "bo", CODE, "teacher")), registrar)
    assert row.state == ImportState.REFUSED
    assert [one["at"]["line"] for one in row.shown["wrong"]] == [3]
    with pytest.raises(NoSuchMove):
        imports.start_import(pk=row.pk, ends=0, seen=row.mark, by=registrar)
    assert whole_database() == before


def test_ends_are_confirmed_by_their_number(registrar):
    imported(people(ANA, BO), registrar)
    row = checked(people(ANA), registrar, whole=True, day=DAY + timedelta(days=9))
    assert row.to_confirm == 1
    with pytest.raises(DomainError, match="Type how many positions end: 1"):
        imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=registrar)
    imports.start_import(pk=row.pk, ends=1, seen=row.mark, by=registrar)
    imports.apply_import(pk=row.pk)
    assert [row[-1] for row in posts()] == [None, DAY + timedelta(days=9)]


def test_what_changed_since_it_was_seen_is_looked_at_again(registrar):
    row = checked(people(ANA), registrar)
    with pytest.raises(LookFirst):
        imports.start_import(pk=row.pk, ends=None, seen="another", by=registrar)
    imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=registrar)
    UserFactory(email="ana@example.org")
    row = imports.apply_import(pk=row.pk)
    assert (row.state, Post.objects.count()) == (ImportState.READ, 0)
    assert imports.check(pk=row.pk).shown["counts"]["open"] == 1


def test_questions_are_answered_first_and_a_corrected_file_keeps_the_answers(registrar):
    mine = UserFactory(email="ana@example.org", given_name="Ana", family_name="Ruiz")
    row = checked(people(ANA), registrar)
    (asked,) = row.shown["questions"]
    with pytest.raises(DomainError, match="1 question has no answer yet"):
        imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=registrar)
    with pytest.raises(DomainError, match="no answer to a question"):
        imports.answer(pk=row.pk, answers={asked["key"]: "same:999999999"}, by=registrar)
    imports.answer(pk=row.pk, answers={asked["key"]: f"same:{mine.pk}"}, by=registrar)
    imports.check(pk=row.pk)
    imports.read_again(pk=row.pk, name="b.csv", content=people(ANA, BO), by=registrar)
    row = imports.check(pk=row.pk)
    assert row.shown["counts"]["open"] == 0
    imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=registrar)
    imports.apply_import(pk=row.pk)
    mine.refresh_from_db()
    assert (mine.external_id, mine.posts.count(), User.objects.filter(given_name="Ana").count()) == (
        "T-1",
        1,
        1,
    )


def test_what_a_person_wrote_about_themselves_stays(registrar):
    imported(people(ANA), registrar)
    User.objects.get(external_id="T-1").emailaddress_set.update(verified=True)
    person = User.objects.get(external_id="T-1")
    person.family_name = "Ruiz Lopez"
    person.save()
    imported(people(("T-1", "Anna", "Ruiz-Lopez", *ANA[3:])), registrar)
    person.refresh_from_db()
    assert (person.given_name, person.family_name) == ("Anna", "Ruiz Lopez")


def test_an_address_that_is_handed_on_leaves_the_account_where_it_is(registrar):
    imported(people(ANA), registrar)
    ana = User.objects.get(external_id="T-1")
    moved = ("T-1", "Ana", "Ruiz", "ana.ruiz@example.org", *ANA[4:])
    heir = ("T-3", "Andy", "Ruiz", "ana@example.org", *ANA[4:])
    imported(people(heir, moved), registrar)
    ana.refresh_from_db()
    assert ana.email == "ana.ruiz@example.org"
    assert User.objects.get(email="ana@example.org").external_id == "T-3"
    assert list(ana.emailaddress_set.values_list("email", "verified")) == [("ana.ruiz@example.org", False)]


def test_an_address_that_an_import_changes_stays_in_the_history_as_one_changed_by_hand(registrar):
    imported(people(ANA, BO), registrar)
    imported(people(("T-1", "Ana", "Ruiz", "ana.ruiz@example.org", *ANA[4:]), BO), registrar)
    told = PersonEvent.objects.filter(action=AccountAction.READDRESS)
    (line,) = told.values_list("person__external_id", "by", "was", "file_name")
    assert line == ("T-1", registrar.pk, "ana@example.org", "people.csv")


def test_what_an_import_did_stays_in_the_history_of_the_person_with_the_file(registrar):
    imported(people(BO, (*ANA, "", "2026-08-10")), registrar)
    imported(people(BO, ("T-1", "Ana", "Ruiz Lopez", *ANA[3:], "", "2026-08-10", "2027-06-11")), registrar)
    imported(people(BO, ("T-1", "Ana", "Ruiz Lopez", *ANA[3:], "", "2026-08-10", "2027-06-18")), registrar)
    imported(people(BO), registrar, whole=True)
    lines = PersonEvent.objects.filter(person__external_id="T-1").told()
    file, where = "By the import of people.csv.", "at Hollenbeck Middle, 1 FTE, from Aug 10, 2026"
    assert [(told(one.action), one.about) for one in reversed(lines)] == [
        ("Added", file),
        ("Position entered", f"Teacher {where}. {file}"),
        ("Names corrected", f"Was Ana Ruiz. {file}"),
        ("Ended", f"Teacher {where} through Jun 11, 2027. {file}"),
        ("Position corrected", f"Was: Teacher {where} through Jun 11, 2027. {file}"),
        ("Ended", f"Teacher {where} through Nov 28, 2026. {file}"),
    ]
    assert {one.by for one in lines} == {registrar}


def test_whoever_signed_in_before_is_told_by_mail_of_the_address_an_import_wrote(registrar):
    imported(people(ANA, BO), registrar)
    User.objects.filter(external_id="T-1").update(last_login=timezone.now())
    moved = [(*one[:3], f"{one[1].lower()}.new@example.org", *one[4:]) for one in (ANA, BO)]
    imported(people(*moved), registrar)
    assert sorted(Message.objects.values_list("to_email", flat=True)) == [
        "ana.new@example.org",
        "ana@example.org",
    ]


def test_an_address_that_is_somebody_elses_now_gets_no_mail_about_the_one_before(registrar):
    imported(people(ANA), registrar)
    User.objects.filter(external_id="T-1").update(last_login=timezone.now())
    moved = ("T-1", "Ana", "Ruiz", "ana.ruiz@example.org", *ANA[4:])
    imported(people(("T-3", "Andy", "Ruiz", "ana@example.org", *ANA[4:]), moved), registrar)
    assert list(Message.objects.values_list("to_email", flat=True)) == ["ana.ruiz@example.org"]


def test_a_role_of_a_roster_is_another_position_when_somebody_says_so(registrar):
    content = bundle(
        [("t1", "Ana", "Ruiz", "ana@example.org")], [("r1", "t1", "proctor", "o1")], [("o1", "H", CODE)]
    )
    row = checked(content, registrar, name="a.zip")
    assert row.shown["counts"]["posts"] == 0
    with pytest.raises(DomainError, match="Choose one of the positions"):
        imports.answer(pk=row.pk, answers={}, positions={"proctor": "king"}, by=registrar)
    row = imports.answer(pk=row.pk, answers={}, positions={"proctor": "coordinator"}, by=registrar)
    assert imports.check(pk=row.pk).shown["posts"][0]["position"] == "coordinator"


def test_a_worker_that_dies_every_time_gives_up_in_words(registrar):
    row = checked(people(ANA), registrar)
    imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=registrar)
    Import.objects.filter(pk=row.pk).update(attempts=5)
    row = imports.apply_import(pk=row.pk)
    assert (row.state, row.stopped[:42]) == (
        ImportState.REFUSED,
        "It could not be imported in five tries. No",
    )


def test_doing_it_twice_is_once(registrar):
    row = imported(people(ANA), registrar)
    assert imports.apply_import(pk=row.pk).state == ImportState.APPLIED
    assert imports.check(pk=row.pk).state == ImportState.APPLIED
    assert (Post.objects.count(), ImportEvent.objects.filter(action=ImportAction.APPLY).count()) == (1, 1)


def test_given_up_keeps_nothing_of_the_file(registrar):
    row = imports.give_up(pk=checked(people(ANA), registrar).pk, by=registrar)
    assert (row.state, row.read, row.shown) == (ImportState.GIVEN_UP, {}, {})


def test_only_a_registrar_imports(registrar):
    row = checked(people(ANA), registrar)
    somebody = clerk()
    with pytest.raises(NotAllowed):
        imports.read_file(name="a", content=people(ANA), whole=False, day=DAY, last_day=DAY, by=somebody)
    for deed in (
        lambda: imports.give_up(pk=row.pk, by=somebody),
        lambda: imports.start_import(pk=row.pk, ends=None, seen=row.mark, by=somebody),
        lambda: imports.read_again(pk=row.pk, name="a", content=people(ANA), by=somebody),
        lambda: imports.answer(pk=row.pk, answers={"a": "b"}, by=somebody),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_a_post_entered_by_hand_is_met_and_left_as_it_is(registrar, school):
    mine = UserFactory(email="ana@example.org", external_id="T-1")
    post = PostFactory(person=mine, school=school, fte="0.6", starts=date(2020, 7, 1))
    imported(people((*ANA, "1")), registrar, whole=True)
    post.refresh_from_db()
    assert (post.fte, Post.objects.count()) == (Decimal("0.6"), 1)


def test_the_table_of_moves_leads_from_every_state_that_is_not_over():
    assert {state for state, _ in IMPORT_MOVES} == set(ImportState) - {
        ImportState.APPLIED,
        ImportState.GIVEN_UP,
    }


ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["teacher", "coach", "principal"]),
        st.sampled_from([CODE, OTHER]),
        st.sampled_from(["", "0.5", "1"]),
        st.sampled_from(["", "2026-08-01", "2027-01-10"]),
        st.sampled_from(["", "2027-06-30", "2026-09-30"]),
    ),
    max_size=6,
)


def as_file(rows):
    return people(
        *[
            (f"T-{who}", f"Given{who}", "Ng", f"t{who}@example.org", school, role, fte, first, last)
            for who, role, school, fte, first, last in rows
        ]
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=ROWS, second=ROWS, whole=st.booleans(), order=st.randoms())
def test_whatever_was_imported_imported_again_in_any_order_changes_nothing(
    registrar, first, second, whole, order
):
    with transaction.atomic():
        SchoolFactory(cds_code=OTHER)
        for rows in (first, second):
            _imported_once(rows, registrar, whole, order)
        transaction.set_rollback(True)


def test_a_position_that_the_next_one_ends_on_a_later_day_stays_so_when_the_file_comes_again(registrar):
    SchoolFactory(cds_code=OTHER)
    here = (4, "teacher", CODE, "", "2026-08-01", "")
    there, stays = (4, "teacher", OTHER, "", "2027-01-10", ""), (1, "teacher", CODE, "", "", "")
    for rows in ([here], [stays, there]):
        _imported_once(rows, registrar, True, Random(1))
    cut = Post.objects.get(person__external_id="T-4", school__cds_code=CODE)
    assert cut.ends == date(2027, 1, 10)


def _imported_once(rows, registrar, whole, order):
    before = whole_database()
    row = checked(as_file(rows), registrar, whole=whole)
    if row.state != ImportState.CHECKED:
        assert whole_database() == before
        return
    imported(as_file(rows), registrar, whole=whole)
    after = whole_database()
    order.shuffle(rows)
    assert imported(as_file(rows), registrar, whole=whole).shown["does"] == 0
    assert whole_database() == after


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        # The next begins on the very day on which the last began, or after the last is over by itself.
        (("2026-08-01", ""), ("2026-08-01", "")),
        (("2026-08-01", "2027-06-30"), ("2027-08-01", "")),
    ],
)
def test_a_position_that_no_next_one_cuts_short_ends_at_once_and_once(registrar, was, becomes):
    SchoolFactory(cds_code=OTHER)
    imported(as_file([(2, "principal", OTHER, "", *was)]), registrar, whole=True)
    rows = [(2, "teacher", OTHER, "", *becomes)]
    assert imported(as_file(rows), registrar, whole=True).shown["does"] == 2
    assert imported(as_file(rows), registrar, whole=True).shown["does"] == 0


def test_the_database_waits_while_a_large_file_is_compared(registrar):
    with transaction.atomic(), connection.cursor() as cursor:
        checked(people(ANA), registrar)
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("10min",)


def test_what_was_written_is_read_without_the_people_it_is_about(registrar):
    imported(people(ANA), registrar)
    with CaptureQueriesContext(connection) as asked:
        present_of("people.csv", schools_of("people.csv"), positions_of("people.csv"), None)
    of_written = [one["sql"] for one in asked if "people_written" in one["sql"]]
    assert len(of_written) == 3
    assert [sql for sql in of_written if "ORDER BY" in sql] == []
