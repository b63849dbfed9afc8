"""Stored files are whole or not there, also on a disk that is really full; and none goes while a backup runs."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.urls import reverse

from applications.models import Application
from common.storage import BACKUP_LOCK, NotStored, forget, stored
from common.uploads import Accepted
from pathways.models import DeliverableRecord
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.files import PDF
from tests.factories.pathways import DeliverableRecordFactory
from tests.pressing import pressed

FULL = "The server could not keep this file: its disk is full."
LARGE = PDF + b" " * 900_000


@pytest.fixture
def disk(tmp_path: Path, settings) -> Iterator[Path]:
    """A real file system of one megabyte, as the place of files. Mounting takes root, as in .ci/run."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("A small file system cannot be mounted here: that takes root.")
    settings.MEDIA_ROOT = str(folder)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """All but nothing of it is taken; what took it is answered."""
    file = disk / "something-large"
    with open(file, "wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            return file


def left(disk: Path) -> list[str]:
    return sorted(str(file.relative_to(disk)) for file in disk.rglob("*") if file.is_file())


def test_a_file_that_finds_no_room_leaves_nothing_and_says_so(disk):
    large = fill(disk)
    for content in (b"x", b"x" * 900_000):
        with pytest.raises(NotStored, match=FULL):
            default_storage.save("evidence/a.pdf", ContentFile(content))
        assert left(disk) == ["something-large"]
    large.unlink()
    name = default_storage.save("evidence/a.pdf", ContentFile(b"x"))
    assert left(disk) == [name] == ["evidence/a.pdf"]


@pytest.mark.django_db
def test_a_resume_that_finds_no_room_is_refused_in_words_and_the_one_before_stays(disk, signed_in):
    application = ApplicationFactory(answers={})
    browser = signed_in(application.person)
    address = reverse("applications:edit", args=[application.pk])
    browser.post(address, {"resume": SimpleUploadedFile("cv.pdf", PDF)})
    before = Application.objects.get().resume.name
    large = fill(disk)
    answer = browser.post(address, {**ANSWERS, "resume": SimpleUploadedFile("cv.pdf", LARGE)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["resume"][0].startswith(FULL)
    kept = Application.objects.get()
    assert (kept.resume.name, kept.answers) == (before, ANSWERS)
    assert left(disk) == sorted([before, "something-large"])
    large.unlink()
    # Both fit for the moment in which the old one is still there.
    assert browser.post(address, {"resume": SimpleUploadedFile("cv.pdf", PDF)}).status_code == 302
    assert Application.objects.get().resume.name != before


@pytest.mark.django_db
def test_evidence_that_finds_no_room_is_refused_in_words_and_nothing_was_handed_in(disk, signed_in):
    record = DeliverableRecordFactory(deliverable__evidence=["file"])
    browser = signed_in(record.placement.person)
    address = reverse("pathways:deliverable_submit", args=[record.pk])
    large = fill(disk)
    answer = browser.post(
        address, pressed("submit", note="My words.", file=SimpleUploadedFile("plan.pdf", LARGE))
    )
    assert answer.status_code == 422
    assert answer.context["forms"]["submit"].non_field_errors()[0].startswith(FULL)
    assert "My words." in answer.content.decode()
    assert DeliverableRecord.objects.values_list("state", "file").get() == ("open", "")
    assert left(disk) == ["something-large"]
    large.unlink()
    assert (
        browser.post(address, pressed("submit", file=SimpleUploadedFile("plan.pdf", PDF))).status_code == 302
    )
    assert left(disk) == [DeliverableRecord.objects.get().file.name]


@pytest.mark.django_db
def test_what_is_sent_is_never_spooled_to_a_disk_that_may_be_full(disk, tmp_path, signed_in, settings):
    """Django would write what is larger than 2.5 MB to its folder of temporary files."""
    fill(disk)
    settings.FILE_UPLOAD_TEMP_DIR, settings.MEDIA_ROOT = str(disk), str(tmp_path / "files")
    record = DeliverableRecordFactory(deliverable__evidence=["file"])
    address = reverse("pathways:deliverable_submit", args=[record.pk])
    file = SimpleUploadedFile("plan.pdf", PDF + b" " * 9_000_000)
    assert signed_in(record.placement.person).post(address, pressed("submit", file=file)).status_code == 302
    assert len(left(tmp_path / "files")) == 1


def test_a_disk_that_refuses_says_so_too(tmp_path, settings):
    (tmp_path / "evidence").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(NotStored, match="its disk refuses"):
        default_storage.save("evidence/a.pdf", ContentFile(b"x"))


def test_no_file_goes_over_another(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    names = [default_storage.save("evidence/a.pdf", ContentFile(bytes([number]))) for number in range(3)]
    assert len(set(names)) == 3
    assert [(tmp_path / name).read_bytes() for name in names] == [b"\0", b"\1", b"\2"]
    assert len(left(tmp_path)) == 3


def test_a_file_whose_row_is_not_written_goes_again(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    seen = []

    def write_the_row(name: str) -> None:
        seen.extend([left(tmp_path), [name]])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), stored(Accepted("pdf", PDF), "evidence") as name:
        write_the_row(name)
    assert seen[0] == seen[1]
    assert left(tmp_path) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_replaced_while_a_backup_runs_stays(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    names = [default_storage.save("resumes/a.pdf", ContentFile(PDF)) for _ in range(2)]
    begun, over = threading.Event(), threading.Event()

    def backup() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [BACKUP_LOCK])
            begun.set()
            over.wait(20)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [BACKUP_LOCK])
        connections.close_all()

    thread = threading.Thread(target=backup)
    thread.start()
    assert begun.wait(20)
    with transaction.atomic():
        forget(names[0])
    assert left(tmp_path) == sorted(names)
    over.set()
    thread.join(20)
    with transaction.atomic():
        forget(names[1])
        assert left(tmp_path) == sorted(names)
    assert left(tmp_path) == [names[0]]
