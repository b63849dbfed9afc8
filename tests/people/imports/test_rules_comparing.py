"""What a file would change, on plain values: who is who, what may be written, what ends."""

from dataclasses import replace
from datetime import date

import pytest

from common.names import name_key
from people.models import Post, School
from people.rules.comparing import Asked, compare
from people.rules.difference import CannotEnd, Why
from people.rules.roster import CHANNELS, LEVELS, POSITIONS
from people.rules.standing import PersonNow, PostNow, Present, SchoolNow
from tests.people.imports.bundles import DAY, bundle, people, roster

HOLLENBECK, SUNRISE = "19647336058051", "19647336104822"
SCHOOLS = tuple(
    SchoolNow(
        pk, code, {"name": name, "level": "middle", "lowest_grade": 6, "highest_grade": 8, "community": ""}
    )
    for pk, code, name in ((1, HOLLENBECK, "Hollenbeck Middle"), (2, SUNRISE, "Sunrise Elementary"))
)
ANA = ("T-1", "Ana", "Ruiz", "ana@example.org", HOLLENBECK, "teacher")
LAST_YEAR = date(2025, 8, 1)


def person(
    pk=10, external_id="T-1", given="Ana", family="Ruiz", email="ana@example.org", imported=True, **more
):
    values = {"given_name": given, "family_name": family, "preferred_name": "", "email": email}
    told = {**values} if imported is True else imported or None
    more.setdefault("imported_id", external_id if told else "")
    key = name_key(given, family)
    return PersonNow(
        pk, external_id, values, frozenset({email}), f"{given} {family}", key, imported=told, **more
    )


def post(pk=100, owner=10, school=1, position="teacher", imported=True, **values):
    held = {"fte": "1.000", "channel": "district", "starts": LAST_YEAR, "ends": None} | values
    return PostNow(
        pk, owner, school, position, held, imported=dict(held) if imported is True else imported or None
    )


def here(*people_here, posts=(), **more):
    return Present(
        SCHOOLS, people_here, tuple(posts), {"teacher": "teacher", "principal": "principal"}, **more
    )


def compared(said, present, answers=None):
    return compare(said, present, Asked(DAY, DAY, answers or {}))


def changes(done):
    return [(one.name, one.field, one.before, one.after) for one in done.changes]


def test_the_words_of_files_are_those_of_the_tables():
    found = (tuple(Post.Position.values), tuple(School.Level.values), tuple(Post.Channel.values))
    assert found == (POSITIONS, LEVELS, CHANNELS)


def test_somebody_new_gets_an_account_and_a_position_from_the_day_of_the_import():
    done = compared(roster(people(ANA)), here())
    assert [one.values["email"] for one in done.people] == ["ana@example.org"]
    assert [(one.person, one.school, one.position, one.values["starts"]) for one in done.posts] == [
        ("id:T-1", 1, "teacher", DAY)
    ]


def test_what_stands_already_changes_nothing():
    done = compared(roster(people(ANA), whole=True), here(person(), posts=[post()]))
    assert (done.does, done.same) == (0, 2)


def test_a_name_the_last_import_wrote_follows_the_file():
    row = ("T-1", "Ana", "Ruiz Lopez", *ANA[3:])
    done = compared(roster(people(row)), here(person(), posts=[post()]))
    assert changes(done) == [("Ana Ruiz", "family_name", "Ruiz", "Ruiz Lopez")]


def test_a_name_somebody_wrote_here_stays():
    imported = {"given_name": "Ana", "family_name": "Ruis", "preferred_name": "", "email": "ana@example.org"}
    row = ("T-1", "Ana", "Ruiz Lopez", *ANA[3:])
    done = compared(roster(people(row)), here(person(imported=imported), posts=[post()]))
    assert changes(done) == []
    assert [one.words for one in done.left] == [
        "Last name stays Ruiz: somebody wrote it here. The file says Ruiz Lopez."
    ]


@pytest.mark.parametrize(
    "imported", [None, {"fte": "0.500", "channel": "district", "starts": LAST_YEAR, "ends": None}]
)
def test_a_share_that_staff_corrected_stays(imported):
    row = (*ANA, "0.8")
    done = compared(roster(people(row)), here(person(), posts=[post(imported=imported)]))
    assert changes(done) == []
    assert [one.words for one in done.left] == [
        "Teacher at Hollenbeck Middle: Full-time share stays 1.000; the file says 0.800."
    ]


def test_two_people_of_one_name_are_two_people():
    row = ("T-2", "Ana", "Ruiz", "ana.ruiz2@example.org", *ANA[4:])
    done = compared(roster(people(ANA, row)), here(person(), posts=[post()]))
    assert [one.external_id for one in done.people] == ["T-2"]
    assert done.questions == ()


