"""Says what a file is, in a process of its own that may die: `python -I common/judging.py`, the file on stdin.

What strangers send is opened by libraries made for it (qpdf for PDF, Pillow and libheif for pictures), and a file
made to break them breaks this process alone, which has little memory and little time. It imports nothing of ours.
On stdout: one line of JSON, `{"kind": …}` or `{"wrong": …}`, then the bytes to keep where they are not those given.
"""

import io
import json
import resource
import sys
import warnings
import zipfile
from typing import Any
from xml.etree import ElementTree

MEMORY = 768 * 1024 * 1024
SECONDS = 8
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2000
# Pictures of phones have up to 50 million points; on paper and on a screen more than this many a side show nothing.
MOST_POINTS = 64_000_000
LONGEST_SIDE = 4096
CONTENT_TYPES = "[Content_Types].xml"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
# Files of Word before 2007, and newer ones with a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What opening an archive may raise, an unknown way of packing and a password among it.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ValueError,
    NotImplementedError,
    OSError,
    EOFError,
    RuntimeError,
)


class Wrong(Exception):
    """What is wrong, as one of the words that common.uploads has a sentence for."""


def judge(content: bytes) -> tuple[str, bytes | None]:
    """The kind of the file, and the bytes to keep if they are not those given. Raises Wrong."""
    if b"%PDF-" in content[:1024]:
        _pdf(content)
        return "pdf", None
    if content.startswith(b"PK\x03\x04"):
        _word(content)
        return "docx", None
    if content.startswith(OLD_OFFICE):
        raise Wrong("old-word")
    return _picture(content)


def _pdf(content: bytes) -> None:
    """A PDF that qpdf, and so any reader, opens: it may have bytes before its beginning or after its end."""
    import pikepdf

    if b"%%EOF" not in content:
        raise Wrong("cut-pdf")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise Wrong("password") from None
    # A library made for damaged files still meets some it has no error for.
    except Exception:
        raise Wrong("broken-pdf") from None
    if not pages:
        raise Wrong("broken-pdf")


def _word(content: bytes) -> None:
    """A Word document by the type of its main part, wherever that lies; its size is asked before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Wrong("large-archive")
            # Each part is read to its end: no more comes out than its size says, or its checksum is wrong.
            types = b"".join(_read(archive, part) for part in parts)
    except BROKEN_ARCHIVE:
        raise Wrong("broken-word") from None
    names = {part.filename.lower() for part in parts}
    main = _main_parts(types)
    if any(kind == WORD_WITH_MACROS for _, kind in main) or any(
        name.endswith("vbaproject.bin") for name in names
    ):
        raise Wrong("macros")
    if not any(kind == WORD and name in names for name, kind in main):
        raise Wrong("other")


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as file:
        if part.filename == CONTENT_TYPES:
            return file.read()
        while file.read(1 << 20):
            pass
    return b""


def _main_parts(types: bytes) -> list[tuple[str, str]]:
    """Name and type of every part that the table of types names."""
    try:
        table = ElementTree.fromstring(types)
    except ElementTree.ParseError:
        raise Wrong("other") from None
    return [
        (row.get("PartName", "").lstrip("/").lower(), row.get("ContentType", ""))
        for row in table.iter(OVERRIDE)
    ]


def _picture(content: bytes) -> tuple[str, bytes]:
    """The picture alone, upright, without what a camera wrote beside it: place, time, names, films."""
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "HEIF")) as picture:
            kind = "png" if picture.format == "PNG" else "jpeg"
            shown = ImageOps.exif_transpose(picture)
            shown = _as_seen(shown, picture.info.get("icc_profile"), kind)
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            out = io.BytesIO()
            shown.save(out, kind.upper(), **({"quality": 90, "optimize": True} if kind == "jpeg" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Wrong("large-picture") from None
    except Image.UnidentifiedImageError:
        raise Wrong("other") from None
    except Exception:
        raise Wrong("broken-picture") from None
    return kind, out.getvalue()


def _as_seen(picture: Any, profile: bytes | None, kind: str) -> Any:
    """Its points in the colors every screen knows, and nothing else of it."""
    from PIL import Image, ImageCms

    modes = ("1", "L", "LA", "RGB", "RGBA") if kind == "png" else ("L", "RGB")
    if picture.mode not in modes:
        clear = kind == "png" and ("A" in picture.getbands() or "transparency" in picture.info)
        picture = picture.convert("RGBA" if clear else "RGB")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"))
        except (ImageCms.PyCMSError, OSError):
            # A broken profile is no reason to refuse a picture: without it the colors are slightly off.
            pass
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    return plain


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        kind, kept = judge(sys.stdin.buffer.read())
        said = {"kind": kind, "changed": kept is not None}
    except Wrong as wrong:
        said, kept = {"wrong": str(wrong)}, None
    except MemoryError:
        said, kept = {"wrong": "too-much"}, None
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + (kept or b""))


if __name__ == "__main__":
    main()
