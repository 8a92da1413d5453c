"""One PDF of several that were laid out one after the other, so that no more than one of them is in memory at a time.
Tags, bookmarks and the places that links lead to are those of one document: pypdf would drop them.

A part is taken as the engine hands it over before it is written: its objects, numbered from one. Here they get numbers
of the whole, and what there may be once – pages, tags, bookmarks, named places – is made of all.
"""

import io
import re
import zlib
from dataclasses import dataclass, field

# A reference, or a string in brackets in which something may look like one.
REFERENCE = re.compile(rb"\((?:\\.|[^()\\])*\)|(?<![\w.])(\d+) 0 R\b", re.DOTALL)
STREAM = b"\nstream\n"
ELSEWHERE = "https://parts.invalid/#"  # a link to a place in another part
IN_A_STREAM = 400
PAGES, TAGS, ALL, TREE, BOOKMARKS, CATALOG, INFO = range(1, 8)  # objects of the whole


@dataclass
class Whole:
    """What is gathered while part after part is added; ``written`` holds the file so far."""

    written: io.BytesIO = field(default_factory=io.BytesIO)
    next_number: int = INFO + 1
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # of each object, as the table has them
    waiting: list[tuple[int, bytes]] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)
    tags: list[bytes] = field(default_factory=list)
    tree: list[bytes] = field(default_factory=list)
    tagged: int = 0
    names: dict[bytes, bytes] = field(default_factory=dict)
    bookmarks: list["Ends"] = field(default_factory=list)
    catalog: bytes = b""
    info: bytes = b""

    def __post_init__(self):
        self.written.write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def add(self, pdf, *, in_front: bool = False) -> None:
        """``pdf``: as the engine hands it to a ``finisher``. The part ``in_front`` comes last, when the pages of the
        others are known; the title and the language of the whole are its."""
        _Part(self, pdf, 0 if in_front else len(self.bookmarks)).add(in_front=in_front)

    # Objects

    def put(self, number: int, data: bytes, *, packed: bool = True) -> None:
        if not packed:
            self.places[number] = (1, self.written.tell(), 0)
            self.written.write(b"%d 0 obj\n%b\nendobj\n" % (number, data))
            return
        self.waiting.append((number, data))
        if len(self.waiting) == IN_A_STREAM:
            self._pack()

    def _pack(self) -> None:
        if not self.waiting:
            return
        own, position, index, body = self._number(), 0, [], []
        for place, (number, data) in enumerate(self.waiting):
            self.places[number] = (2, own, place)
            index.append(b"%d %d" % (number, position))
            body.append(data)
            position += len(data) + 1
        head = b" ".join(index) + b"\n"
        content = zlib.compress(head + b"\n".join(body))
        extra = b"/Type /ObjStm /N %d /First %d" % (len(self.waiting), len(head))
        self.waiting = []
        self.put(own, _stream(extra, content), packed=False)

    def _number(self) -> int:
        self.next_number += 1
        return self.next_number - 1

    # The end

    def finished(self, identifier: bytes) -> bytes:
        self._put_bookmarks()
        self.put(PAGES, b"<</Type /Pages /Kids [%b] /Count %d>>" % (b" ".join(self.pages), len(self.pages)))
        self.put(TREE, b"<</Nums [%b]>>" % b" ".join(self.tree))
        self.put(TAGS, b"<</Type /StructTreeRoot /ParentTree %d 0 R /K [%d 0 R]>>" % (TREE, ALL))
        self.put(ALL, b"<</Type /StructElem /S /Document /P %d 0 R /K [%b]>>" % (TAGS, b" ".join(self.tags)))
        self.put(INFO, self.info)
        self.put(CATALOG, self._whole_catalog())
        self._pack()
        return self._with_table(identifier)

    def _whole_catalog(self) -> bytes:
        named = b" ".join(b"%b %b" % pair for pair in sorted(self.names.items()))
        marks = b"/Outlines %d 0 R" % BOOKMARKS if self.bookmarks else b""
        return b"<</Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Names <</Dests <</Names [%b]>>>> %b %b>>" % (
            *(PAGES, TAGS, named, marks),
            self.catalog,
        )

    def _with_table(self, identifier: bytes) -> bytes:
        own, begins = self._number(), self.written.tell()
        self.places[own] = (1, begins, 0)
        rows = (self.places.get(number, (0, 0, 0)) for number in range(self.next_number))
        table = b"".join(kind.to_bytes(1, "big") + at.to_bytes(5, "big") + n.to_bytes(2, "big") for kind, at, n in rows)
        extra = b"/Type /XRef /W [1 5 2] /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>]" % (
            *(self.next_number, CATALOG, INFO),
            *(identifier.hex().encode(), identifier.hex().encode()),
        )
        self.written.write(b"%d 0 obj\n%b\nendobj\n" % (own, _stream(extra, zlib.compress(table))))
        self.written.write(b"startxref\n%d\n%%%%EOF\n" % begins)
        return self.written.getvalue()

    # Bookmarks hang together through the parts

    def _put_bookmarks(self) -> None:
        if not self.bookmarks:
            return
        for place, ends in enumerate(self.bookmarks):
            if place:
                ends.held[ends.first] += b" /Prev %d 0 R" % self.bookmarks[place - 1].last
            if place < len(self.bookmarks) - 1:
                ends.held[ends.last] += b" /Next %d 0 R" % self.bookmarks[place + 1].first
            for number, data in ends.held.items():
                self.put(number, b"<<%b>>" % data)
        first, last = self.bookmarks[0].first, self.bookmarks[-1].last
        count = sum(ends.count for ends in self.bookmarks)
        self.put(BOOKMARKS, b"<</First %d 0 R /Last %d 0 R /Count %d>>" % (first, last, count))