def test_an_account_with_the_address_and_no_id_is_a_question_and_no_guess():
    mine = person(external_id="", imported=None, given="Anita")
    done = compared(roster(people(ANA)), here(mine))
    (asked,) = done.open
    assert [choice.code for choice in asked.choices] == ["same:10", "out"]
    assert (done.people, done.posts, done.links) == ((), (), ())
    same = compared(roster(people(ANA)), here(mine), {asked.key: "same:10"})
    assert [(link.pk, link.external_id) for link in same.links] == [(10, "T-1")]
    assert [one.person for one in same.posts] == [10]
    assert changes(same) == []
    out = compared(roster(people(ANA)), here(mine), {asked.key: "out"})
    assert (out.does, out.open) == (0, [])


def test_an_address_that_somebody_else_has_takes_no_account_along():
    carla = person(external_id="T-9", given="Carla", family="Abara")
    done = compared(roster(people(ANA)), here(carla))
    (asked,) = done.open
    assert (
        asked.asks == "Ana Ruiz’s address belongs to Carla Abara, who has another id and keeps the account."
    )
    assert [choice.code for choice in asked.choices] == ["out"]


def test_an_address_that_its_owner_gives_up_in_the_same_file_is_free():
    carla = person(external_id="T-9", given="Carla", family="Abara")
    moved = ("T-9", "Carla", "Abara", "carla@example.org", HOLLENBECK, "teacher")
    done = compared(roster(people(ANA, moved)), here(carla, posts=[post()]))
    assert changes(done) == [("Carla Abara", "email", "ana@example.org", "carla@example.org")]
    assert [(one.external_id, one.values["email"]) for one in done.people] == [("T-1", "ana@example.org")]


@pytest.mark.parametrize("more", [{"guarded": True}, {"imported": None}])
def test_no_file_writes_the_address_of_who_wears_a_hat_or_chose_their_own(more):
    row = (*ANA[:3], "other@example.org", *ANA[4:])
    done = compared(roster(people(row)), here(person(**more), posts=[post()]))
    assert changes(done) == []
    assert len(done.left) == 1


def test_two_who_exchange_their_addresses_keep_them():
    bo = person(11, "T-2", "Bo", "Li", "bo@example.org")
    rows = (
        ("T-1", "Ana", "Ruiz", "bo@example.org", *ANA[4:]),
        ("T-2", "Bo", "Li", "ana@example.org", *ANA[4:]),
    )
    done = compared(roster(people(*rows)), here(person(), bo, posts=[post(), post(101, 11)]))
    assert changes(done) == []
    assert len(done.left) == 2


def test_a_name_alone_is_never_enough():
    row = ("", "Ana", "Ruiz", "", *ANA[4:])
    done = compared(roster(people(row)), here(person(), person(11, "T-2", email="a2@example.org")))
    (asked,) = done.open
    assert asked.asks == "Which Ana Ruiz is this? A name alone is never enough."
    assert [choice.code for choice in asked.choices] == ["same:10", "same:11", "out"]


def test_somebody_new_without_an_address_is_wrong_in_a_list_and_left_out_of_a_roster():
    row = ("T-5", "Cy", "Twombly", "", *ANA[4:])
    (wrong,) = compared(roster(people(row)), here()).wrong
    assert (
        str(wrong)
        == "people.csv, line 2, email: This person is new here: write the address they sign in with."
    )
    said = roster(
        bundle(
            [("T-5", "Cy", "Twombly", "")],
            [("r1", "T-5", "teacher", "o1")],
            [("o1", "Hollenbeck", HOLLENBECK)],
        )
    )
    done = compared(said, here())
    assert (done.people, done.wrong) == ((), ())
    assert done.skipped["people without an address, who cannot have an account"] == 1


def test_an_id_given_to_somebody_else_is_a_question():
    row = ("T-1", "Bo", "Li", "bo@example.org", *ANA[4:])
    done = compared(roster(people(row)), here(person(), posts=[post()]))
    (asked,) = done.open
    assert asked.asks == "The id T-1 was Ana Ruiz and is Bo Li here. The same person?"
    assert done.changes == ()


def test_a_closed_account_stays_closed_and_begins_nothing():
    done = compared(roster(people(ANA)), here(person(active=False)))
    assert done.does == 0
    assert [one.words for one in done.left] == [
        "The account is closed here, and stays so. Open it first if they are back."
    ]


def test_who_is_not_in_a_whole_file_ends_and_only_then():
    bo = person(11, "T-2", "Bo", "Li", "bo@example.org")
    present = here(person(), bo, posts=[post(), post(101, 11)])
    assert compared(roster(people(ANA)), present).ends == ()
    done = compared(roster(people(ANA), whole=True), present)
    assert [(end.pk, end.ends, end.why) for end in done.to_confirm] == [(101, DAY, Why.ABSENT)]


@pytest.mark.parametrize(
    "theirs",
    [
        post(101, 11, imported=None),
        post(101, 11, school=2),
        post(101, 11, ends=date(2027, 6, 1), imported={"ends": None}),
        post(101, 11, ends=date(2026, 6, 1)),
        post(101, 11, starts=DAY),
    ],
    ids=[
        "entered by hand",
        "at a school not in the file",
        "an end staff wrote",
        "over already",
        "begins now",
    ],
)
def test_absence_ends_nothing_that_the_file_does_not_speak_for(theirs):
    bo = person(11, "T-2", "Bo", "Li", "bo@example.org")
    done = compared(roster(people(ANA), whole=True), here(person(), bo, posts=[post(), theirs]))
    assert done.ends == ()


