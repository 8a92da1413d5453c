"""The pages of a PDF that somebody supplied, put into a file that is laid out here.

The engine cannot take a page of another PDF in, and joining files afterwards would lose every tag. So each page is laid
out as a blank picture of its shape, tagged as a figure whose alternative text says which page it is; and when the file
is written, the page itself takes the place of the picture. Its text stays text, to be searched and copied. Where it has
tags, they take the place of the figure (``sheettags``); bookmarks, links and form fields are lost.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import md5, sha256
from io import BytesIO

from papers.sheettags import Drawn, put_tags, tags_of

SHEET = "sheet:"
OF_THE_FILE = {"/Parent", "/StructParents", "/StructParent", "/Metadata", "/Length"}
VERSION = "1.7"  # the first that holds all that these pages are made of
FINENESS = 2  # dots of the blank picture for each point of the page
DRAWN = re.compile(rb"/(\S+)\s+Do\b")


class Sheets:
    """Those that one file uses: by the address under which the layout asked for them, (source, page)."""

    def __init__(self):
        self.used: dict[str, tuple[str, int]] = {}
        self._read = {}

    def blank(self, address: str, source: str, number: int, pictures: Mapping[str, bytes]) -> bytes:
        """A picture of the page’s shape, large enough to be laid out as large as there is room."""
        self.used[address] = (source, number)
        box, turned = _shape(self._page(source, number, pictures))
        wide, high = [max(1, round(FINENESS * float(length))) for length in (box.width, box.height)]
        return _blank(high, wide) if turned % 180 else _blank(wide, high)

    def digest(self, picture: str) -> str:
        """Of what stands on the page that a picture stands for, by the engine’s name of the picture; empty for any
        other. The same page of another file has the same one."""
        found = {_name(address): place for address, place in self.used.items()}.get(picture)
        return _digest(self._page(*found, {})) if found else ""

    def put_into(self, pdf: bytes, pictures: Mapping[str, bytes]) -> bytes:
        """The pages take the places of their pictures, and their tags those of the figures."""
        from pypdf import PdfWriter
        from pypdf.generic import NameObject

        writer = PdfWriter(clone_from=BytesIO(pdf))
        writer.pdf_header = f"%PDF-{VERSION}"
        drawn = writer.pages[0]["/Resources"]["/XObject"]
        pages = _pages_by_name(writer, [name for address in self.used for name in _names(address, drawn)])
        forms: dict[str, list[Drawn]] = {}
        for address, (source, number) in self.used.items():
            form = writer._add_object(_form(self._page(source, number, pictures), writer))
            for name in _names(address, drawn):
                drawn[NameObject(name)] = form
                forms.setdefault(source, []).extend(Drawn(number, name, form, page) for page in pages[name])
        for source, places in forms.items():
            self._put_tags(writer, source, places)
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        made = BytesIO()
        writer.write(made)
        return made.getvalue()

    def _put_tags(self, writer, source: str, places: list[Drawn]) -> None:
        """A page that is drawn twice, because two items have the same file, stays a figure each time: its marks can be
        told of at one place only."""
        once = len({drawn.number for drawn in places}) == len(places)
        if once and (tree := tags_of(self._read[source])):
            put_tags(writer, tree, places)

    def _page(self, source: str, number: int, pictures: Mapping[str, bytes]):
        from pypdf import PdfReader

        if source not in self._read:
            self._read[source] = PdfReader(BytesIO(pictures[source]))
        return self._read[source].pages[number]


@lru_cache(maxsize=16)
def _blank(width: int, height: int) -> bytes:
    from PIL import Image

    made = BytesIO()
    Image.new("1", (width, height), 1).save(made, "PNG")
    return made.getvalue()


def _pages_by_name(writer, names: list[str]) -> dict[str, list]:
    """On which pages each of the pictures stands."""
    found: dict[str, list] = {name: [] for name in names}
    for page in writer.pages:
        content = page.get_contents().get_data()
        for name in DRAWN.findall(content):
            if (known := f"/{name.decode()}") in found:
                found[known].append(page)
    return found


def _names(address: str, drawn) -> list[str]:
    """By what name the engine keeps the picture of an address."""
    return [name for name in drawn if _name(address) in name]


def _name(address: str) -> str:
    return md5(address.encode(), usedforsecurity=False).hexdigest()


def _digest(page) -> str:
    """Typefaces count by their names alone: each file holds just the letters it uses, and numbers them anew."""
    stands, contents = sha256(), page.get_contents()
    stands.update(contents.get_data() if contents is not None else b"")
    _take_in(page.get("/Resources"), stands, set())
    return stands.hexdigest()


def _take_in(held, stands, seen: set[int]) -> None:
    held = held.get_object() if hasattr(held, "get_object") else held
    if isinstance(held, (dict, list)) and id(held) in seen:
        return
    seen.add(id(held))
    if isinstance(held, dict):
        if held.get("/Type") == "/Font":
            stands.update(str(held.get("/BaseFont")).split("+")[-1].encode())
            return
        for name in sorted(held.keys() - OF_THE_FILE):
            stands.update(str(name).encode())
            _take_in(held.raw_get(name), stands, seen)
        stands.update(getattr(held, "_data", b""))
    elif isinstance(held, list):
        for row in held:
            _take_in(row, stands, seen)
    else:
        stands.update(str(held).encode())


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
