"""Beat and a worker in processes of their own: a reminder leaves by itself, once."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from fellows.reminders import owe
from notifications.models import Heartbeat, Message
from tests.conftest import ROOT, Sink, Worker, end_with_parent, wait_until
from tests.factories.fellows import MilestoneFactory
from tests.factories.notifications import ReminderRuleFactory
from tests.fellows.test_reminders import noon

DUE = date(2026, 3, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_reminder_leaves_by_beat_and_leaves_once(
    smtp_sink: Sink, start_worker: Callable[..., Worker]
) -> None:
    ReminderRuleFactory(what="milestone", days_before=7)
    milestone = MilestoneFactory(due=DUE)
    start_worker()
    environment = os.environ | {
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-m", "config.beat"]
    beat = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=end_with_parent)
    try:
        for _ in range(2):
            owe(noon(DUE - timedelta(days=7)))
        smtp_sink.wait_for(1, seconds=40)
        wait_until(lambda: Message.objects.filter(state="sent").count() == 1, 20, "the mark")
        # Another turn of beat finds nothing left to send.
        sent_at = Message.objects.get().sent_at
        later = Heartbeat.objects.filter(job="outbox", ran_at__gt=sent_at + timedelta(seconds=5))
        wait_until(later.exists, 40, "another turn")
    finally:
        beat.terminate()
        beat.wait(20)
    assert [str(mail["To"]) for mail in smtp_sink.mails] == [milestone.fellow.person.email]