@dataclass
class Ends:
    """The first and the last bookmark of the uppermost rank of a part; ``held``: what they are, without brackets."""

    first: int
    last: int
    count: int
    held: dict[int, bytes] = field(default_factory=dict)


def _stream(extra: bytes, content: bytes) -> bytes:
    return b"<<%b /Filter /FlateDecode /Length %d>>%b%b\nendstream" % (extra, len(content), STREAM, content)


class _Part:
    def __init__(self, whole: Whole, pdf, place: int):
        self.whole, self.pdf, self.place = whole, pdf, place
        self.before = whole.next_number - 1  # what a number of this part is raised by
        catalog = pdf.catalog
        self.root = self._named(catalog["StructTreeRoot"])
        self.tree = self._named(self.root["ParentTree"])
        of_the_whole = [(pdf.pages, PAGES), (self.root, ALL), (self.tree, TREE), (catalog, CATALOG)]
        self.bookmarks = self._named(catalog["Outlines"]) if "Outlines" in catalog else None
        if self.bookmarks is not None:
            of_the_whole.append((self.bookmarks, BOOKMARKS))
        self.known = {each.number: number for each, number in of_the_whole}
        whole.next_number += len(pdf.objects)

    def _named(self, reference):
        return self.pdf.objects[_number_in(reference)]

    def add(self, *, in_front: bool) -> None:
        whole, pdf = self.whole, self.pdf
        self._prepare()
        ends = self._bookmark_ends()
        for each in pdf.objects[1:]:
            number = each.number + self.before
            if each.number in self.known:
                continue
            if number in ends:
                ends[number] = self._moved(each.data).removeprefix(b"<<").removesuffix(b">>")
            else:
                whole.put(number, self._moved(each.data), packed=each.compressible)
        at_pages, at_tags = (0, 0) if in_front else (len(whole.pages), len(whole.tags))
        whole.pages[at_pages:at_pages] = [self._moved(reference) for reference in pdf.page_references]
        whole.tags[at_tags:at_tags] = [self._moved(_data(kid)) for kid in self.root["K"]]
        self._numbered_tags()
        self._names()
        if in_front:
            self._of_the_whole()

    def _moved(self, data: bytes) -> bytes:
        """With references as they are in the whole; what is in a stream is left alone."""
        head, mark, rest = data.partition(STREAM)
        return REFERENCE.sub(self._renumbered, head) + mark + rest

    def _renumbered(self, match: re.Match) -> bytes:
        if match[1] is None:
            return match[0]
        number = int(match[1])
        return b"%d 0 R" % self.known.get(number, number + self.before)

    def _prepare(self) -> None:
        """Pages and links are found from the tags by numbers of their own; links lead to other parts."""
        for each in self.pdf.objects:
            if not isinstance(each, dict):
                continue
            if each.get("S") == "/Document":
                each["S"] = "/Part"
            for name in ("StructParents", "StructParent"):
                if name in each:
                    each[name] += self.whole.tagged
            if isinstance(each.get("A"), dict):
                _lead_within(each)

    def _numbered_tags(self) -> None:
        numbers, found = self.tree["Nums"][::2], self.tree["Nums"][1::2]
        for number, each in zip(numbers, found, strict=True):
            self.whole.tree.append(b"%d %b" % (number + self.whole.tagged, self._moved(_data(each))))
        self.whole.tagged += len(numbers)

    def _names(self) -> None:
        names = self.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for name, place in zip(names[::2], names[1::2], strict=True):
            self.whole.names.setdefault(_data(name), self._moved(_data(place)))

    def _bookmark_ends(self) -> dict[int, bytes]:
        """By number in the whole; what they are is filled in when they are come by."""
        if self.bookmarks is None:
            return {}
        first, last = (_number_in(self.bookmarks[name]) + self.before for name in ("First", "Last"))
        ends = Ends(first, last, int(self.bookmarks["Count"]), {first: b"", last: b""})
        self.whole.bookmarks.insert(self.place, ends)
        return ends.held

    def _of_the_whole(self) -> None:
        catalog = self.pdf.catalog
        kept = ("Lang", "MarkInfo", "ViewerPreferences", "Metadata")
        found = [b"/%b %b" % (name.encode(), self._moved(_data(catalog[name]))) for name in kept if name in catalog]
        self.whole.catalog, self.whole.info = b" ".join(found), self.pdf.info.data


def _lead_within(annotation) -> None:
    """A link that leads to a place in another part leads there within the file."""
    import pydyf

    text = str(getattr(annotation["A"].get("URI"), "string", ""))
    if text.startswith(ELSEWHERE):
        del annotation["A"]
        annotation["Dest"] = pydyf.String(text.removeprefix(ELSEWHERE))


def _number_in(reference) -> int:
    return int(_data(reference).split()[0])


def _data(value) -> bytes:
    if hasattr(value, "data"):
        return value.data
    return value if isinstance(value, bytes) else str(value).encode()
