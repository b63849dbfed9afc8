import re
import threading
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, connections
from django.utils.text import slugify

from common.errors import DomainError, NoSuchMove, NotAllowed
from notifications.models import Message
from pathways.models import DeliverableEvent, DeliverableRecord
from pathways.services import accept, send_back, submit, waive
from tests.factories.files import DOCX, HEIC, PDF, docx
from tests.factories.pathways import DeliverableRecordFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager, principal_of
from tests.owner import owners_rights
from tests.pressing import pressed


@pytest.fixture(autouse=True)
def _today(clock, request):
    if "transactional_db" not in request.fixturenames:
        clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def record_for(acceptor="principal", **fields):
    return DeliverableRecordFactory(deliverable__accepted_by=acceptor, **fields)


def handed_in(acceptor="principal", **fields):
    record = record_for(acceptor, **fields)
    submit(pk=record.pk, by=record.placement.person, note="What we did.")
    record.refresh_from_db()
    return record


@pytest.mark.django_db
class TestVerbs:
    def test_handing_in_is_recorded_and_the_principal_is_written_to(self):
        record = record_for()
        principal = principal_of(record.placement.school)
        submit(pk=record.pk, by=record.placement.person, note="What we did.")
        record.refresh_from_db()
        assert (record.state, record.note) == ("submitted", "What we did.")
        assert list(record.events.values_list("action", "from_state", "to_state")) == [
            ("submit", "open", "submitted")
        ]
        mail = Message.objects.get()
        assert mail.to_person == principal
        assert mail.subject.startswith("[Action required]")

    def test_handing_in_twice_changes_nothing(self):
        record = handed_in()
        submit(pk=record.pk, by=record.placement.person, note="What we did.")
        assert DeliverableEvent.objects.count() == 1

    def test_nobody_else_hands_in(self):
        with pytest.raises(NotAllowed):
            submit(pk=record_for().pk, by=manager(), note="x")

    def test_evidence_that_is_asked_for_must_be_there(self):
        record = record_for(deliverable__evidence=["link"])
        with pytest.raises(DomainError, match="Give the address"):
            submit(pk=record.pk, by=record.placement.person, note="x")

    def test_the_principal_accepts_and_the_leader_is_told(self):
        record = handed_in()
        accept(pk=record.pk, by=principal_of(record.placement.school))
        record.refresh_from_db()
        assert record.state == "accepted"
        assert Message.objects.filter(to_person=record.placement.person).count() == 1

    def test_accepting_twice_changes_nothing(self):
        record = handed_in()
        principal = principal_of(record.placement.school)
        accept(pk=record.pk, by=principal)
        accept(pk=record.pk, by=principal)
        assert DeliverableEvent.objects.filter(action="accept").count() == 1

    def test_a_principal_of_another_school_does_not_accept(self):
        with pytest.raises(NotAllowed):
            accept(pk=handed_in().pk, by=principal_of(SchoolFactory()))

    def test_a_principal_does_not_accept_what_is_for_staff(self):
        record = handed_in("staff")
        with pytest.raises(NotAllowed):
            accept(pk=record.pk, by=principal_of(record.placement.school))

    def test_nobody_accepts_their_own(self):
        by = manager()
        record = handed_in(placement=PlacementFactory(person=by))
        with pytest.raises(NotAllowed):
            accept(pk=record.pk, by=by)

    def test_what_is_returned_can_be_handed_in_again(self):
        record = handed_in()
        send_back(pk=record.pk, by=principal_of(record.placement.school), words="Add dates.")
        submit(pk=record.pk, by=record.placement.person, note="With dates.")
        record.refresh_from_db()
        assert (record.state, record.decided_by) == ("submitted", None)

    def test_what_was_returned_is_not_handed_in_again_unchanged(self):
        record = handed_in()
        send_back(pk=record.pk, by=principal_of(record.placement.school), words="Add the dates.")
        with pytest.raises(DomainError, match="This adds nothing to what was returned to you"):
            submit(pk=record.pk, by=record.placement.person, note="What we did.")
        record.refresh_from_db()
        assert record.state == "returned"

    def test_returning_needs_words(self):
        record = handed_in()
        with pytest.raises(DomainError, match="Say what should change"):
            send_back(pk=record.pk, by=principal_of(record.placement.school), words="  ")

    def test_staff_waive_with_a_reason(self):
        record = record_for()
        waive(pk=record.pk, by=manager(), reason="The event was cancelled.")
        record.refresh_from_db()
        assert (record.state, record.words) == ("waived", "The event was cancelled.")

    def test_a_principal_does_not_waive(self):
        record = record_for()
        with pytest.raises(NotAllowed):
            waive(pk=record.pk, by=principal_of(record.placement.school), reason="x")

    def test_what_is_accepted_is_not_returned(self):
        record = handed_in()
        principal = principal_of(record.placement.school)
        accept(pk=record.pk, by=principal)
        with pytest.raises(NoSuchMove):
            send_back(pk=record.pk, by=principal, words="Too late.")


