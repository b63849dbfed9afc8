"""Support side by side: asked for, given, answered, closed with a word from both."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from coaching import services
from coaching.models import SupportRequest
from coaching.policies import reads, why_not_support
from coaching.queries import said_of
from coaching.states import SUPPORT_MOVES, SupportAction, SupportState
from common.errors import DomainError, LookFirst, NoSuchMove, NotAllowed
from dashboard.queries import waiting_for
from people.models import Hat
from tests.factories.coaching import SupportFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager, principal_of
from tests.verbs import history, refusal
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
S, A = SupportState, SupportAction
# Written out, not read from the product: a move added or lost by mistake is seen here.
MADE = {
    (S.ASKED, A.ASSIGN): S.ASSIGNED,
    (S.ASKED, A.DECLINE): S.DECLINED,
    (S.ASKED, A.WITHDRAW): S.WITHDRAWN,
    (S.ASSIGNED, A.ASSIGN): S.ASSIGNED,
    (S.ASSIGNED, A.ANSWER): S.ANSWERED,
    (S.ASSIGNED, A.WITHDRAW): S.WITHDRAWN,
    (S.ASSIGNED, A.SETTLE): S.CLOSED,
    (S.ANSWERED, A.CLOSE): S.CLOSED,
    (S.ANSWERED, A.ASK_ON): S.ASSIGNED,
    (S.ANSWERED, A.SETTLE): S.CLOSED,
}
# By which way a request comes into each state.
TO = {
    S.ASKED: (),
    S.ASSIGNED: (A.ASSIGN,),
    S.ANSWERED: (A.ASSIGN, A.ANSWER),
    S.CLOSED: (A.ASSIGN, A.ANSWER, A.CLOSE),
    S.WITHDRAWN: (A.WITHDRAW,),
    S.DECLINED: (A.DECLINE,),
}


@pytest.fixture
def asked():
    return SupportFactory()


def take(row, action, **told):
    """The verb, by whom it belongs to. Each assignment is to another coach."""
    row.refresh_from_db()
    told["now"] = NOW
    if action is A.ASSIGN:
        return services.assign(pk=row.pk, by=manager(), **({"coach": coach()} | told))
    by = {A.ANSWER: row.coach or coach(), A.DECLINE: manager(), A.SETTLE: manager()}
    said = {A.ANSWER: "words", A.CLOSE: "words", A.ASK_ON: "words", A.DECLINE: "reason", A.SETTLE: "reason"}
    if action in said:
        told.setdefault(said[action], "Because.")
    return getattr(services, str(action))(pk=row.pk, by=by.get(action, row.placement.person), **told)


def ask(placement, by=None, **told):
    fields = {"about": "A hard talk", "words": "With a veteran teacher", "now": NOW} | told
    return services.ask(placement_pk=placement.pk, by=by or placement.person, **fields)


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert SUPPORT_MOVES == MADE


TRIED = list(product(S, set(A) - {A.ASK}))


@pytest.mark.parametrize(("state", "action"), sorted(TRIED), ids=lambda word: word)
def test_a_step_of_a_request_is_taken_or_refused_in_words(asked, state, action):
    for before in TO[state]:
        take(asked, before)
    lines, after = asked.events.count(), MADE.get((state, action))
    if after is None:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            take(asked, action)
    else:
        take(asked, action)
    asked.refresh_from_db()
    told = (asked.state, asked.ended_at is not None, asked.events.count() - lines)
    ended = (after or state) in (S.CLOSED, S.WITHDRAWN, S.DECLINED)
    assert told == (after or state, ended, 1 if after else 0)


# --- asking ------------------------------------------------------------------------------------------
def test_a_leader_asks_in_their_own_role(asked):
    placement = PlacementFactory()
    row = ask(placement, needed_by=date(2026, 10, 27))
    assert (row.state, row.about, row.needed_by, row.asked_at) == (
        "asked",
        "A hard talk",
        date(2026, 10, 27),
        NOW,
    )
    assert history(row) == [("ask", "", "asked", placement.person_id, NOW, "")]


def test_nobody_asks_for_somebody_else():
    placement = PlacementFactory()
    for by in (manager(), coach(), principal_of(placement.school), UserFactory()):
        assert refusal(ask, placement, by, refused_as=NotAllowed) == "Leaders ask for support for themselves."


def test_what_was_asked_and_is_open_is_not_asked_again():
    placement = PlacementFactory()
    first = ask(placement)
    assert refusal(ask, placement) == "You asked for this already, and it is open. Open that one."
    take(first, A.WITHDRAW)
    assert ask(placement).pk != first.pk


@pytest.mark.parametrize(
    ("fields", "told", "said"),
    [
        (
            {"ends": date(2026, 10, 20)},
            {},
            "Support is for leaders in their year. This role is not held today.",
        ),
        (
            {"starts": date(2026, 10, 21)},
            {},
            "Support is for leaders in their year. This role is not held today.",
        ),
        ({}, {"needed_by": date(2026, 10, 19)}, "This day is over. Choose another, or leave it empty."),
        ({}, {"needed_by": date(2126, 10, 19)}, "Choose a day of 2026-27, or leave it empty."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(fields, told, said):
    assert refusal(ask, PlacementFactory(**fields), **told) == said


# --- giving ------------------------------------------------------------------------------------------
def test_who_is_assigned_and_who_asked_get_a_mail_once(asked):
    ida = coach(given_name="Ida", family_name="Moreno")
    take(asked, A.ASSIGN, coach=ida)
    take(asked, A.ASSIGN, coach=ida)
    leader = asked.placement.person
    assert [mail.subject for mail in ida.messages.all()] == [
        f"[Action required] {leader.name} asked for support: it is yours"
    ]
    assert [mail.subject for mail in leader.messages.all()] == ["Ida Moreno comes to support you"]
    assert [(line.action, line.about) for line in asked.events.all()] == [("assign", "To Ida Moreno.")]


def test_only_a_coach_is_assigned_and_nobody_to_themselves(asked):
    teacher = UserFactory(given_name="Ana", family_name="Ruiz")
    assert refusal(take, asked, A.ASSIGN, coach=teacher) == (
        "Ana Ruiz does not wear the hat of a coach. Choose another."
    )
    HatFactory(person=asked.placement.person, kind=Hat.Kind.COACH)
    assert refusal(take, asked, A.ASSIGN, coach=asked.placement.person) == (
        "Nobody supports themselves. Choose another coach."
    )


@pytest.mark.parametrize(
    ("state", "action", "said"),
    [
        (S.ASSIGNED, A.ANSWER, "Say in a line what you two did."),
        (S.ANSWERED, A.CLOSE, "Say in a line whether it helped."),
        (S.ANSWERED, A.ASK_ON, "Say in a line what you still need."),
        (S.ASKED, A.DECLINE, "Say why, so that the leader knows."),
        (S.ANSWERED, A.SETTLE, "Say why, so that the leader knows."),
    ],
)
def test_each_says_a_word(asked, state, action, said):
    for before in TO[state]:
        take(asked, before)
    name = "reason" if action in (A.DECLINE, A.SETTLE) else "words"
    assert refusal(take, asked, action, **{name: "  "}) == said


def test_what_coach_and_leader_said_stays_between_the_two_of_then(asked):
    leader = asked.placement.person
    first, second = coach(), coach()
    said = {"pk": asked.pk, "now": NOW}
    services.assign(**said, by=manager(), coach=first)
    services.answer(**said, by=first, words="One")
    services.ask_on(**said, by=leader, words="Two")
    services.answer(**said, by=first, words="Three")
    services.ask_on(**said, by=leader, words="Four")
    services.assign(**said, by=second, coach=second)
    services.answer(**said, by=second, words="Five")
    services.close(**said, by=leader, words="Six")
    asked.refresh_from_db()

    def read(user):
        return [(word.event.by, word.words) for word in said_of(asked, user)]

    of_first = [(first, "One"), (leader, "Two"), (first, "Three"), (leader, "Four")]
    of_second = [(second, "Five"), (leader, "Six")]
    assert (read(leader), read(first), read(second)) == (of_first + of_second, of_first, of_second)
    for other in (manager(), administrator(), coach(), UserFactory(), AnonymousUser()):
        assert read(other) == []


def test_another_coach_is_not_overruled_from_a_page_that_does_not_show_them(asked):
    first, second, by = coach(), coach(), manager()
    shown = services.coach_shown(asked)
    services.assign(pk=asked.pk, by=by, coach=first, seen=shown, now=NOW)
    with pytest.raises(LookFirst) as looked:
        services.assign(pk=asked.pk, by=by, coach=second, seen=shown, now=NOW)
    assert str(looked.value) == (
        f"{first.name} was assigned meanwhile. Press once more if {second.name} comes instead."
    )
    moved = services.assign(pk=asked.pk, by=by, coach=second, seen=looked.value.seen, now=NOW)
    assert moved.coach == second
    assert [mail.template for mail in first.messages.order_by("pk")] == [
        "coaching/support_yours",
        "coaching/support_moved",
    ]


def test_a_request_whose_coach_coaches_no_more_waits_for_somebody(asked):
    gone, by = coach(), manager()
    services.assign(pk=asked.pk, by=by, coach=gone, now=NOW)

    def waits():
        return [one.url for one in waiting_for(by, day=NOW.date(), now=NOW) if one.kind == "support_nobody"]

    assert waits() == []
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    assert waits() == [f"/support/{asked.pk}/"]


def test_no_mail_and_no_line_of_history_holds_the_words_of_the_two(asked):
    secrets = ("We planned it together", "It helped me much")
    take(asked, A.ASSIGN)
    take(asked, A.ANSWER, words=secrets[0])
    take(asked, A.ASK_ON, words=secrets[1])
    asked.refresh_from_db()
    told = [f"{line.about} {line.note}" for line in asked.events.all()]
    for person in (asked.coach, asked.placement.person):
        told += [f"{mail.subject} {mail.body}" for mail in person.messages.all()]
    assert len(told) == 7
    assert not any(said in each for each in told for said in (*secrets, asked.about, asked.words))


def test_a_withdrawn_and_a_settled_request_are_told_to_the_other(asked):
    take(asked, A.ASSIGN)
    take(asked, A.WITHDRAW)
    asked.refresh_from_db()
    other = SupportFactory(answered=True)
    take(other, A.SETTLE, reason="She left for another school.")
    mail = other.placement.person.messages.get()
    assert asked.coach.messages.latest("pk").template == "coaching/support_withdrawn"
    assert (mail.subject, "She left for another school." in mail.body) == (
        "Your request for support was closed",
        True,
    )


# --- who ---------------------------------------------------------------------------------------------
ASSIGNS = {A.ASSIGN, A.DECLINE}


def director(row):
    hat = HatFactory(kind=Hat.Kind.DIRECTOR)
    hat.schools.add(row.placement.school)
    return hat.person


HATS = {
    "the leader": (lambda row: row.placement.person, {A.WITHDRAW}, True),
    "another coach": (lambda row: coach(), ASSIGNS, True),
    "manager": (lambda row: manager(), ASSIGNS, True),
    "administrator": (lambda row: administrator(), ASSIGNS, True),
    "the principal": (lambda row: principal_of(row.placement.school), set(), False),
    "director": (director, set(), False),
    "preparer": (lambda row: HatFactory(kind=Hat.Kind.PREPARER).person, set(), False),
    "registrar": (lambda row: HatFactory(kind=Hat.Kind.REGISTRAR).person, set(), False),
    "another leader": (lambda row: PlacementFactory(school=row.placement.school).person, set(), False),
    "visitor": (lambda row: AnonymousUser(), set(), False),
}


@pytest.mark.parametrize(("who", "does", "sees"), HATS.values(), ids=HATS)
def test_each_hat_sees_and_does_its_part_of_what_was_asked(asked, who, does, sees):
    person = who(asked)
    found = {action: why_not_support(person, action, asked) for action in set(A) - {A.ASK}}
    free = {action for action, refused in found.items() if refused is None}
    states = {action for action, refused in found.items() if type(refused) is NoSuchMove}
    assert (free, SupportRequest.objects.visible_to(person).exists()) == (does, sees)
    # What is theirs but not now: the leader closes later, who assigns settles later.
    assert states <= {A.CLOSE, A.ASK_ON, A.SETTLE}


def test_a_visitor_reads_no_words_of_a_request_that_has_nobody(asked):
    assert not reads(AnonymousUser(), asked)


def test_a_coach_who_asked_does_not_assign_what_they_asked():
    row = SupportFactory(placement__person=coach())
    assert refusal(
        services.assign, pk=row.pk, by=row.placement.person, coach=coach(), refused_as=NotAllowed
    ) == ("Coaches and program managers do this, and nobody for what they asked themselves.")


def test_only_who_was_assigned_answers():
    row = SupportFactory(given=True)
    said = {"pk": row.pk, "words": "Done", "refused_as": NotAllowed}
    for by in (coach(), manager(), row.placement.person):
        assert refusal(services.answer, by=by, **said) == "Only the coach who was assigned answers."


@pytest.mark.django_db(transaction=True)
def test_a_request_given_to_two_coaches_at_once_is_with_the_second_and_both_are_told():
    row, first, second, by = SupportFactory(), coach(), coach(), manager()

    def to(one):
        return lambda: services.assign(pk=row.pk, by=by, coach=one, now=NOW)

    second_after(to(first), to(second))
    row.refresh_from_db()
    assert (row.coach, [line.coach for line in row.events.all()]) == (second, [first, second])


@pytest.mark.django_db(transaction=True)
def test_a_request_withdrawn_while_it_is_assigned_stays_withdrawn():
    row = SupportFactory()
    answer = second_after(
        lambda: services.withdraw(pk=row.pk, by=row.placement.person, now=NOW),
        lambda: services.assign(pk=row.pk, by=manager(), coach=coach(), now=NOW),
    )
    row.refresh_from_db()
    assert (type(answer), row.state, row.coach) == (NoSuchMove, "withdrawn", None)
