"""The pages of a PDF that somebody supplied, put into a file that is laid out here.

The engine cannot take a page of another PDF in, and joining files afterwards would lose every tag. So each page is laid
out as a blank picture of its shape, tagged as a figure whose alternative text says which page it is; and when the file
is written, the page itself takes the place of the picture. Its text stays text, to be searched and copied. Its own
tags, bookmarks, links and form fields are lost: the figure is all that a screen reader is told of.
"""

from collections.abc import Mapping
from hashlib import md5
from io import BytesIO

SHEET = "sheet:"


class Sheets:
    """Those that one file uses: by the address under which the layout asked for them, (source, page)."""

    def __init__(self):
        self.used: dict[str, tuple[str, int]] = {}
        self._read = {}

    def blank(self, address: str, source: str, number: int, pictures: Mapping[str, bytes]) -> bytes:
        """A picture as wide and as high as the page, to be laid out in its stead."""
        from PIL import Image

        self.used[address] = (source, number)
        box, turned = _shape(self._page(source, number, pictures))
        size = [max(1, round(float(length))) for length in (box.width, box.height)]
        made = BytesIO()
        Image.new("1", size[::-1] if turned % 180 else size, 1).save(made, "PNG")
        return made.getvalue()

    def put_into(self, pdf: bytes, pictures: Mapping[str, bytes]) -> bytes:
        """The pages take the places of their pictures. The rest of the file stays as it is."""
        from pypdf import PdfWriter
        from pypdf.generic import NameObject

        writer = PdfWriter(clone_from=BytesIO(pdf))
        drawn = writer.pages[0]["/Resources"]["/XObject"]
        for address, (source, number) in self.used.items():
            form = writer._add_object(_form(self._page(source, number, pictures), writer))
            for name in _names(address, drawn):
                drawn[NameObject(name)] = form
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        made = BytesIO()
        writer.write(made)
        return made.getvalue()

    def _page(self, source: str, number: int, pictures: Mapping[str, bytes]):
        from pypdf import PdfReader

        if source not in self._read:
            self._read[source] = PdfReader(BytesIO(pictures[source]))
        return self._read[source].pages[number]


def _names(address: str, drawn) -> list[str]:
    """By what name the engine keeps the picture of an address."""
    digest = md5(address.encode(), usedforsecurity=False).hexdigest()
    return [name for name in drawn if digest in name]


def _shape(page) -> tuple:
    return page.cropbox, page.rotation % 360


def _form(page, writer):
    """The page as something that can be drawn where a picture would be, which fills a square of one by one."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    box, turned = _shape(page)
    contents = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(contents.get_data() if contents is not None else b"")
    form = form.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(FloatObject(edge) for edge in (*box.lower_left, *box.upper_right))
    form[NameObject("/Matrix")] = ArrayObject(FloatObject(number) for number in _matrix(box, turned))
    resources = page.get("/Resources", DictionaryObject()).get_object()
    form[NameObject("/Resources")] = resources.clone(writer)
    if "/Group" in page:
        form[NameObject("/Group")] = page["/Group"].clone(writer)
    return form


def _matrix(box, turned: int) -> tuple[float, ...]:
    left, bottom, width, height = (float(each) for each in (box.left, box.bottom, box.width, box.height))
    return {
        0: (1 / width, 0, 0, 1 / height, -left / width, -bottom / height),
        90: (0, -1 / width, 1 / height, 0, -bottom / height, 1 + left / width),
        180: (-1 / width, 0, 0, -1 / height, 1 + left / width, 1 + bottom / height),
        270: (0, 1 / width, -1 / height, 0, 1 + bottom / height, -left / width),
    }[turned]
