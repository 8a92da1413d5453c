"""The pages of a Word file as PDF, by LibreOffice: a process of its own, with a profile and a folder of its own that go
with it, with limits on time and memory, no macros and no network.

What it opens was gone through before (``contents.examine``) and points to nothing beyond itself.
"""

import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from papers.numbers import listed
from papers.word.contents import Examined, Finding
from proposals.uploads import MEGABYTE

WRITER = ("soffice", "libreoffice")
PATIENCE = 150  # seconds by the clock
PROCESSOR, MEMORY, LARGEST = 120, 4096 * MEGABYTE, 200 * MEGABYTE
# Tags, so that a screen reader is told of headings and tables; links between files and comments are left out.
EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportNotes":{"type":"boolean","value":"false"},"ExportFormFields":{"type":"boolean","value":"false"}}'
)
NOWHERE = "http://127.0.0.1:9"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Load"><prop oor:name="UpdateDocMode"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501
# Faces with the widths of those that Word comes with: lines and pages break as they did.
AS_WIDE = {
    "carlito": "calibri",
    "caladea": "cambria",
    "liberationsans": "arial",
    "liberationserif": "timesnewroman",
    "liberationmono": "couriernew",
}
STYLES = re.compile(r"(-.*|,.*|PSMT|PS|MT)$")


class NoWriter(Exception):
    """There is nothing here that could print it."""


class NotPrinted(Exception):
    """It was opened in vain: damaged, or more than can be printed in the time there is."""


def writer() -> str | None:
    return next(filter(None, map(shutil.which, WRITER)), None)


def printed(examined: Examined) -> bytes:
    program = writer()
    if program is None:
        raise NoWriter
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE)
        (place / "paper.docx").write_bytes(examined.content)
        _run(program, place)
        made = place / "paper.pdf"
        if not made.exists() or not made.stat().st_size:
            raise NotPrinted
        return made.read_bytes()


def _run(program: str, place: Path) -> None:
    command = [program, f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore", "--nolockcheck"]
    command += ["--nodefault", "--nologo", "--infilter=MS Word 2007 XML", "--convert-to", EXPORT]
    command += ["--outdir", str(place), str(place / "paper.docx")]
    process = subprocess.Popen(
        command,
        cwd=place,
        env=_environment(place),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limits,
    )
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise NotPrinted from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # what it started goes with it
        process.wait()


def _environment(place: Path) -> dict[str, str]:
    """Neither our settings nor a way to the network."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SECMODS_SUPERVISED") if name in os.environ}
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ftp_proxy"), NOWHERE)
    return {**kept, **nowhere, "HOME": str(place), "TMPDIR": str(place), "SAL_USE_VCLPLUGIN": "svp"}


def _limits() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def replaced(pdf: bytes, named: frozenset[str]) -> list[Finding]:
    """That it was printed in typefaces which it does not name: its own are not installed here."""
    asked = {_plain(name) for name in named}
    others = sorted({face for face in _faces(pdf) if AS_WIDE.get(_plain(face), _plain(face)) not in asked})
    if not others:
        return []
    sentence = (
        f"Its own typefaces are not all at hand: some of it is printed in {listed(others)}, and lines and pages may "
        "break elsewhere than in Word."
    )
    return [Finding("typefaces", sentence)]


def _faces(pdf: bytes) -> set[str]:
    from pypdf import PdfReader

    found = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in (page.get("/Resources") or {}).get("/Font", {}).values():
            name = str(font.get_object().get("/BaseFont", ""))[1:].split("+")[-1]
            found.add(_in_words(STYLES.sub("", name)))
    return {face for face in found if face and "Symbol" not in face}


def _in_words(name: str) -> str:
    """“DejaVu Sans” of “DejaVuSans”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("Deja Vu", "DejaVu")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
