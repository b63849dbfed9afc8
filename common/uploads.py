"""Files that people hand in: judged whole, kept under names of ours, refused in words."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify

from common.errors import DomainError

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
WORDS = {"pdf": "PDF", "docx": "Word (.docx)", "png": "PNG", "jpeg": "JPEG or HEIC"}
JUDGE = Path(__file__).with_name("judging.py")
# It ends itself after eight seconds of work; this is for a machine that gives it no time to work.
PATIENCE = 20
# Each may take the memory of a large picture.
AT_ONCE = BoundedSemaphore(2)
WRONG = {
    "cut-pdf": "This PDF is cut off. Save it again and choose it once more.",
    "broken-pdf": "This PDF cannot be opened. Open it on your device, save it as a PDF again and choose it once more.",
    "password": "This PDF asks for a password. Save it without one and choose it again.",
    "broken-word": "This Word document cannot be read. Save it again and choose it once more.",
    "large-archive": "This Word document unpacks to more than 50 MB. Make it smaller and choose it again.",
    "macros": "This Word document holds macros. Save it as .docx without them and choose it again.",
    "old-word": "This is a file of an older Word (.doc), or one with a password. Save it as .docx or PDF, without a"
    " password, and choose it again.",
    "large-picture": "This picture has too many points. Make it smaller and choose it again.",
    "broken-picture": "This picture is damaged. Save it again and choose it once more.",
    "too-much": "This file takes more to open than we can give. Make it smaller and choose it again.",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file we keep: one of pdf, docx, png, jpeg, and its bytes."""

    kind: str
    content: bytes

    def file(self) -> "ContentFile[bytes]":
        """Its bytes as Django stores them; what it is called is for the store to say."""
        return ContentFile(self.content)


def accept(content: bytes, *, kinds: tuple[str, ...], most: int = MOST_BYTES) -> Accepted:
    """The file, judged by its whole content. Names, announced types and first lines are only said.

    Documents are kept byte for byte, for they are evidence. Pictures are made anew, upright and at most 4,096 points
    a side, so that place, time and names a phone wrote into them do not come along; HEIC becomes JPEG. Raises
    DomainError, in words, for a file that is empty, too big, damaged, of another kind, or made to do harm. Takes
    seconds: hold no lock meanwhile.
    """
    if not content:
        raise DomainError("This file is empty. Choose another one.")
    if len(content) > most:
        raise DomainError(f"This file is larger than {most // MEGABYTE} MB. Choose a smaller one.")
    told, kept = _judged(content)
    wrong = WRONG.get(str(told.get("wrong", "")))
    if wrong:
        raise DomainError(wrong)
    kind = str(told.get("kind", ""))
    if kind not in kinds:
        allowed = ", ".join(WORDS[kind] for kind in kinds)
        raise DomainError(f"This is not a file we can keep. Choose one of these kinds: {allowed}.")
    return Accepted(kind, kept if told["changed"] else content)


def accept_upload(file: UploadedFile, *, kinds: tuple[str, ...], most: int = MOST_BYTES) -> Accepted:
    """The same for a file of a form; of one that is too big no more is read than shows it."""
    file.seek(0)
    return accept(file.read(most + 1), kinds=kinds, most=most)


def download_name(what: str, whose: str, number: int, stored: str) -> str:
    """What a browser calls a stored file: "resume-jose-munoz.pdf"; with its number where plain letters do not write
    the name. Nothing of what its sender called it."""
    return f"{what}-{slugify(whose)[:60].strip('-') or number}{Path(stored).suffix.lower()}"


def _judged(content: bytes) -> tuple[dict[str, object], bytes]:
    """What the judge says, and the bytes it made. A judge that died found a file made to kill it, or a poor machine."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise DomainError("Many files are being checked just now. Wait a minute and choose it again.")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(JUDGE)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        logger.warning("A file was not judged in %s s.", PATIENCE)
        return {"wrong": "too-much"}, b""
    finally:
        AT_ONCE.release()
    line, _, kept = done.stdout.partition(b"\n")
    if done.returncode or not line:
        logger.warning("A file ended its judge with %s: %s", done.returncode, done.stderr[-300:])
        return {"wrong": "too-much"}, b""
    return json.loads(line), kept
