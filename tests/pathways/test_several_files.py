"""Several files or photos are handed in at once; a photo is kept upright and without where it was taken."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from PIL import ExifTags, Image

from pathways.models import EvidenceFile
from pathways.services import send_back
from people.models import Hat
from tests.factories.files import PDF
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import HatFactory, UserFactory, manager, principal_of
from tests.owner import owners_rights
from tests.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(clock, settings, tmp_path):
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def record():
    asked = {"evidence": ["file"], "accepted_by": "principal"}
    return DeliverableRecordFactory(**{f"deliverable__{name}": value for name, value in asked.items()})


def photo():
    """As a phone held upright in Boyle Heights writes it: lying, with how it is turned, where and by whom."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation], exif[ExifTags.Base.Make] = 6, "A phone of Ana"
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (34.0, 3.0, 8.0), 3: "W", 4: (118.0, 14.0, 37.0)}
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def sent(*contents, name="IMG_1.jpg"):
    return [SimpleUploadedFile(name, content, content_type="image/jpeg") for content in contents]


def hand_in(client, record, files, **typed):
    client.force_login(record.placement.person)
    return client.post(f"/deliverables/{record.pk}/submit/", pressed("submit", file=files, **typed))


def got(client, address):
    return b"".join(client.get(address).streaming_content)


def test_photos_are_kept_upright_and_without_what_the_phone_wrote(client, record):
    assert hand_in(client, record, sent(photo(), photo())).status_code == 302
    record.refresh_from_db()
    more = EvidenceFile.objects.get()
    for kept in (record.file, more.file):
        with kept:
            content = kept.read()
        with Image.open(BytesIO(content)) as shown:
            assert (shown.size, dict(shown.getexif())) == ((40, 60), {})
        assert b"Ana" not in content


def test_a_picture_stands_on_the_page_for_those_who_may_open_it_and_nothing_else_is_shown(client, record):
    by = principal_of(record.placement.school)
    hand_in(client, record, [*sent(photo()), *sent(PDF, name="a.pdf")])
    page, more = f"/deliverables/{record.pk}/", EvidenceFile.objects.get().pk
    client.force_login(by)
    told = client.get(page).content.decode()
    assert f'src="{page}file/?show"' in told
    assert told.count('class="photo"') == 1
    answer = client.get(f"{page}file/?show")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/jpeg", "inline")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )
    assert client.get(f"{page}files/{more}/?show").status_code == 404
    client.force_login(HatFactory(kind=Hat.Kind.PREPARER).person)
    assert client.get(f"{page}file/?show").status_code == 403
    assert 'class="photo"' not in client.get(page).content.decode()


def test_each_file_has_its_link_and_those_of_before_stay_with_theirs(client, record):
    hand_in(client, record, sent(PDF, PDF + b"%2"))
    first = EvidenceFile.objects.get()
    send_back(pk=record.pk, by=manager(), words="The other class, please.")
    hand_in(client, record, sent(PDF + b"%3", PDF + b"%4"))
    second = EvidenceFile.objects.last()
    page = client.get(f"/deliverables/{record.pk}/").content.decode()
    now, before = page.split("Handed in before")
    links = [f'href="/deliverables/{record.pk}/files/{one.pk}/"' for one in (first, second)]
    assert ([link in now for link in links], [link in before for link in links]) == (
        [False, True],
        [True, False],
    )
    assert second.file_name.startswith("evidence-2-")
    contents = [got(client, f"/deliverables/{record.pk}/files/{one.pk}/") for one in (first, second)]
    assert contents == [PDF + b"%2", PDF + b"%4"]


def test_handed_in_again_with_a_note_alone_all_files_count_still(client, record):
    hand_in(client, record, sent(PDF, PDF + b"%2"))
    send_back(pk=record.pk, by=manager(), words="Say when.")
    assert hand_in(client, record, [], note="In October.").status_code == 302
    names = EvidenceFile.objects.values_list("line__action", "file")
    assert len(names) == 2
    assert len(set(names)) == 1


def test_one_file_that_is_none_is_named_and_nothing_is_kept(client, record, tmp_path):
    files = [*sent(PDF, name="plan.pdf"), *sent(b"<html>", name="page.pdf")]
    answer = hand_in(client, record, files)
    [error] = answer.context["forms"]["submit"].errors["file"]
    assert (answer.status_code, error.split(":")[0]) == (422, "page.pdf")
    assert list(tmp_path.rglob("*.*")) == []


def test_more_files_than_are_looked_at_are_refused_in_words(client, record):
    answer = hand_in(client, record, sent(*[PDF] * 9))
    assert answer.context["forms"]["submit"].errors["file"] == ["Choose 8 files at most."]


def test_pressed_twice_the_files_are_kept_once(client, record, tmp_path):
    for _ in range(2):
        hand_in(client, record, sent(PDF, PDF + b"%2"))
    assert (EvidenceFile.objects.count(), len(list(tmp_path.rglob("*.pdf")))) == (1, 2)


def test_the_other_files_are_opened_by_those_who_open_the_first(client, record, signed_in):
    hand_in(client, record, sent(PDF, PDF + b"%2"))
    address = f"/deliverables/{record.pk}/files/{EvidenceFile.objects.get().pk}/"
    other = DeliverableRecordFactory(placement__person=record.placement.person)
    school = record.placement.school
    opened = [got(signed_in(who), address) for who in (principal_of(school), manager())]
    assert opened == [PDF + b"%2"] * 2
    assert signed_in(HatFactory(kind=Hat.Kind.PREPARER).person).get(address).status_code == 403
    assert signed_in(UserFactory()).get(address).status_code == 404
    elsewhere = address.replace(f"/{record.pk}/", f"/{other.pk}/", 1)
    assert signed_in(record.placement.person).get(elsewhere).status_code == 404


def test_the_page_offers_the_camera_of_a_phone_and_does_not_force_it(client, record):
    client.force_login(record.placement.person)
    page = client.get(f"/deliverables/{record.pk}/").content.decode()
    [field] = [part for part in page.split("<input") if 'name="submit-file"' in part]
    field = field.split(">")[0]
    assert all(part in field for part in ("multiple", 'accept="image/*,.heic,.heif,.pdf,.docx"'))
    assert "capture" not in field


def test_the_database_keeps_files_as_they_were_handed_in(client, record):
    hand_in(client, record, sent(PDF, PDF + b"%2"))
    stays = pytest.raises(InternalError, match="rows of this table stay as they are")
    with owners_rights(), stays, transaction.atomic():
        EvidenceFile.objects.update(file_name="other.pdf")
    with pytest.raises(IntegrityError, match="one_more_file_is_a_file"), transaction.atomic():
        EvidenceFile.objects.create(line=record.events.get(), file="", file_name="a.pdf")
