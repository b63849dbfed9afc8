"""A file compared in pieces comes to the same as compared whole, whoever touches whom."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from common.names import name_key
from people.rules.comparing import Asked, compare, joined, of_people, of_schools
from people.rules.related import Related, packed
from people.rules.roster import head_of, others_of, pieces_of, some_of
from people.rules.schools import compare_schools
from people.rules.standing import Present
from people.rules.survey import Survey
from people.rules.totals import Totals
from tests.people.imports.bundles import DAY, people, roster
from tests.people.imports.test_rules_comparing import HOLLENBECK, SCHOOLS, SUNRISE, person, post


def test_who_touches_the_same_is_related_over_others_too():
    related = Related()
    related.touch((0, "a"), ["mail:a", 1])
    related.touch((1, "b"), [2])
    related.touch((2, "c"), [1, 2])
    related.touch((3, "d"), [3])
    assert related.groups() == [[(0, "a"), (1, "b"), (2, "c")]]


def test_who_shares_what_somebody_touches_is_one_of_theirs():
    related = Related()
    related.touch((0, "a"), ["seat"])
    related.touch((1, "b"), [7])
    related.share("seat", 7)
    related.share("empty seat", 8)
    assert related.groups() == [[(0, "a"), (1, "b")]]
    assert (related.touches(7), related.touches(8)) == (True, False)


def test_groups_are_packed_whole():
    groups = [[(0, "a"), (1, "b")], [(0, "c"), (1, "d"), (2, "e")], [(0, "f"), (1, "g")]]
    assert [len(pack) for pack in packed(groups, 4)] == [2, 3, 2]
    assert [len(pack) for pack in packed(groups, 5)] == [5, 2]


def in_pieces(said, present, asked, most):
    """As the service compares it: looked over, then each piece with the accounts that belong to it."""
    head, pieces = head_of(said), list(pieces_of(said, most))
    survey = Survey(compare_schools(head, present), present.positions)
    for number, piece in enumerate(pieces):
        survey.hear(number, piece, present.people)
    survey.held((one.school, one.person) for one in present.posts if one.position == "principal")
    cut = survey.cut(most)
    shared = [
        *(
            (others_of(piece, cut.apart.get(at, ())), cut.alone.get(at, ()))
            for at, piece in enumerate(pieces)
        ),
        *(
            (some_of([(pieces[at], {key}) for at, key in places], head), cut.together.get(number, ()))
            for number, places in enumerate(cut.packs)
        ),
        *((some_of([], head), [pk]) for pk in survey.untouched(one.pk for one in present.people)),
    ]
    parts = [_of(piece, pks, survey, present, asked) for piece, pks in shared]
    return [of_schools(head, survey.schools), *parts]


def _of(piece, pks, survey, present, asked):
    here = Present(
        present.schools,
        tuple(one for one in present.people if one.pk in pks),
        tuple(one for one in present.posts if one.person in pks),
        present.positions,
    )
    return of_people(piece, survey.schools, here, asked, survey.spoken)


WHO = st.integers(1, 5)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "T-1", "T-2", "T-3", "T-4", "T-5"]),
        WHO,
        st.sampled_from(["", "a1", "a2", "a3", "a4", "a5"]),
        st.sampled_from([HOLLENBECK, SUNRISE, "123"]),
        st.sampled_from(["teacher", "principal", "coach"]),
        st.sampled_from(["", "2026-08-01", "2027-01-10"]),
    ),
    max_size=8,
)
HERE = st.lists(
    st.tuples(
        st.booleans(),
        WHO,
        st.booleans(),
        st.sampled_from([1, 2]),
        st.sampled_from(["teacher", "principal"]),
        st.sampled_from(["", "T-1", "T-2", "T-3"]),
    ),
    max_size=5,
)


@given(lines=LINES, here=HERE, whole=st.booleans(), most=st.integers(1, 3))
def test_in_pieces_it_comes_to_the_same(lines, here, whole, most):
    rows = [
        (number, f"Given{who}", "Ng", f"{at}@example.org" if at else "", school, role, "", first)
        for number, who, at, school, role, first in lines
    ]
    said = roster(people(*rows), whole=whole)
    there, posts = [], []
    known = set()
    for pk, (numbered, who, imported, school, position, called) in enumerate(here, 1):
        told = person(pk, f"T-{pk}" if numbered else "", f"Given{who}", "Ng", f"a{pk}@example.org", imported)
        # A source calls nobody as it calls somebody else.
        ids = {called} - known - {""}
        known |= ids
        there.append(replace(told, key=name_key(f"Given{who}", "Ng"), called=frozenset(ids)))
        posts.append(post(100 + pk, pk, school, position, imported))
    present, asked = Present(SCHOOLS, tuple(there), tuple(posts)), Asked(DAY, DAY, {})
    at_once = compare(said, present, asked)
    parts = in_pieces(said, present, asked, most)
    assert replace(joined(parts, said.wrong), memories=()) == replace(at_once, memories=())
    assert _memories(parts) == _memories([at_once])
    assert _total(parts, said) == _total([at_once], said)


def _memories(parts):
    return sorted((one.kind, one.pk, str(one.values)) for part in parts for one in part.memories)


def _total(parts, said):
    totals = Totals(head_of(said))
    for part in parts:
        totals.add(part)
    return totals.mark, totals.shown()
