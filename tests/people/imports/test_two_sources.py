"""Two sources about the same people, each with ids of its own: one account, known to both; and nobody by a guess."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Post, SourceId, User, WrittenPerson
from people.rules.comparing import Asked, compare
from people.rules.difference import CALLED, Why
from people.services import imports
from people.services.imports.working import apply_import, check, start_import
from people.states import ImportState
from tests.factories.people import SchoolFactory, UserFactory, administrator
from tests.people.imports.bundles import DAY, bundle, people, roster
from tests.people.imports.test_imports import CODE, OTHER, checked, imported
from tests.people.imports.test_rules_comparing import HOLLENBECK, here, person, post

ORGS = [("o1", "Hollenbeck Middle", CODE), ("o2", "Sunrise", OTHER)]
ROSTER = "OneRoster: Example SIS"


def of_office(*rows):
    return people(
        *[(f"HR-{who}", f"Given{who}", "Ng", f"t{who}@example.org", at, "teacher") for who, at in rows]
    )


def of_program(*rows, **more):
    users = [(f"a{who}", f"Given{who}", "Ng", f"t{who}@example.org") for who, _ in rows]
    roles = [
        (f"r{number}", f"a{who}", "teacher", "o1" if at == CODE else "o2")
        for number, (who, at) in enumerate(rows)
    ]
    return bundle(users, roles, ORGS, **more)


# --- on plain values ------------------------------------------------------------------------------
ANA = (("a1", "Ana", "Ruiz", "ana@example.org"), ("r1", "a1", "teacher", "o1"))
AT = [("o1", "Hollenbeck Middle", HOLLENBECK)]
HR = {"external_id": "HR-17", "imported": None}


def compared(present, *lines, answers=None, **more):
    users, roles = zip(*lines, strict=True)
    return compare(roster(bundle(users, roles, AT, **more)), present, Asked(DAY, DAY, answers or {}))


def test_an_address_of_an_account_of_another_source_is_perhaps_the_same_person():
    (asked,) = compared(here(person(**HR)), ANA).open
    assert asked.asks == "Somebody has this address here already. Perhaps the same person: is it Ana Ruiz?"
    assert [(one.code, one.more) for one in asked.choices] == [
        ("same:10", "The same: ana@example.org. The id a1 is kept beside HR-17"),
        ("out", "Nothing of it is imported"),
    ]
    assert asked.alike == "same:10"
    done = compared(here(person(**HR)), ANA, answers={asked.key: "same:10"})
    assert [(link.kind, link.pk, link.external_id) for link in done.links] == [
        (CALLED, 10, "a1"),
        ("school", 1, "o1"),
    ]
    assert (done.people, [one.person for one in done.posts]) == ((), [10])
    assert done.settled == [asked.key]


def test_an_address_with_another_name_is_not_among_those_that_are_said_at_once():
    (asked,) = compared(here(person(**HR, given="Carla", family="Abara")), ANA).open
    assert (asked.alike, [one.code for one in asked.choices]) == ("", ["same:10", "out"])


def test_whom_the_source_calls_by_the_id_is_met_without_a_question():
    done = compared(here(person(**HR, called=frozenset({"a1"})), posts=[post(imported=None)]), ANA)
    assert (done.questions, done.links[1:], done.posts, done.people) == ((), (), (), ())


def test_what_a_source_calls_somebody_goes_before_the_number_of_another_account():
    bo = person(11, "a1", "Bo", "Li", "bo@example.org", imported=None)
    done = compared(here(person(**HR, called=frozenset({"a1"})), bo), ANA)
    assert [one.person for one in done.posts] == [10]


def test_the_number_of_an_account_means_nobody_in_a_source_that_calls_it_otherwise():
    mine = person(external_id="17", imported=None, called=frozenset({"a1"}))
    bo = (("17", "Bo", "Ruiz", "bo@example.org"), ("r2", "17", "teacher", "o1"))
    done = compared(here(mine), ANA, bo)
    assert [(one.external_id, one.called, one.values["email"]) for one in done.people] == [
        ("", "17", "bo@example.org")
    ]


def test_an_id_that_is_somebody_elses_number_may_be_somebody_new_in_this_source():
    row = (("HR-17", "Bo", "Li", "bo@example.org"), ("r1", "HR-17", "teacher", "o1"))
    (asked,) = compared(here(person(**HR)), row).open
    assert [one.code for one in asked.choices] == ["same:10", "new", "out"]
    done = compared(here(person(**HR)), row, answers={asked.key: "new"})
    assert [(one.external_id, one.called) for one in done.people] == [("", "HR-17")]
    assert done.settled == [asked.key]


def test_a_source_that_numbers_its_people_anew_asks_of_the_same_name_and_of_no_other():
    known = person(external_id="a0", imported_id="a0")
    (asked,) = compared(here(known), ANA).open
    assert [one.code for one in asked.choices] == ["same:10", "out"]
    married = (("a1", "Ana", "Bell", "ana@example.org"), ANA[1])
    still = (("a0", "Ana", "Ruiz", "ana@example.org"), ("r2", "a0", "teacher", "o1"))
    assert [one.code for one in compared(here(known), married).open[0].choices] == ["out"]
    assert "ana@example.org" in compared(here(known), ANA, still).wrong[0].cell


def test_who_is_gone_is_known_by_the_id_the_source_calls_them_by():
    mine = person(**{**HR, "imported": True}, called=frozenset({"a1"}))
    gone = roster(
        bundle([(*ANA[0], "tobedeleted")], modes={"users": "delta", "roles": "delta", "orgs": "delta"}),
        known={"a1"},
    )
    done = compare(gone, here(mine, posts=[post()]), Asked(DAY, DAY, {}))
    assert [(one.pk, one.why) for one in done.ends] == [(100, Why.GONE)]


def test_absence_from_one_source_ends_nothing_that_another_still_names():
    away = ("r9", "b1", "teacher", "o1")
    mine = person(**{**HR, "imported": True}, called=frozenset({"a1"}))
    bo = person(11, "b1", "Bo", "Li", "bo@example.org", imported=True)

    def told(**other):
        held = replace(post(), others={"the office’s lists": {"ends": None, **other}})
        done = compared(here(mine, bo, posts=[held]), (("b1", "Bo", "Li", "bo@example.org"), away))
        return [one.pk for one in done.ends], [(one.pk, one.others) for one in done.unnamed]

    assert told() == ([], [(100, ("the office’s lists",))])
    # The other one said itself that it is over then.
    assert told(ends=DAY) == ([100], [])


# --- with a database ------------------------------------------------------------------------------
@pytest.fixture
def registrar(db):
    SchoolFactory(cds_code=CODE, name="Hollenbeck Middle")
    SchoolFactory(cds_code=OTHER, name="Sunrise")
    return administrator()


def agreed(content, by, name, whole=False, day=DAY):
    """The file, once a registrar said of all with one address and one name that they are the same."""
    row = checked(content, by, name=name, whole=whole, day=day)
    alike = {one["key"]: one["alike"] for one in row.shown.get("questions", ()) if one["alike"]}
    if alike:
        row = check(pk=imports.answer(pk=row.pk, answers=alike, by=by).pk)
    return row


def written(content, by, name, whole=False, day=DAY):
    row = agreed(content, by, name, whole, day)
    if row.state == ImportState.CHECKED and not row.shown["counts"]["open"]:
        start_import(pk=row.pk, ends=row.to_confirm, seen=row.mark, by=by)
        row = apply_import(pk=row.pk)
    return row


def everything():
    return [sorted(model.objects.values_list()) for model in (User, Post, SourceId, WrittenPerson)]


OFFICE, PROGRAM = ("people.csv", of_office), ("a.zip", of_program)


def test_both_files_know_the_account_once_it_was_said_and_ask_no_more(registrar):
    imported(of_office((1, CODE)), registrar)
    row = written(of_program((1, CODE)), registrar, "a.zip")
    assert row.state == ImportState.APPLIED
    assert list(SourceId.objects.values_list("source", "external_id", "person__external_id", "by")) == [
        (ROSTER, "a1", "HR-1", registrar.pk)
    ]
    for name, content in (("people.csv", of_office((1, CODE))), ("a.zip", of_program((1, CODE)))):
        again = checked(content, registrar, name=name)
        assert (again.shown["does"], again.shown["questions"]) == (0, [])
    moved = bundle([("a1", "Given1", "Ng", "t1.new@example.org")], [("r0", "a1", "teacher", "o1")], ORGS)
    assert checked(moved, registrar, name="a.zip").shown["counts"]["people"] == 0


def test_an_id_that_was_taken_off_is_asked_for_anew(registrar):
    imported(of_office((1, CODE)), registrar)
    written(of_program((1, CODE)), registrar, "a.zip")
    SourceId.objects.all().delete()
    (asked,) = checked(of_program((1, CODE)), registrar, name="a.zip").shown["questions"]
    assert asked["answer"] == ""


def test_a_number_that_staff_took_off_is_no_more_written_by_an_answer_of_before(registrar):
    UserFactory(email="t1@example.org", given_name="Given1", family_name="Ng")
    written(of_office((1, CODE)), registrar, "people.csv")
    mine = User.objects.get(external_id="HR-1")
    mine.external_id = ""
    mine.save()
    row = checked(of_office((1, CODE)), registrar)
    assert (row.shown["links"], row.shown["counts"]["open"]) == ([], 1)


def test_who_is_in_no_file_of_a_source_is_not_missing_from_it(registrar):
    imported(of_office((1, CODE), (2, CODE)), registrar)
    row = written(of_program((1, CODE)), registrar, "a.zip")
    assert row.state == ImportState.APPLIED
    row = written(of_program((1, CODE)), registrar, "a.zip")
    assert (row.to_confirm, Post.objects.filter(ends=None).count()) == (0, 2)


def test_a_position_ends_when_the_last_source_that_names_it_does_so_no_more(registrar):
    both, one = ((1, CODE), (2, CODE)), ((2, CODE),)
    written(of_office(*both), registrar, "people.csv")
    written(of_program(*both), registrar, "a.zip")
    left = written(of_office(*one), registrar, "people.csv", whole=True, day=DAY + timedelta(days=7))
    assert (left.state, left.to_confirm) == (ImportState.APPLIED, 0)
    assert [(row["name"], row["what"], row["others"]) for row in left.shown["unnamed"]] == [
        ("Given1 Ng", "teacher at Hollenbeck Middle", [ROSTER])
    ]
    assert Post.objects.filter(ends=None).count() == 2
    again = written(of_office(*one), registrar, "people.csv", whole=True, day=DAY + timedelta(days=7))
    assert again.shown["does"] == 0
    last = written(of_program(*one), registrar, "a.zip", day=DAY + timedelta(days=14))
    assert (last.state, last.to_confirm) == (ImportState.APPLIED, 1)
    assert list(Post.objects.exclude(ends=None).values_list("person__email", "ends")) == [
        ("t1@example.org", DAY + timedelta(days=14))
    ]


def test_two_accounts_never_have_one_id_of_a_source_and_nobody_two(registrar):
    first = SourceId.objects.create(source="S", external_id="a1", person=UserFactory(), by=registrar)
    for told in (
        {"external_id": "a1", "person": UserFactory()},
        {"external_id": "a2", "person": first.person},
        {"external_id": "", "person": UserFactory()},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            SourceId.objects.create(source="S", by=registrar, **told)
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        SourceId.objects.update(by=UserFactory())


SOME = st.dictionaries(st.integers(1, 4), st.sampled_from([CODE, OTHER]), max_size=4)
FILES = st.lists(st.tuples(st.sampled_from([OFFICE, PROGRAM]), SOME, st.booleans()), min_size=1, max_size=4)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=FILES)
def test_two_sources_about_one_set_of_people_in_any_order_make_no_doubles(registrar, files):
    with transaction.atomic():
        seen = set()
        for (name, content), rows, whole in files:
            before, file = everything(), content(*rows.items())
            row = written(file, registrar, name, whole)
            if row.state != ImportState.APPLIED:
                assert everything() == before
                continue
            seen |= set(rows)
            after = everything()
            again = written(content(*reversed(rows.items())), registrar, name, whole)
            assert (again.shown["does"], again.shown["questions"]) == (0, [])
            assert everything() == after
            emails = User.objects.filter(email__startswith="t").values_list("email", flat=True)
            assert sorted(emails) == [f"t{who}@example.org" for who in sorted(seen)]
        transaction.set_rollback(True)


# Few people and whole files, so that both sources often name the same position.
FEW = st.dictionaries(st.integers(1, 2), st.sampled_from([CODE, OTHER]), max_size=2)
WHOLE = st.lists(st.tuples(st.sampled_from([OFFICE, PROGRAM]), FEW), min_size=3, max_size=5)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=WHOLE)
def test_a_position_stands_while_any_source_names_it_and_no_longer(registrar, files):
    with transaction.atomic():
        named = {"people.csv": set(), "a.zip": set()}
        for number, ((name, content), rows) in enumerate(files):
            day = DAY + timedelta(days=7 * number)
            row = written(content(*rows.items()), registrar, name, True, day)
            assert row.state == ImportState.APPLIED or not row.shown["does"]
            # The bundle speaks of all schools it lists, a plain list of those that its lines name.
            speaks = {CODE, OTHER} if name == "a.zip" else set(rows.values())
            named[name] = {one for one in named[name] if one[1] not in speaks} | set(rows.items())
            held = Post.objects.filter(ends=None).values_list("person__email", "school__cds_code")
            assert set(held) == {(f"t{who}@example.org", at) for who, at in set().union(*named.values())}
        transaction.set_rollback(True)
