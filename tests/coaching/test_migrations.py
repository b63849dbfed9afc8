"""What migrations of coaching carry over, tried on rows of before.

The statement of the migration is run on tables of today: undoing all that stands on them took twenty seconds.
"""

from importlib import import_module

import pytest
from django.db import connection

from coaching import services
from coaching.models import ActionStep, Consent, SupportWord, TeacherCycle
from tests.factories.coaching import (
    ConsentFactory,
    CycleFactory,
    SupportFactory,
    TeacherCycleFactory,
    coach,
)
from tests.factories.people import manager
from tests.owner import by_the_owner, past_the_guards

pytestmark = pytest.mark.django_db
OLD = "Two questions on paper\r\n\n  Bring ten papers on Friday \nTwo questions on paper\n"


def test_steps_written_as_one_text_become_steps_line_by_line():
    cycle, empty = CycleFactory(), CycleFactory()
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE coaching_coachingcycle ADD COLUMN old_steps text NOT NULL DEFAULT ''",
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_coachingcycle SET old_steps = %s WHERE id = %s", [OLD, cycle.pk])
    by_the_owner(import_module("coaching.migrations.0004_steps_and_support").LINE_BY_LINE)
    found = ActionStep.objects.order_by("pk").values_list(
        "cycle", "words", "look_back", "written_at", "came_of"
    )
    assert list(found) == [
        (cycle.pk, "Two questions on paper", None, None, ""),
        (cycle.pk, "Bring ten papers on Friday", None, None, ""),
    ]
    assert not empty.action_steps.exists()


def test_the_last_words_of_support_go_to_the_coach_of_then():
    asked, first, second = SupportFactory(), coach(), coach()
    services.assign(pk=asked.pk, by=manager(), coach=first)
    services.answer(pk=asked.pk, by=first, words="x")
    services.ask_on(pk=asked.pk, by=asked.placement.person, words="x")
    services.assign(pk=asked.pk, by=manager(), coach=second)
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(
            f"ALTER TABLE coaching_supportrequest ADD COLUMN {of}_words text NOT NULL DEFAULT 'We ran it, {of}'"
            for of in ("coach", "leader")
        ),
    )
    with past_the_guards():
        SupportWord.objects.all().delete()
        by_the_owner(import_module("coaching.migrations.0007_words_of_support").WORDS)
    found = SupportWord.objects.values_list("event__action", "coach", "words")
    assert list(found) == [
        ("answer", first.pk, "We ran it, coach"),
        ("ask_on", first.pk, "We ran it, leader"),
    ]


def test_a_paper_that_was_recorded_over_a_no_shows_nothing_any_more():
    kept = ConsentFactory()
    name = ConsentFactory(seen__person=None, seen__name="Sam", paper="The release", by=kept.by)
    over = ConsentFactory()
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE coaching_consent DISABLE TRIGGER USER",
        f"UPDATE coaching_consent SET paper = 'She told me so' WHERE id = {over.pk}",
        "ALTER TABLE coaching_consent ENABLE TRIGGER USER",
        f"UPDATE coaching_seeninrecording SET declined_at = '2026-10-05' WHERE id IN ({over.seen_id}, {name.seen_id})",
        import_module("coaching.migrations.0009_who_is_seen_answers").OVER_A_NO,
    )
    assert set(Consent.objects.standing()) == {kept, name}


def test_a_focus_that_was_typed_stays_with_whoever_typed_it():
    typed, chosen = TeacherCycleFactory(), TeacherCycleFactory(focus="Literacy strategies", own_focus="")
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE coaching_teachercycle DISABLE TRIGGER USER",
        "ALTER TABLE coaching_teachercycle DROP CONSTRAINT a_cycle_with_a_teacher_has_a_focus",
        f"UPDATE coaching_teachercycle SET focus = 'Exit tickets', own_focus = '' WHERE id = {typed.pk}",
        import_module("coaching.migrations.0010_focus_of_their_own").THEIR_OWN,
    )
    assert dict(TeacherCycle.objects.values_list("focus", "own_focus")) == {
        "Another focus": "Exit tickets",
        "Literacy strategies": "",
    }
    assert chosen.focus == "Literacy strategies"
