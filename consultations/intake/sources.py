"""From an original to its lines. What an upload is, ``proposals.uploads`` has said already."""

from collections.abc import Iterable

from audit.acts import Refused
from consultations.intake.pdf import from_pdf
from consultations.intake.plain import from_text
from consultations.intake.shapes import Line
from consultations.intake.word import from_word
from proposals.uploads import Inspected

READABLE = (".docx", ".pdf", ".txt")
MOST_CHARACTERS = 2_000_000


def lines_of(original: Inspected) -> list[Line]:
    if original.extension not in READABLE:
        raise Refused(
            f"From “{original.name}” no text can be read here. Choose a Word document (.docx), a PDF or plain text, "
            "or paste what it says.",
            "upload",
        )
    lines = _read(original)
    check_size(lines)
    if not lines:
        raise Refused(f"“{original.name}” holds no text.", "upload")
    return lines


def _read(original: Inspected) -> list[Line]:
    if original.extension == ".docx":
        return from_word(original.content, original.name)
    if original.extension == ".pdf":
        return from_pdf(original.content, original.name)
    return from_text(original.content.decode())


def check_size(lines: Iterable[Line]) -> None:
    found = sum(len(line.text) for line in lines)
    if found > MOST_CHARACTERS:
        raise Refused(
            f"It has {found:,} characters; at most {MOST_CHARACTERS:,} can be entered, some 300,000 words. Attach the "
            "rest as a file.",
            "upload",
        )
