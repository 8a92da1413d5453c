"""The tags of a PDF that somebody supplied, for the pages of it that stand in a file of ours.

Each page is drawn as a form, and the marks within it stay as they are; what is lost is the tree that says which mark is
a heading and which a cell. It is read here as plain values, and written again into the tree of the file, where its
leaves name the form besides the mark. A tree that cannot be made sense of is not taken over: the page then stays the
figure that it was laid out as.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST, DEEPEST = 100_000, 100
KEPT = ("/A", "/Alt", "/ActualText", "/E", "/Lang")
# What ISO 32000-1 knows; a name that a file gave itself is looked up in its own table first.
STANDARD = {
    *("/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct", "/Private"),
    *("/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody"),
    *("/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot"),
    *("/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Figure", "/Formula"),
}
# The file as a whole is a part of ours; what is pressed or followed is lost with its annotation, and its words stay.
INSTEAD = {"/Document": "/Sect", "/Link": "/Span", "/Form": "/Div", "/Annot": "/Span", "/Title": "/P"}
INSTEAD |= {"/Em": "/Span", "/Strong": "/Span", "/FENote": "/Note", "/Aside": "/Div", "/DocumentFragment": "/Div"}
FIGURE = rb"/Figure\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC((?:(?!\bEMC\b).)*?/%s\s+Do\b(?:(?!\bEMC\b).)*?)\bEMC\b"


@dataclass
class Tag:
    """``kids``: tags, or leaves as (page of the file, number of the mark on it)."""

    role: str
    entries: dict = field(default_factory=dict)
    kids: list = field(default_factory=list)

    def leaves(self) -> Iterator[tuple[int, int]]:
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.leaves()
            else:
                yield kid


class Unreadable(ValueError):
    """The tree is not one that can be taken over."""


def tags_of(reader) -> Tag | None:
    """None where the file has none, or none that can be taken over whole."""
    try:
        return _Reading(reader).tree()
    except Exception:  # whatever a file that others made holds in its place
        return None


class _Reading:
    def __init__(self, reader):
        self.root = reader.trailer["/Root"]
        self.pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
        self.seen = 0

    def tree(self) -> Tag | None:
        if "/StructTreeRoot" not in self.root:
            return None
        top = self.root["/StructTreeRoot"]
        self.roles = top.get("/RoleMap", {}).get_object() if "/RoleMap" in top else {}
        tree = Tag("/Sect", {"/Lang": self.root["/Lang"]} if "/Lang" in self.root else {})
        tree.kids = [tag for tag in self._kids(top, None, 0) if isinstance(tag, Tag)]
        return tree if any(tree.leaves()) else None

    def _kids(self, element, page: int | None, depth: int) -> list:
        held = element.get("/K", [])
        held = held.get_object() if hasattr(held, "get_object") else held
        rows = held if isinstance(held, list) else [held]
        return [kid for row in rows for kid in self._kid(row.get_object(), page, depth)]

    def _kid(self, held, page: int | None, depth: int) -> list:
        self.seen += 1
        if self.seen > MOST or depth > DEEPEST:
            raise Unreadable
        if isinstance(held, int):
            return [] if page is None else [self._leaf(page, held)]
        if held.get("/Type") == "/OBJR":
            return []
        if held.get("/Type") == "/MCR":
            if "/Stm" in held:
                raise Unreadable
            return [self._leaf(self._page(held, page), held["/MCID"])]
        return [self._tag(held, page, depth)]

    def _leaf(self, page: int, mark: int) -> tuple[int, int]:
        if not 0 <= mark < MOST:
            raise Unreadable
        return page, int(mark)

    def _tag(self, held, page: int | None, depth: int) -> Tag:
        role = self._role(held["/S"])
        kids = self._kids(held, self._page(held, page), depth + 1)
        if role not in STANDARD:
            role = "/Div" if any(isinstance(kid, Tag) for kid in kids) else "/P"
        return Tag(role, _entries(held), kids)

    def _page(self, held, page: int | None) -> int | None:
        return self.pages[held.raw_get("/Pg").idnum] if "/Pg" in held else page

    def _role(self, name: str) -> str:
        for _ in range(10):
            if name in STANDARD or name in INSTEAD or name not in self.roles:
                break
            name = self.roles[name]
        return INSTEAD.get(name, str(name))


def _entries(held) -> dict:
    """Without what points to other objects of the file, or to other tags by a name that they lose."""
    entries = {name: _alone(held[name]) for name in KEPT if name in held}
    return {name: value for name, value in entries.items() if value is not None}


def _alone(value):
    from pypdf.generic import ArrayObject, DictionaryObject

    if isinstance(value, DictionaryObject):
        rows = {name: _alone(value.raw_get(name)) for name in value if name != "/Headers"}
        return DictionaryObject({name: row for name, row in rows.items() if row is not None})
    if isinstance(value, ArrayObject):
        rows = [_alone(row) for row in value]
        return None if None in rows else ArrayObject(rows)
    return value if isinstance(value, (str, int, float)) else None


# Writing


@dataclass
class Drawn:
    """A page of a file as it stands in ours: ``form`` is drawn on ``page``, by ``name``."""

    number: int
    name: str
    form: object
    page: object


def put_tags(writer, tree: Tag, drawn: list[Drawn]) -> None:
    """The tree takes the place of the first figure, and the other figures go. A page without marks stays a figure."""
    marked = {page for page, _ in tree.leaves()}
    ours = {each.number: each for each in drawn if each.number in marked}
    wrapped = [(each, _wrapped(each)) for each in ours.values()]
    if not all(found for _, found in wrapped):
        return
    figures = [_unwrapped(writer, each, found) for each, found in wrapped]
    first, place = figures[0]
    parents: dict[int, dict[int, object]] = {number: {} for number in ours}
    _replace(place, first, _written(writer, tree, place, ours, parents))
    for figure, parent in figures[1:]:
        _replace(parent, figure, None)
    _note_parents(writer, ours, parents)


def _wrapped(drawn: Drawn) -> re.Match | None:
    """Where the form is drawn within the marks of its figure."""
    pattern = FIGURE % re.escape(drawn.name[1:].encode())
    return re.search(pattern, drawn.page.get_contents().get_data(), re.DOTALL)


def _unwrapped(writer, drawn: Drawn, found: re.Match):
    """Take the marks of the figure from around the form, since what is marked in it may not stand in another mark.
    Answers the element of the figure, and its parent."""
    from pypdf.generic import NameObject, NullObject, StreamObject

    content, stream = found.string, StreamObject()
    stream.set_data(content[: found.start()] + found[2] + content[found.end() :])
    drawn.page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    numbers = _numbers(writer)
    held = numbers[numbers.index(drawn.page["/StructParents"]) + 1].get_object()
    figure = held[int(found[1])]
    held[int(found[1])] = NullObject()
    return figure, figure.get_object()["/P"]


def _numbers(writer) -> list:
    tree = writer.root_object["/StructTreeRoot"]["/ParentTree"].get_object()
    return tree["/Nums"]


def _written(writer, tag: Tag, parent, ours: dict[int, Drawn], parents: dict):
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    element = DictionaryObject({NameObject("/Type"): NameObject("/StructElem"), NameObject("/S"): NameObject(tag.role)})
    reference = writer._add_object(element)
    element[NameObject("/P")] = parent.indirect_reference
    for name, value in tag.entries.items():
        element[NameObject(name)] = value
    kids = ArrayObject()
    for kid in tag.kids:
        if isinstance(kid, Tag):
            kids.append(_written(writer, kid, element, ours, parents).indirect_reference)
        elif kid[0] in ours:
            kids.append(_leaf(ours[kid[0]], kid[1]))
            parents[kid[0]][kid[1]] = reference
    element[NameObject("/K")] = kids
    return element


def _leaf(drawn: Drawn, mark: int):
    from pypdf.generic import DictionaryObject, NameObject, NumberObject

    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/MCR"),
            NameObject("/Pg"): drawn.page.indirect_reference,
            NameObject("/Stm"): drawn.form,
            NameObject("/MCID"): NumberObject(mark),
        }
    )


def _replace(parent, old, new) -> None:
    """Among the kids of an element."""
    from pypdf.generic import ArrayObject, NameObject

    held = parent["/K"]
    rows = list(held) if isinstance(held, list) else [parent.raw_get("/K")]
    kept = [new.indirect_reference if row == old and new else row for row in rows if row != old or new]
    parent[NameObject("/K")] = ArrayObject(kept)


def _note_parents(writer, ours: dict[int, Drawn], parents: dict[int, dict[int, object]]) -> None:
    """For each form, by mark, the element that holds it."""
    from pypdf.generic import ArrayObject, NameObject, NullObject, NumberObject

    root = writer.root_object["/StructTreeRoot"]
    numbers = _numbers(writer)
    for number, held in parents.items():
        key = NumberObject(max(numbers[::2], default=-1) + 1)
        marks = ArrayObject(held.get(mark, NullObject()) for mark in range(max(held) + 1))
        numbers.extend((key, writer._add_object(marks)))
        ours[number].form.get_object()[NameObject("/StructParents")] = key
    root[NameObject("/ParentTreeNextKey")] = NumberObject(max(numbers[::2]) + 1)
