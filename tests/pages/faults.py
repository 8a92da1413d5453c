"""What is wrong with a page: each function takes the page as a tree and answers the faults, in words."""

from tests import markup

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAMED_BY = ("aria-describedby", "aria-labelledby", "aria-controls", "popovertarget", "list", "form")
NEEDS_NO_LABEL = ("hidden", "submit", "button", "image")
SCOPES = ("col", "row", "colgroup", "rowgroup")
SELF = "'self'"
RISKS = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http:", "https:")


def read(html: str):
    """The page as a tree, and what the parser found wrong with it."""
    tree, errors = markup.read(html)
    return tree, [f"line {line}: {code} {facts}" for (line, _), code, facts in errors]


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def title(tree) -> str:
    return words(tree.find(".//title"))


def frame(tree) -> list[str]:
    found = [] if tree.get("lang") == "en-GB" else [f"lang is {tree.get('lang')}"]
    found += [
        f"{len(tree.findall(f'.//{tag}'))} {tag}" for tag in ("h1", "main") if len(tree.findall(f".//{tag}")) != 1
    ]
    return found if title(tree).removesuffix("– secmods").strip() else [*found, "no title"]


def headings(tree) -> list[str]:
    """A heading is at most one level below the one before it. Those of the bar stand before the page's own."""
    levels = [(int(e.tag[1]), words(e)) for e in tree.find(".//main").iter() if e.tag in HEADINGS]
    found = ["an empty heading" for _, text in levels if not text]
    for (before, _), (level, text) in zip([(0, ""), *levels], levels, strict=False):
        if level > before + 1:
            found.append(f"h{level} “{text}” comes after h{before}")
    return found


def nothing_inline(tree) -> list[str]:
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (element.tag == "script" and not (element.get("src") or element.get("nonce"))):
            found.append(f"inline {element.tag}")
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                found.append(f"{element.tag} {name}={value[:60]}")
    return found


def references(tree) -> list[str]:
    """Each id once; whatever is named by its id is there; each label names a field and each field has a name."""
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    found = [f"id {one} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    for element in tree.iter():
        names = [*NAMED_BY, "for"] if element.tag in ("label", "output") else NAMED_BY
        for name in names:
            missing = [one for one in (element.get(name) or "").split() if one not in ids]
            found += [f"{element.tag} {name}={one}: there is none" for one in missing]
    return [*found, *fragments(tree, ids)]


def fragments(tree, ids: list[str]) -> list[str]:
    inner = {a.get("href") for a in tree.iter("a") if (a.get("href") or "").startswith("#")}
    return [f"the link {href} leads nowhere" for href in sorted(inner) if href[1:] not in ids]


def labels(tree) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(inner) for label in tree.iter("label") for inner in label.iter()}
    found = []
    for element in (e for tag in ("input", "select", "textarea") for e in tree.iter(tag)):
        if element.get("type") in NEEDS_NO_LABEL or element.get("aria-label") or element.get("aria-labelledby"):
            continue
        if element.get("id") not in labelled and id(element) not in wrapped:
            found.append(f"{element.tag} {element.get('name')} has no label")
    found += [
        f"the button {b.attrib} has no name" for b in tree.iter("button") if not (words(b) or b.get("aria-label"))
    ]
    found += [f"the link {a.get('href')} has no words" for a in tree.iter("a") if not (words(a) or _pictured(a))]
    return found + [f"the picture {i.get('src')} has no alt" for i in tree.iter("img") if i.get("alt") is None]


def _pictured(link) -> bool:
    return bool(link.get("aria-label") or any(image.get("alt") for image in link.iter("img")))


def tables(tree) -> list[str]:
    found = []
    for table in tree.iter("table"):
        caption, heads = table.find("caption"), list(table.iter("th"))
        name = words(caption) if caption is not None else ""
        found += [] if name else ["a table without caption"]
        # Each cell of the report's table of ticks names what it ticks; it has neither columns nor rows to be headed.
        found += [] if heads or table.get("class") == "paper-ticks" else [f"the table “{name}” has no th"]
        found += [
            f"“{name}”: th “{words(th)}” has no scope"
            for th in heads
            if th.get("scope") not in ("col", "row", "colgroup", "rowgroup")
        ]
    return found


def forms(tree) -> list[str]:
    posting = [form for form in tree.iter("form") if (form.get("method") or "get").lower() == "post"]
    return [
        f"the form to {form.get('action')} carries no token"
        for form in posting
        if [i.get("value") for i in form.iter("input") if i.get("name") == "csrfmiddlewaretoken"] in ([], [""])
    ]


LOOKS = (frame, headings, nothing_inline, references, labels, tables, forms)


# What stands beside the page


def policy(headers) -> list[str]:
    """The headers that tell the browser what the answer may do, for pages and files alike."""
    given = headers.get("Content-Security-Policy", "")
    rules = {name: values.split() for name, _, values in (part.strip().partition(" ") for part in given.split(";"))}
    found = [
        f"{one} in the policy"
        for one in ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http:", "https:")
        if one in given
    ]
    for name in ("default-src", "frame-ancestors"):
        found += [] if rules.get(name) == ["'none'"] else [f"{name} is {rules.get(name)}"]
    scripts = rules.get("script-src", [])
    found += [f"script-src {one}" for one in scripts if one != SELF and not one.startswith("'nonce-")]
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
    return found + [f"{name}: {headers.get(name)}" for name, value in wanted.items() if headers.get(name) != value]
