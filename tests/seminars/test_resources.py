"""What leaders and staff share: with whom, read by whom, reported, taken down at once, shared again."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction

from common.errors import NoSuchMove, NotAllowed, SomeoneElse
from common.uploads import Accepted
from dashboard.queries.waiting import waiting_for
from notifications.models import Message
from pathways.models import Cohort, PathwayManager, ScopeItem
from people.models import Hat
from seminars import services
from seminars.models import Resource
from seminars.services import Shared
from seminars.states import RESOURCE_MOVES
from tests.factories.coaching import coach
from tests.factories.files import PDF
from tests.factories.pathways import PathwayFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, principal_of, teacher_at
from tests.factories.resources import ResourceFactory
from tests.factories.seminars import SessionFactory
from tests.verbs import lines_told, refusal

pytestmark = pytest.mark.django_db
SHARED = Shared(title="Protocol", good_for="For a first meeting.", link="https://example.org/protocol")


@pytest.fixture(autouse=True)
def now(clock, settings):
    moment = datetime(2026, 10, 20, 18, tzinfo=UTC)
    clock(moment)
    settings.DEMO = True
    return moment


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def leader(placement):
    return placement.person


@pytest.fixture
def pathway(placement):
    return placement.role.pathway


def narrowed(pathway):
    found = manager()
    PathwayManager.objects.create(hat=found.hats.get(), pathway=pathway)
    return found


def cohort_of(role):
    return Cohort.objects.create(role=role, name="TK-2", lowest_grade=-1, highest_grade=2, position=1)


def shown(answer):
    return unescape(answer.content.decode())


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert {(str(state), str(action)): str(after) for (state, action), after in RESOURCE_MOVES.items()} == {
        ("shared", "report"): "reported",
        ("reported", "report"): "reported",
        ("reported", "keep"): "shared",
        ("shared", "take_down"): "taken_down",
        ("reported", "take_down"): "taken_down",
        ("taken_down", "restore"): "shared",
    }


# --- shared -----------------------------------------------------------------------------------------
def test_a_leader_shares_a_link_or_a_file_and_not_both_or_neither(leader):
    assert services.share(by=leader, shared=SHARED).where_it_is == "Link"
    file = services.share(by=leader, shared=replace(SHARED, link=""), file=Accepted("pdf", PDF))
    assert (file.where_it_is, file.link) == ("File (pdf)", "")
    one = "Give an address or choose a file, one of the two."
    assert refusal(services.share, by=leader, shared=SHARED, file=Accepted("pdf", PDF)) == one
    assert refusal(services.share, by=leader, shared=replace(SHARED, link="")) == one
    plain = replace(SHARED, link="http://example.org/")
    assert refusal(services.share, by=leader, shared=plain) == "Give an address that begins with https://."


def test_what_is_sent_twice_is_shared_once(leader, now):
    first = services.share(by=leader, shared=SHARED)
    assert services.share(by=leader, shared=SHARED) == first
    file = {"by": leader, "shared": replace(SHARED, link=""), "file": Accepted("pdf", PDF)}
    services.share(**file)
    assert refusal(services.share, **file) == (
        "You share a file in these words already. Say what is another about this one."
    )
    services.take_down(pk=first.pk, by=leader, words="Out of date.", now=now)
    assert services.share(by=leader, shared=SHARED) != first


def test_one_shares_with_ones_own_pathways_or_all_and_cohorts_of_them(leader, placement, pathway):
    other = PlacementFactory()
    theirs = replace(SHARED, pathway=other.role.pathway)
    assert refusal(services.share, by=leader, shared=theirs, refused_as=NotAllowed) == (
        "You share with a pathway of your own roles, or with everybody who leads."
    )
    own = replace(SHARED, pathway=pathway)
    assert services.share(by=leader, shared=own).with_whom == pathway.name
    wrong = "This cohort is of another pathway. Choose its pathway too."
    assert refusal(services.share, by=leader, shared=replace(own, cohort=cohort_of(other.role))) == wrong
    of_cohort = services.share(
        by=leader, shared=replace(SHARED, title="For us", cohort=cohort_of(placement.role))
    )
    assert of_cohort.pathway == pathway
    hidden = SessionFactory(roles=[other.role])
    assert refusal(services.share, by=leader, shared=replace(own, session=hidden)) == (
        "Choose a session you may see."
    )


def outsiders():
    """Nobody of these shares or reads."""
    over = PlacementFactory(year=ProgramYearFactory(first=2024))
    school = SchoolFactory()
    kinds = (Hat.Kind.PREPARER, Hat.Kind.APPROVER, Hat.Kind.REGISTRAR, Hat.Kind.DIRECTOR)
    staff = [HatFactory(kind=kind).person for kind in kinds]
    return [over.person, teacher_at(school), principal_of(school), UserFactory(), *staff]


def test_who_leads_nothing_this_year_and_is_no_coach_or_manager_neither_shares_nor_reads(leader, client):
    row = ResourceFactory(title="Protocol of mine")
    for user in outsiders():
        assert refusal(services.share, by=user, shared=SHARED, refused_as=NotAllowed) == (
            "Leaders, academic-team coaches and program managers share here."
        )
        assert list(Resource.objects.visible_to(user)) == []
        client.force_login(user)
        assert client.get(f"/resources/{row.pk}/").status_code == 404
        assert "Protocol of mine" not in shown(client.get("/resources/"))
        assert "Protocol of mine" not in shown(client.get("/search/?q=Protocol"))


def test_a_pathway_reads_its_own_and_what_is_for_all(leader, pathway):
    own, wide = ResourceFactory(pathway=pathway), ResourceFactory()
    other = ResourceFactory(pathway=PlacementFactory().role.pathway)
    assert set(Resource.objects.visible_to(leader)) == {own, wide}
    assert set(Resource.objects.visible_to(narrowed(pathway))) == {own, wide}
    for user in (coach(), manager()):
        assert set(Resource.objects.visible_to(user)) == {own, wide, other}


# --- reported, taken down, shared again --------------------------------------------------------------
def test_a_reader_reports_with_a_reason_and_managers_find_it_waiting_until_they_looked(leader, pathway, now):
    row = ResourceFactory(pathway=pathway)
    by, judge = PlacementFactory(role__pathway=pathway).person, narrowed(pathway)
    assert refusal(services.report, pk=row.pk, by=by, reason=" ") == "Say why, in a sentence."
    for user, words, kind in (
        (row.person, "Only leaders and staff of its pathway report it.", NotAllowed),
        (PlacementFactory().person, "Only leaders and staff of its pathway report it.", NotAllowed),
    ):
        assert refusal(services.report, pk=row.pk, by=user, reason="x", refused_as=kind) == words
    services.report(pk=row.pk, by=by, reason="The link is dead")

    def waits(user):
        return [
            one.url for one in waiting_for(user, day=now.date(), now=now) if one.kind == "resource_reported"
        ]

    here = f"/resources/{row.pk}/"
    assert (waits(judge), waits(narrowed(PathwayFactory())), waits(leader)) == ([here], [], [])
    services.keep(pk=row.pk, by=judge, words="It works again")
    assert (waits(judge), Resource.objects.get(pk=row.pk).state) == ([], "shared")
    assert lines_told(row)[:2] == [("report", "", "The link is dead"), ("keep", "", "It works again")]


def test_nobody_reports_what_they_shared_themselves(leader):
    row = ResourceFactory(person=leader)
    assert refusal(services.report, pk=row.pk, by=leader, reason="x", refused_as=SomeoneElse) == (
        "You shared this yourself. Take it down if it is wrong."
    )


def test_what_is_taken_down_is_hidden_at_once_and_its_sharer_told(leader, pathway, client):
    row, by = ResourceFactory(pathway=pathway, title="Old protocol"), narrowed(pathway)
    for user in (leader, coach()):
        assert refusal(services.take_down, pk=row.pk, by=user, words="x", refused_as=NotAllowed) == (
            "Only whoever shared it, or a program manager of its pathway, takes it down."
        )
    services.take_down(pk=row.pk, by=by, words="Copyright of a publisher")
    for user in (leader, coach()):
        assert list(Resource.objects.visible_to(user)) == []
    for user in (by, manager(), row.person):
        assert list(Resource.objects.visible_to(user)) == [row]
    mail = Message.objects.get(template="seminars/taken_down")
    assert (mail.to_person, "Copyright of a publisher" in mail.body) == (row.person, True)
    client.force_login(row.person)
    assert "Copyright of a publisher" in shown(client.get(f"/resources/{row.pk}/"))
    refusal(services.take_down, pk=row.pk, by=by, words="x", refused_as=NoSuchMove)
    assert refusal(services.restore, pk=row.pk, by=row.person, words="x", refused_as=NotAllowed) == (
        "Only a program manager of its pathway does this."
    )
    services.restore(pk=row.pk, by=by, words="They allowed it")
    assert list(Resource.objects.visible_to(leader)) == [row]
    assert Message.objects.get(template="seminars/shared_again").to_person == row.person


def test_whoever_shared_it_takes_it_down_without_a_mail_and_does_not_read_who_reported(leader, client):
    row = ResourceFactory(person=leader)
    services.report(pk=row.pk, by=coach(), reason="Names of students")
    client.force_login(leader)
    page = shown(client.get(f"/resources/{row.pk}/"))
    assert ("Names of students" in page, "Reported" in page) == (False, False)
    services.take_down(pk=row.pk, by=leader, words="My mistake")
    assert Message.objects.filter(template="seminars/taken_down").count() == 0


# --- pages ------------------------------------------------------------------------------------------
def test_it_is_shared_on_its_page_found_by_words_and_stands_beside_its_session(leader, placement, client):
    session = SessionFactory(roles=[placement.role], event__year=placement.year)
    client.force_login(leader)
    data = {
        "title": "Reading a data wall",
        "good_for": "Before the seminar.",
        "link": "https://example.org/d",
    }
    sent = client.post(f"/resources/new/?session={session.pk}", data)
    row = Resource.objects.get()
    assert (sent.url, row.session, row.person) == (f"/resources/{row.pk}/", session, leader)
    assert "Reading a data wall" in shown(client.get(f"/seminars/sessions/{session.pk}/"))
    assert "Reading a data wall" in shown(client.get("/resources/?q=data+wall"))
    assert "Nothing found" in shown(client.get("/resources/?q=mural"))
    assert client.post("/resources/new/", data | {"link": ""}).status_code == 422
    assert client.get("/resources/new/?session=99999999").status_code == 404


def test_a_cell_of_the_scope_says_whom_it_is_for(leader, placement, client):
    for role in (placement.role, None):
        ScopeItem.objects.create(
            year=placement.year, month=date(2026, 10, 1), role=role, focus="Literacy", text="x"
        )
    client.force_login(leader)
    said = [
        str(words) for _, words in client.get("/resources/new/").context["form"]["scope_item"].field.choices
    ]
    assert said[1:] == [f"October: Literacy, {placement.role.name}", "October: Literacy, school leaders"]


def test_a_file_is_judged_and_handed_out_as_a_download(leader, client):
    client.force_login(leader)
    data = {"title": "Agenda", "good_for": "Forty minutes."}
    wrong = client.post("/resources/new/", data | {"file": SimpleUploadedFile("a.pdf", b"MZ not a pdf")})
    assert wrong.status_code == 422
    client.post("/resources/new/", data | {"file": SimpleUploadedFile("a.pdf", PDF)})
    answer = client.get(f"/resources/{Resource.objects.get().pk}/file/")
    assert (answer.status_code, answer["Content-Disposition"]) == (
        200,
        'attachment; filename="resource-agenda.pdf"',
    )
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer.getvalue() == PDF
    assert client.get(f"/resources/{ResourceFactory().pk}/file/").status_code == 404


def test_the_page_of_a_cohort_holds_who_is_in_it_what_is_shared_and_what_comes(
    leader, placement, pathway, client
):
    cohort = cohort_of(placement.role)
    member = PlacementFactory(role=placement.role, year=placement.year, cohort=cohort)
    ResourceFactory(pathway=pathway, cohort=cohort, title="For our cohort")
    ResourceFactory(pathway=pathway, title="For the pathway")
    client.force_login(member.person)
    assert f"My cohort: {cohort.name}" in shown(client.get("/resources/"))
    page = shown(client.get(f"/cohorts/{cohort.pk}/"))
    for words in ("For our cohort", "For the pathway", str(member.person)):
        assert words in page
    assert f'href="/resources/new/?cohort={cohort.pk}"' in page
    form = client.get(f"/resources/new/?cohort={cohort.pk}").context["form"]
    assert (form["cohort"].value(), form["pathway"].value()) == (cohort.pk, pathway.pk)
    client.force_login(PlacementFactory().person)
    assert client.get(f"/cohorts/{cohort.pk}/").status_code == 403


def test_the_list_asks_the_same_however_many_there_are(leader, client, count_queries):
    client.force_login(leader)
    ResourceFactory()
    client.get("/resources/")
    with count_queries(10):
        client.get("/resources/")
    ResourceFactory.create_batch(20)
    with count_queries(10):
        client.get("/resources/")


# --- past the application ---------------------------------------------------------------------------
def test_the_database_keeps_what_a_resource_is(placement, pathway):
    row = ResourceFactory(pathway=pathway)
    other = cohort_of(PlacementFactory().role)
    for sql in (
        "UPDATE seminars_resource SET link = ''",
        "UPDATE seminars_resource SET file = 'resources/a.pdf'",
        "UPDATE seminars_resource SET link = 'http://example.org'",
        "UPDATE seminars_resource SET title = ''",
        "UPDATE seminars_resource SET good_for = ''",
        "UPDATE seminars_resource SET state = 'gone'",
        "UPDATE seminars_resource SET shared_at = now()",
        f"UPDATE seminars_resource SET cohort_id = {other.pk}",
        "DELETE FROM seminars_resource",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert Resource.objects.get() == row