def test_who_is_missing_and_began_after_the_last_day_is_named_and_does_not_end():
    bo = person(11, "T-2", "Bo", "Li", "bo@example.org")
    theirs = post(101, 11, starts=DAY)
    done = compared(roster(people(ANA), whole=True), here(person(), bo, posts=[post(), theirs]))
    assert done.ends == ()
    assert done.cannot_end == (CannotEnd("Bo Li", "teacher at Hollenbeck Middle", DAY),)


def test_another_position_ends_the_one_and_begins_the_other_without_a_question():
    row = (*ANA[:5], "coordinator")
    done = compared(roster(people(row), whole=True), here(person(), posts=[post()]))
    assert [(end.pk, end.why) for end in done.ends] == [(100, Why.MOVED)]
    assert [one.position for one in done.posts] == ["coordinator"]
    assert done.to_confirm == []


def test_a_post_that_staff_ended_does_not_begin_again_by_a_list_without_days():
    ended = post(ends=date(2026, 9, 1), imported={"ends": None})
    done = compared(roster(people(ANA)), here(person(), posts=[ended]))
    assert (done.posts, len(done.left)) == ((), 1)


def test_a_post_that_a_file_ended_begins_again_when_they_are_back():
    ended = post(ends=date(2026, 9, 1))
    done = compared(roster(people(ANA)), here(person(), posts=[ended]))
    assert [one.values["starts"] for one in done.posts] == [DAY]


def test_a_school_has_one_principal_at_a_time():
    bo = person(11, "T-2", "Bo", "Li", "bo@example.org")
    row = (*ANA[:5], "principal")
    done = compared(roster(people(row)), here(person(), bo, posts=[post(101, 11, position="principal")]))
    assert [one.words for one in done.wrong] == [
        "Hollenbeck Middle has a principal in that time: Bo Li. End that first, or write other days."
    ]


def test_what_the_roster_deletes_ends():
    said = roster(
        bundle(
            [("T-1", "Ana", "Ruiz", "ana@example.org", "tobedeleted", "2026-11-01T00:00:00Z")],
            modes={"users": "delta", "roles": "delta"},
        ),
        known={"T-1"},
    )
    done = compared(said, here(person(), posts=[post()]))
    assert [(end.pk, end.why) for end in done.ends] == [(100, Why.GONE)]
    older = replace(person(), modified="2026-11-02T00:00:00+00:00")
    assert compared(said, here(older, posts=[post()])).does == 0


def test_two_lines_never_mean_one_account():
    twice = (("T-1", *ANA[1:]), ("", "Ana", "Ruiz", "second@example.org", *ANA[4:]))
    mine = replace(person(), addresses=frozenset({"ana@example.org", "second@example.org"}))
    asked = compared(roster(people(*twice)), here(mine)).open[0]
    done = compared(roster(people(*twice)), here(mine), {asked.key: "same:10"})
    assert [one.words for one in done.wrong] == [
        "This is Ana Ruiz, and so is line 2. Give both the same id, or leave one out."
    ]


def test_one_teacher_at_two_schools_a_name_in_one_word_and_a_mark_before_the_header():
    users = [
        ("t1", "Naomi", "Maldonado", "Naomi.M@Example.org"),
        ("t3", "Suharno", "", "suharno@example.org"),
    ]
    roles = [
        ("r1", "t1", "teacher", "o1", "2026-07-01", "2027-07-01"),
        ("r2", "t1", "teacher", "o2", "2026-08-15", "2027-06-12"),
        ("r4", "t3", "teacher", "o1"),
    ]
    content = bundle(
        users, roles, [("o1", "Hollenbeck Middle", HOLLENBECK), ("o2", "Sunrise Elementary", SUNRISE)]
    )
    done = compared(roster(content), here())
    assert [(one.name, one.values["email"]) for one in done.people] == [
        ("Naomi Maldonado", "naomi.m@example.org"),
        ("Suharno", "suharno@example.org"),
    ]
    told = [(one.person, one.school, one.values["starts"], one.values["ends"]) for one in done.posts]
    assert told == [
        ("id:t1", 1, date(2026, 7, 1), date(2027, 7, 1)),
        ("id:t1", 2, date(2026, 8, 15), date(2027, 6, 12)),
        ("id:t3", 1, DAY, None),
    ]
    assert [(one.pk, one.external_id) for one in done.links] == [(1, "o1"), (2, "o2")]
    marked = people(ANA)
    assert roster(b"\xef\xbb\xbf" + marked).people == roster(marked).people


def test_a_line_without_a_school_says_what_to_write_and_where_people_without_one_are_added():
    assert [(one.column, one.words) for one in compared(roster(people(ANA[:4])), here()).wrong] == [
        (
            "school",
            "Write the school's 14-digit code. Who works at no school is added on the page of people: take this line "
            "out.",
        )
    ]
