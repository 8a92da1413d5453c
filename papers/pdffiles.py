"""A PDF that somebody supplied: whether its pages can stand in a pack, and what it holds beside them."""

from io import BytesIO

from audit.acts import Refused

PDF = "application/pdf"
MOST_PAGES = 150
OF_ITS_PAGES = {"/Link", "/Widget"}  # notes, marks and attached files are what somebody put beside them


def pages_of(name: str, content: bytes, content_type: str = PDF) -> int:
    """How many pages it has. ``Refused`` where they could not be put into a pack."""
    if content_type != PDF:
        raise Refused(f"“{name}” is neither PDF nor Word: a paper is supplied as one of these.", "upload")
    pages = _count(name, content)
    if not pages:
        raise Refused(f"“{name}” has no pages.", "upload")
    if pages > MOST_PAGES:
        raise Refused(f"“{name}” has {pages} pages; a paper may have {MOST_PAGES}.", "upload")
    return pages


def _count(name: str, content: bytes) -> int:
    """Each page is read as it will be when it is put into the file."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Refused(f"“{name}” is protected by a password: save it without one and send it again.", "upload")
        for page in reader.pages:
            if not float(page.cropbox.width) * float(page.cropbox.height):
                raise ValueError("a page without an area")
            page.get_contents()
        return len(reader.pages)
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes of it
        raise Refused(f"“{name}” is damaged: it cannot be opened as a PDF.", "upload") from error


def hides(content: bytes) -> bool:
    """Whether it holds more than its pages show: notes, marks, attached files, scripts. Asked of one that could be
    read."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    named = root.get("/Names", {}).get_object() if "/Names" in root else {}
    if "/EmbeddedFiles" in named or "/JavaScript" in named or "/AF" in root:
        return True
    return any(_has_notes(page) for page in reader.pages)


def _has_notes(page) -> bool:
    notes = page.get("/Annots")
    return any(note.get_object().get("/Subtype") not in OF_ITS_PAGES for note in notes.get_object()) if notes else False
