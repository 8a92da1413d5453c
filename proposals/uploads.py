"""What an upload is, by its content and not by its name: an allow-list of documents and pictures."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from PIL import Image

from audit.acts import Refused

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_PIXELS = 40_000_000

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
OFFICE = {".docx": (DOCX, "word/"), ".xlsx": (XLSX, "xl/"), ".pptx": (PPTX, "ppt/")}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of Office before 2007, and encrypted ones of today
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WITH_MACROS = {".docm": ".docx", ".dotm": ".docx", ".xlsm": ".xlsx", ".pptm": ".pptx"}
TEXTS = {".txt": "text/plain", ".csv": "text/csv"}
ALLOWED = ("PDF", "Word (.docx)", "Excel (.xlsx)", "PowerPoint (.pptx)", "plain text", "CSV", "PNG", "JPEG", "GIF")


@dataclass(frozen=True)
class Inspected:
    name: str
    extension: str
    content_type: str
    content: bytes

    @property
    def stem(self) -> str:
        return PurePath(self.name).stem

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES.values()


def inspect(upload) -> Inspected:
    """Read an uploaded file and say what it is; ``Refused`` names the file when it may not be kept."""
    name = safe_name(upload.name)
    if upload.size > LARGEST:
        raise Refused(f"“{name}” has {upload.size // MEGABYTE} MB; a file may have {LARGEST // MEGABYTE} MB.", "upload")
    content = upload.read()
    if not content:
        raise Refused(f"“{name}” is empty.", "upload")
    extension = PurePath(name).suffix.lower()
    content_type = _identify(name, extension, content)
    return Inspected(name, extension, content_type, content)


def safe_name(name: str) -> str:
    """The file's own name without any folder, control characters or what a header could trip over."""
    base = PurePath(name.replace("\\", "/")).name
    return re.sub(r"[^\w .()\-]", "_", base).strip(" .")[-150:] or "document"


def _identify(name: str, extension: str, content: bytes) -> str:
    if extension == ".pdf":
        return _pdf(name, content)
    if extension in PICTURES:
        return _picture(name, extension, content)
    if extension in OFFICE:
        return _office(name, extension, content)
    if extension in TEXTS:
        return _text(name, extension, content)
    if extension in WITH_MACROS:
        raise Refused(f"“{name}” holds macros; save it as {WITH_MACROS[extension]} and try again.", "upload")
    raise Refused(f"“{name}” cannot be kept: documents may be {', '.join(ALLOWED[:-1])} or {ALLOWED[-1]}.", "upload")


def _not_what_it_says(name: str, extension: str) -> Refused:
    return Refused(f"“{name}” is not what its name says: its content is not that of a {extension} file.", "upload")


def _pdf(name: str, content: bytes) -> str:
    if not content.startswith(b"%PDF-"):
        raise _not_what_it_says(name, ".pdf")
    return "application/pdf"


def _picture(name: str, extension: str, content: bytes) -> str:
    kind = filetype.guess(content)
    if kind is None or kind.mime != PICTURES[extension]:
        raise _not_what_it_says(name, extension)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            pixels = picture.width * picture.height
            picture.verify()
    except Exception as error:
        raise Refused(f"“{name}” is damaged: it cannot be opened as a picture.", "upload") from error
    if pixels > MOST_PIXELS:
        raise Refused(f"“{name}” is too large a picture: {pixels // 1_000_000} million pixels.", "upload")
    return PICTURES[extension]


def _office(name: str, extension: str, content: bytes) -> str:
    content_type, folder = OFFICE[extension]
    if content.startswith(COMPOUND):
        raise _of_old_or_closed(name, extension, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _not_what_it_says(name, extension) from error
    if "[Content_Types].xml" not in names or not any(n.startswith(folder) for n in names):
        raise _not_what_it_says(name, extension)
    if any(n.endswith("vbaProject.bin") for n in names):
        raise Refused(f"“{name}” holds macros; save it without them and try again.", "upload")
    if unpacked > LARGEST_UNPACKED:
        raise Refused(f"“{name}” unpacks to {unpacked // MEGABYTE} MB, which is too much.", "upload")
    return content_type


def _of_old_or_closed(name: str, extension: str, content: bytes) -> Refused:
    if ENCRYPTED in content:
        return Refused(f"“{name}” is protected by a password: save it without one and send it again.", "upload")
    return Refused(f"“{name}” is of the format before {extension}: save it as {extension} and send it again.", "upload")


def _text(name: str, extension: str, content: bytes) -> str:
    if b"\0" in content or filetype.guess(content) is not None:
        raise _not_what_it_says(name, extension)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"“{name}” is not plain text in UTF-8.", "upload") from error
    return TEXTS[extension]