@pytest.mark.django_db(transaction=True)
def test_of_accepting_and_returning_at_once_one_wins_and_one_mail_goes_out(transactional_db):
    record = handed_in()
    principal = principal_of(record.placement.school)
    start, said = threading.Barrier(2), []

    def run(verb, **words):
        try:
            start.wait(5)
            verb(pk=record.pk, by=type(principal).objects.get(pk=principal.pk), **words)
        except DomainError as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(accept,)),
        threading.Thread(target=run, args=(send_back,), kwargs={"words": "Add dates."}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    record.refresh_from_db()
    assert len(said) == 1
    assert record.state in {"accepted", "returned"}
    assert DeliverableEvent.objects.filter(action__in=["accept", "return"]).count() == 1
    assert Message.objects.filter(to_person=record.placement.person).count() == 1


@pytest.mark.django_db
class TestPages:
    def hand_in(self, client, record, name, content):
        client.force_login(record.placement.person)
        file = SimpleUploadedFile(name, content, content_type="application/pdf")
        return client.post(f"/deliverables/{record.pk}/submit/", pressed("submit", note="", file=file))

    @pytest.mark.parametrize(("name", "content"), [("Plan of Ana.pdf", PDF), ("x.docx", DOCX)])
    def test_a_file_is_kept_and_comes_back_as_a_download_in_a_sandbox(self, client, name, content):
        record = record_for(deliverable__evidence=["file"], placement__person=UserFactory(given_name="José"))
        assert self.hand_in(client, record, name, content).status_code == 302
        kept = DeliverableRecord.objects.get()
        whose = slugify(record.placement.person.name)
        kind = name.rsplit(".")[-1]
        assert re.fullmatch(rf"evidence/[0-9a-f]{{32}}\.{kind}", kept.file.name)
        assert kept.file_name == f"evidence-{whose}.{kind}"
        response = client.get(f"/deliverables/{record.pk}/file/")
        assert b"".join(response.streaming_content) == content
        assert response["Content-Disposition"] == f'attachment; filename="{kept.file_name}"'
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("page.pdf", b"<html><script>alert(1)</script>"),
            ("empty.pdf", b""),
            ("sheet.docx", b"PK\x03\x04 not an archive"),
            ("bomb.docx", docx(more={"bomb": b"\0" * (51 * 1024 * 1024)})),
        ],
    )
    def test_what_is_not_the_kind_it_says_is_refused_in_words(self, client, name, content):
        record = record_for(deliverable__evidence=["file"])
        response = self.hand_in(client, record, name, content)
        assert response.status_code == 422
        assert response.context["forms"]["submit"].errors["file"]
        assert DeliverableRecord.objects.get().state == "open"

    def test_a_photo_of_a_phone_is_kept_as_a_picture_everybody_can_open(self, client):
        record = record_for(deliverable__evidence=["file"])
        assert self.hand_in(client, record, "IMG_0001.HEIC", HEIC).status_code == 302
        response = client.get(f"/deliverables/{record.pk}/file/")
        assert response["Content-Disposition"].endswith('.jpeg"')
        assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")

    def test_a_file_kept_under_its_senders_name_is_still_handed_out_under_ours(self, client):
        """As they were stored before."""
        record = record_for(file=ContentFile(PDF, "My plan.pdf"), file_name="My plan.pdf")
        client.force_login(record.placement.person)
        response = client.get(f"/deliverables/{record.pk}/file/")
        whose = slugify(record.placement.person.name)
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"] == f'attachment; filename="evidence-{whose}.pdf"'

    def test_pressing_twice_keeps_one_file(self, client, tmp_path):
        record = record_for(deliverable__evidence=["file"])
        assert [self.hand_in(client, record, "plan.pdf", PDF).status_code for _ in range(2)] == [302, 302]
        kept = DeliverableRecord.objects.get().file.name
        assert [str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")] == [kept]

    def test_a_stranger_does_not_get_the_file(self, client):
        record = record_for(deliverable__evidence=["file"])
        self.hand_in(client, record, "plan.pdf", PDF)
        client.force_login(UserFactory())
        assert client.get(f"/deliverables/{record.pk}/file/").status_code == 404

    def test_where_no_file_was_handed_in_there_is_none_to_download(self, client):
        record = record_for(deliverable__evidence=["file"])
        client.force_login(record.placement.person)
        assert client.get(f"/deliverables/{record.pk}/file/").status_code == 404

    def test_a_refused_form_keeps_what_was_typed(self, client):
        record = record_for(deliverable__evidence=["link"])
        client.force_login(record.placement.person)
        response = client.post(
            f"/deliverables/{record.pk}/submit/", pressed("submit", note="Typed.", link="no address")
        )
        assert response.status_code == 422
        assert "Typed." in response.content.decode()

    @pytest.mark.parametrize("verb", ["submit", "accept", "return", "waive"])
    def test_reading_changes_nothing(self, client, verb):
        record = handed_in()
        client.force_login(manager())
        assert client.get(f"/deliverables/{record.pk}/{verb}/").status_code == 405

    def test_a_principal_accepts_with_one_button(self, client):
        record = handed_in()
        client.force_login(principal_of(record.placement.school))
        client.post(f"/deliverables/{record.pk}/accept/")
        record.refresh_from_db()
        assert record.state == "accepted"

    def test_the_leader_may_not_accept_or_waive(self, client):
        record = handed_in()
        client.force_login(record.placement.person)
        assert client.post(f"/deliverables/{record.pk}/accept/").status_code == 403
        assert (
            client.post(f"/deliverables/{record.pk}/waive/", pressed("waive", words="x")).status_code == 403
        )

    def test_a_second_decision_is_told_in_words(self, client):
        record = handed_in()
        principal = principal_of(record.placement.school)
        accept(pk=record.pk, by=manager())
        client.force_login(principal)
        response = client.post(f"/deliverables/{record.pk}/return/", pressed("return", words="x"))
        assert "This is accepted now, so it is not the time to" in response.content.decode()

    @pytest.mark.parametrize("verb", ["return", "waive"])
    def test_words_that_come_too_late_stay_to_be_copied(self, client, verb):
        record = handed_in()
        accept(pk=record.pk, by=manager())
        client.force_login(manager())
        words = "The third goal names no grade."
        response = client.post(f"/deliverables/{record.pk}/{verb}/", pressed(verb, words=words))
        page = response.content.decode()
        assert response.status_code == 422
        fields = re.findall(r"<textarea[^>]*>[^<]*</textarea>", page)
        (field,) = (field for field in fields if f'name="{verb}-words"' in field)
        assert (words in field, "readonly" in field) == (True, True)
        assert f'value="{verb}"' not in page

    @pytest.mark.parametrize("records", [3, 60])
    def test_the_list_of_a_principal_takes_eight_queries(self, client, count_queries, records):
        school, year = SchoolFactory(), ProgramYearFactory()
        principal = principal_of(school)
        for _ in range(records):
            handed_in(placement=PlacementFactory(school=school, year=year))
        client.force_login(principal)
        with count_queries(at_most=8):
            response = client.get("/deliverables/")
        assert len(response.context["page"]) == min(records, 50)

    @pytest.mark.parametrize("records", [3, 60])
    def test_the_list_of_staff_takes_eight_queries(self, client, count_queries, records):
        year = ProgramYearFactory()
        for _ in range(records):
            handed_in("staff", placement=PlacementFactory(year=year))
        client.force_login(manager())
        client.get("/deliverables/")
        with count_queries(at_most=8):
            response = client.get("/deliverables/")
        assert len(response.context["page"]) == min(records, 50)

    def test_what_waits_narrows_to_a_role_and_to_whose_word_it_waits_for(self, client):
        person, school = manager(), SchoolFactory()
        PostFactory(person=person, school=school, principal=True)
        placement = PlacementFactory(school=school)
        role = placement.role
        staff, other = handed_in("staff", placement=placement), handed_in("staff")
        own = handed_in("principal", placement=placement)
        mine = record_for(placement__person=person)
        client.force_login(person)

        def shown(**wanted):
            return set(client.get("/deliverables/", wanted).context["page"])

        whole = client.get("/deliverables/")
        assert (set(whole.context["page"]), whole.context["mine"]) == ({staff, other, own}, [mine])
        assert shown(role=role.pk) == {staff, own}
        assert shown(by="staff") == {staff, other}
        narrowed = client.get("/deliverables/", {"by": "staff", "role": role.pk})
        assert (list(narrowed.context["page"]), narrowed.context["mine"]) == ([staff], [])
        page = narrowed.content.decode()
        assert f'<option value="{role.pk}" selected>{role.name} (1)</option>' in page
        assert '<option value="staff" selected>Partnership staff (1)</option>' in page
        assert '<a class="usa-link" href="/deliverables/">Show all</a>' in page
        assert shown(role=0) == set()

    def test_one_takes_ten_queries_at_most(self, client, count_queries):
        record = handed_in()
        client.force_login(principal_of(record.placement.school))
        with count_queries(at_most=10):
            client.get(f"/deliverables/{record.pk}/")


@pytest.mark.django_db
def test_history_cannot_be_changed():
    handed_in()
    with (
        pytest.raises(InternalError, match="rows of this table stay as they are"),
        owners_rights(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE pathways_deliverableevent SET note = 'x'")
