"""Everything the product holds about one person, in one file: whole, of nobody else, once, and not for ever."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from lxml import html

from applications.models import ApplicationEvent
from common.clock import in_words
from common.errors import DomainError, NotAllowed
from common.money import dollars
from dashboard.queries.exporting import parts_for, rows_in
from dashboard.rules.exporting import LEFT_OUT, PARTS
from dashboard.services import (
    ask_for_export,
    expire_exports,
    fetch_export,
    make_export,
    waiting_exports,
)
from dashboard.tasks import export_person, sweep_imports
from people.models import PersonExport, Post, User
from tests.conftest import wait_until
from tests.dashboard.test_merging import merged
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.coaching import CycleFactory
from tests.factories.files import PDF
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import PostFactory, UserFactory, administrator, manager, registrar
from tests.factories.stipends import approved_line

pytestmark = pytest.mark.django_db
WHY = {"reason": "She asked for it by mail."}


def exported(person, by=None):
    row = ask_for_export(pk=person.pk, by=by or person, **({} if by is None else WHY))
    assert make_export(pk=row.pk)
    row.refresh_from_db()
    with row.file.open("rb") as file:
        content = zipfile.ZipFile(io.BytesIO(file.read()))
    row.refresh_from_db()
    return row, content, json.loads(content.read("data.json"))["tables"]


def test_every_table_is_exported_or_left_out_for_a_reason():
    tables = {
        model._meta.label for model in apps.get_models(include_auto_created=True) if not model._meta.proxy
    }
    assert set(PARTS) & set(LEFT_OUT) == set()
    assert set(PARTS) | set(LEFT_OUT) == tables


def test_every_part_can_be_read_of_a_person():
    person = UserFactory()
    row = PersonExport(person=person, by=person)
    for label, part in parts_for(row).items():
        assert rows_in(row, label, part).count() >= 0
        left = {*part.without, *part.own, *(column for column, _ in part.own_rows)}
        names = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert left <= names | {"context"}, label


def test_it_holds_what_is_about_the_person_and_of_others_only_names():
    cycle = CycleFactory(notes="Words between two.")
    person = cycle.placement.person
    User.objects.filter(pk=person.pk).update(password="!secret-digest")
    review = ReviewFactory(application__person=person, scored=True, comment="In confidence.")
    _, content, tables = exported(person)
    assert tables["coaching.CoachingCycle"]["rows"][0]["notes"] == "Words between two."
    assert tables["coaching.CoachingCycle"]["rows"][0]["coach"] == cycle.coach.name
    whole = content.read("data.json").decode() + content.read("index.html").decode()
    for others in ("In confidence.", cycle.coach.email, review.reviewer.email, "!secret-digest"):
        assert others not in whole


def test_its_page_says_in_words_what_the_data_holds():
    line = approved_line()
    person = line.person
    ApplicationFactory(person=person, answers={"time": "Two hours a week.", "mindset": ""})
    PostFactory(person=person, position="principal", starts=date(2026, 8, 10), ends=date(2027, 7, 1))
    ApplicationEvent.objects.create(
        application=ApplicationFactory(person=person),
        action="start_review",
        to_state="in_review",
        at=timezone.now(),
    )
    row, content, tables = exported(person)
    page = html.fromstring(content.read("index.html").decode())
    told = [(cells.findtext("th"), cells.findtext("td")) for cells in page.iter("tr")]
    for said in (
        ("May enter the administration", "No"),
        ("First day", "Aug 10, 2026"),
        ("Last day", "Jun 30, 2027"),
        ("To state", "In review"),
        ("Answers", "Time: Two hours a week."),
        ("Position", Post.Position.PRINCIPAL.label),
        ("Amount", dollars(line.amount_cents)),
    ):
        assert said in told
    assert tables["people.User"]["rows"][0]["is_staff"] is False
    assert [pair for pair in told if any("_" in words or words == "ID" for words in pair)] == []
    assert "folder “files”" not in page.text_content()
    assert page.findtext(".//p") == f"{person.name} asked for it on {in_words(row.asked_at)}"


def test_the_own_files_are_in_it():
    record = DeliverableRecordFactory(
        state="submitted", file=ContentFile(PDF, "a.pdf"), file_name="a.pdf", submitted_at=timezone.now()
    )
    _, content, tables = exported(record.placement.person)
    place = tables["pathways.DeliverableRecord"]["rows"][0]["file"]
    assert content.read(place) == PDF


@pytest.mark.parametrize(("by", "money"), [(registrar, False), (administrator, True)])
def test_who_exports_another_gets_no_draft_no_coaching_and_pay_only_where_they_see_it(by, money):
    line = approved_line()
    person = line.person
    ApplicationFactory(person=person)
    CycleFactory(placement=line.placement)
    _, _, tables = exported(person, by())
    assert ("stipends.StipendLine" in tables) is money
    assert "coaching.CoachingCycle" not in tables
    assert tables["applications.Application"]["rows"] == []


def test_what_stands_under_a_merged_account_is_in_it():
    kept, post = UserFactory(), PostFactory()
    line = approved_line()
    merged(kept, line.person)
    _, _, tables = exported(kept)
    assert [row["id"] for row in tables["stipends.StipendLine"]["rows"]] == [line.pk]
    assert post.pk not in [row["id"] for row in tables["people.Post"]["rows"]]


def test_pressed_twice_it_is_one_and_made_twice_it_is_one():
    person = UserFactory()
    row = ask_for_export(pk=person.pk, by=person)
    assert ask_for_export(pk=person.pk, by=person) == row
    assert [make_export(pk=row.pk), make_export(pk=row.pk)] == [True, False]
    assert ask_for_export(pk=person.pk, by=person) == row
    assert list(person.events.values_list("action", flat=True)) == ["export"]


def test_one_whose_worker_died_is_taken_up_again_and_given_up_after_five_tries():
    person = UserFactory()
    row, now = ask_for_export(pk=person.pk, by=person), timezone.now()
    PersonExport.objects.filter(pk=row.pk).update(claimed_at=now, attempts=1)
    assert waiting_exports(now) == []
    assert not make_export(pk=row.pk, now=now)
    later = now + timedelta(minutes=6)
    assert waiting_exports(later) == [row.pk]
    PersonExport.objects.filter(pk=row.pk).update(attempts=5)
    assert not make_export(pk=row.pk, now=later)
    row.refresh_from_db()
    assert row.state == "failed"


def test_it_is_fetched_by_whoever_asked_and_goes_after_seven_days(django_capture_on_commit_callbacks):
    person = UserFactory()
    row, _, _ = exported(person)
    assert fetch_export(pk=row.pk, by=person) == row
    assert person.events.filter(action="fetch_export").count() == 1
    over, store, name = row.ready_at + timedelta(days=7), row.file.storage, row.file.name
    with pytest.raises(DomainError, match="days are over"):
        fetch_export(pk=row.pk, by=person, now=over)
    with django_capture_on_commit_callbacks(execute=True):
        assert expire_exports(now=over) == 1
    assert not store.exists(name)
    assert ask_for_export(pk=person.pk, by=person) != row


def test_others_need_a_reason_and_a_registrars_hat():
    person = UserFactory()
    with pytest.raises(DomainError, match="Say what this export is for"):
        ask_for_export(pk=person.pk, by=registrar())
    with pytest.raises(NotAllowed, match="Only the person themself and a registrar"):
        ask_for_export(pk=person.pk, by=manager(), **WHY)


def test_one_asks_for_it_waits_and_saves_it_on_one_page(signed_in, django_capture_on_commit_callbacks):
    person = UserFactory()
    client, url = signed_in(person), f"/people/{person.pk}/export/"
    assert client.get("/profile/export/").url == url
    assert client.post(url).status_code == 302
    assert "It is being made" in client.get(url).content.decode()
    row = PersonExport.objects.get()
    make_export(pk=row.pk)
    assert "It is ready" in client.get(url).content.decode()
    assert signed_in(registrar()).post(f"/people/exports/{row.pk}/").status_code == 404
    answer = client.post(f"/people/exports/{row.pk}/")
    assert answer["Content-Disposition"] == f'attachment; filename="everything-about-{person.pk}.zip"'
    assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_it_once(at_once):
    person = UserFactory()
    row = ask_for_export(pk=person.pk, by=person)
    assert sorted(at_once(*[lambda: make_export(pk=row.pk)] * 2)) == [False, True]
    assert PersonExport.objects.get().state == "ready"


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_asked_for_once(at_once):
    person = UserFactory()
    rows = at_once(*[lambda: ask_for_export(pk=person.pk, by=person)] * 2)
    assert rows == [PersonExport.objects.get()] * 2


def test_a_file_that_is_still_made_is_not_fetched():
    person = UserFactory()
    row = ask_for_export(pk=person.pk, by=person)
    with pytest.raises(DomainError, match="It is being made"):
        fetch_export(pk=row.pk, by=person)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_no_file_and_the_next_makes_it_once(
    start_worker, settings, tmp_path, monkeypatch, clock
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))
    person = UserFactory()
    row = ask_for_export(pk=person.pk, by=person)
    first = start_worker()
    # A table held by us stops the worker between two of its parts.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE stipends_stipendline IN ACCESS EXCLUSIVE MODE")
        export_person.delay(row.pk)
        begun = PersonExport.objects.filter(pk=row.pk, parts_done__gte=1)
        wait_until(begun.exists, 30, "the first part")
        first.kill()
        cursor.execute("COMMIT")
    assert (str(PersonExport.objects.get().state), list(tmp_path.rglob("*.zip"))) == ("asked", [])
    later = timezone.now() + timedelta(minutes=6)
    start_worker(at=later)
    clock(later)
    sweep_imports()
    ready = PersonExport.objects.filter(pk=row.pk, state="ready")
    wait_until(ready.exists, 60, "the file")
    # Its message comes once more.
    assert make_export(pk=row.pk) is False
    made = PersonExport.objects.get()
    assert (made.attempts, made.parts_done) == (2, made.parts_total)
    assert [path.name for path in tmp_path.rglob("*.zip")] == [made.file.name.rpartition("/")[2]]
    assert zipfile.ZipFile(made.file.path).testzip() is None


def test_the_cells_and_reasons_of_a_paid_line_are_read_as_words():
    parts = [{"component": "attendance", "cents": 100, "reasons": ["Present, in full."]}]
    line = approved_line(cells=[{"title": "Team Lead at First Street", "parts": parts}])
    _, content, _ = exported(line.person)
    assert "Present, in full." in content.read("index.html").decode()
