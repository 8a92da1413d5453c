"""Comments on single clauses: which clause, what is to be done there, at which words and with which.

A reference is repaired only where it can mean one thing: a colon for a full stop, a 1 where the letter of a Section
has to stand (no Section is named by a figure; L is what is misread so). What cannot be read is not guessed:
it stays as it was written.
"""

import re
from typing import NamedTuple

from consultations.intake.wording import mended
from consultations.models import Operation
from proposals.references import parse_query

_BEFORE = r"^[^\w|!£$€]{0,2}(?:(?:sec|clauses?|sections?|paragraphs?|para|condition)\.?\s+){0,2}"
_NUMBER = r"\d{1,3}[A-Za-z]?(?:\s?[.:,;·]\s?\d{1,3}[A-Za-z]?)"
_LABELS = r"(?:\s?[({\[][^\s(){}\[\]]{1,4}[)}\]])*"
_WRITTEN = re.compile(
    rf"{_BEFORE}(?P<written>(?:(?:[A-Z]{{1,2}}|[|!])\s?{_NUMBER}*|{_NUMBER}+){_LABELS})(?![\w%£])", re.IGNORECASE
)
_DOCUMENT = re.compile(
    rf"^\W{{0,2}}(?P<written>(?:appendix|schedule)\s+(?:[a-z]{{1,2}}|\d{{1,2}})\b(?:,?\s+(?:clause|section|paragraph)?\s*{_NUMBER}*{_LABELS})?)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^(?P<letter>[A-Z]{1,2}|[|!])?\s?(?P<rest>\d.*)$", re.IGNORECASE)
_STOPS = re.compile(r"(?<=\d)\s?[:,;·]\s?(?=\d)|(?<=\d)\s?\.\s?(?=\d)")
_LABEL = re.compile(r"\s?[({\[]([^\s(){}\[\]]{1,4})[)}\]]")
_READABLE = re.compile(r"[a-z]{1,2}|[ivxl]{1,6}|\d{1,2}", re.IGNORECASE)
_AS_LETTERS = {"€": "e", "©": "c"}
_MISREAD_L = re.compile(r"^1(?=[1-9]\d?[A-Za-z]?\.\d)")
SEPARATOR = re.compile(r"^\s*[:–—-]\s*")


class Reference(NamedTuple):
    written: str
    reference: str
    repaired: bool
    why: str
    length: int  # of the text that it takes, with what parts it from the remark


def reference_at(text: str) -> Reference | None:
    """The clause that a remark begins with."""
    document = _DOCUMENT.match(text)
    found = document or _WRITTEN.match(text)
    if not found:
        return None
    own = found["written"].strip()
    written = re.sub(r"^\W+", "", text[: found.end()]).strip() if own[0].isalnum() else own
    separator = SEPARATOR.match(text[found.end() :])
    length = found.end() + (separator.end() if separator else 0)
    if document:
        return Reference(written, " ".join(own.split()), False, "", length)
    return Reference(written, *_mended(own), length)


def _mended(written: str) -> tuple[str, bool, str]:
    """The reference, whether it had to be repaired, and why (or why it could not be)."""
    number, labels = _parted(written)
    letters = [_AS_LETTERS.get(label, label) for label in labels]
    if not all(_READABLE.fullmatch(label) for label in letters):
        unread = next(label for label in letters if not _READABLE.fullmatch(label))
        return "", False, f"“({unread})” cannot be read."
    plain = "".join(_STOPS.sub(".", number).split())
    mended, why = _with_letter(plain)
    if not mended:
        return "", False, why
    known = parse_query(mended + "".join(f"({label})" for label in letters)).clauses
    if len(known) != 1:
        return "", False, "This is no clause of the Code as the Code numbers them."
    why = why or _why_of_signs(number, labels, letters)
    return known[0], bool(why), why


def _parted(written: str) -> tuple[str, list[str]]:
    bracket = re.search(r"\s?[({\[]", written)
    number = written[: bracket.start()] if bracket else written
    return number, _LABEL.findall(written[len(number) :])


def _with_letter(plain: str) -> tuple[str, str]:
    if plain[0] in "|!":
        return "L" + plain[1:], f"“{plain[0]}” is taken for L."
    if plain[0].isalpha():
        return plain, ""
    if _MISREAD_L.match(plain):
        return "L" + plain[1:], "No Section is named by a figure: the first 1 is taken for L."
    return "", "No Section is named."


def _why_of_signs(number: str, labels: list[str], letters: list[str]) -> str:
    if labels != letters:
        return "A sign in the brackets is taken for the letter that it looks like."
    if re.search(r"\d\s?[:,;·]\s?\d", number):
        return "The sign between the figures is taken for a full stop."
    return ""


class Edit(NamedTuple):
    operation: str
    anchor: str = ""
    text: str = ""


_QUOTED = re.compile(
    r"[“”„\"«»]\s*([^“”„\"«»]+?)\s*[“”„\"«»]|(?<!\w)[‘']\s*([^‘’']+(?:[’'](?=\w)[^‘’']+)*?)\s*[’'](?!\w)"
)
_LEAD_IN = (
    r"^\W*(?:please\s+|(?:we|i)\s+(?:would\s+)?(?:suggest|propose|recommend|ask|like)\s+(?:that\s+|to\s+)?(?:you\s+)?"
    r"|(?:this\s+)?should\s+)?"
)
_ADD = r"(?:add|insert|include|append)(?:ed|ing)?"
_DELETE = r"(?:delet(?:e|ed|ing)|remov(?:e|ed|ing)|strike(?: out)?|struck(?: out)?|omit(?:ted)?|tak(?:e|en) out)"
_REPLACE = r"(?:replac(?:e|ed|ing)|substitut(?:e|ed|ing)|chang(?:e|ed|ing)|amend(?:ed)?)"
_THE_WORDS = r"(?:the\s+)?(?:words?|phrase|term|text)?\s*"
_NEW_PARAGRAPH = re.compile(
    rf"\b{_ADD}\b[^“”\":]*\bnew\s+(?:sub-?\s?)?(?:paragraph|clause|section|limb|item|point)\b", re.I
)
_AFTER_LABEL = re.compile(
    r"\bafter\s+((?:(?:sub-?)?(?:paragraph|clause|section)\s+)?(?:[A-Z]\d[\w.]*)?(?:\([\w]{1,4}\))+)", re.I
)
_AFTER_CLAUSE = re.compile(r"\bafter\s+((?:clause|section|paragraph)\s+[A-Z]\d[\w.]*)", re.IGNORECASE)
_AT_END = re.compile(
    r"\bat\s+(the\s+end(?:\s+of\s+(?:the|this)\s+(?:sentence|clause|paragraph|section))?)", re.IGNORECASE
)
_NEAR = re.compile(rf"\b(after|before)\s+{_THE_WORDS}$", re.IGNORECASE)
_ADD_AFTER_SPOT = re.compile(rf"^[\s,]*{_ADD}\b\s*{_THE_WORDS}[:\s]*(.+)$", re.IGNORECASE | re.DOTALL)
_STARTS_ADD = re.compile(rf"{_LEAD_IN}{_ADD}\b", re.IGNORECASE)
_WITH = re.compile(
    rf"\b{_REPLACE}\s+{_THE_WORDS}(.+?)\s+(?:with|by|to)\s+{_THE_WORDS}(.+?)[.\s]*$", re.IGNORECASE | re.DOTALL
)
_STARTS_REPLACE = re.compile(rf"{_LEAD_IN}{_REPLACE}\b", re.IGNORECASE)
_MEASURE = r"\d[\d,.]*\s+[^\W\d_]+"
_RATHER = re.compile(
    rf"\b({_MEASURE})(?:,)?\s+(?:rather\s+than|instead\s+of|(?:and\s+)?not)\s+({_MEASURE})", re.IGNORECASE
)
_STARTS_DELETE = re.compile(rf"{_LEAD_IN}{_DELETE}\b", re.IGNORECASE)
_TO_BE_DELETED = re.compile(rf"\b(?:should|to|must)\s+be\s+{_DELETE}\b", re.IGNORECASE)


_EXPECTED = frozenset(
    (
        "after", "before", "insert", "include", "append", "added", "inserted", "delete", "deleted", "remove", "removed",
        "replace", "replaced", "substitute", "change", "amend", "rather", "than", "instead", "words", "word", "phrase",
        "paragraph", "subsection", "clause", "section", "sentence", "with",
    )
)  # fmt: skip


def edit_of(remark: str) -> Edit:
    """What is asked for, in words of the remark; ``QUERY`` with all of it where that cannot be told."""
    plain = mended(remark, _EXPECTED)
    quoted = [found[1] or found[2] for found in _QUOTED.finditer(plain)]
    for read in (_replacement, _new_paragraph, _insertion, _deletion):
        edit = read(plain, quoted)
        if edit:
            return Edit(edit.operation, *(_as_it_stands(part, plain, remark) for part in edit[1:]))
    return Edit(Operation.QUERY, text=remark)


def _as_it_stands(part: str, plain: str, remark: str) -> str:
    """The words are the respondent's, misread letters and all."""
    at = plain.find(part)
    return remark[at : at + len(part)] if at >= 0 else part


def _replacement(remark: str, quoted: list[str]) -> Edit | None:
    rather = _RATHER.search(remark)
    if rather:
        return Edit(Operation.REPLACE, rather[2], rather[1])
    if not _STARTS_REPLACE.match(remark) and not (len(quoted) == 2 and re.search(rf"\b{_REPLACE}\b", remark, re.I)):
        return None
    if len(quoted) == 2:
        backwards = re.search(r"\bsubstitut\w*\b.*\bfor\b", remark, re.IGNORECASE | re.DOTALL)
        return Edit(Operation.REPLACE, *(reversed(quoted) if backwards else quoted))
    found = _WITH.search(remark)
    return Edit(Operation.REPLACE, found[1].strip(' “”"'), found[2].strip(' “”"')) if found else None


def _new_paragraph(remark: str, quoted: list[str]) -> Edit | None:
    if not _NEW_PARAGRAPH.search(remark):
        return None
    spot = _AFTER_LABEL.search(remark) or _AFTER_CLAUSE.search(remark)
    text = quoted[-1] if quoted else remark.partition(":")[2].strip()
    return Edit(Operation.ADD_AFTER, spot[1] if spot else "", text) if text else None


def _insertion(remark: str, quoted: list[str]) -> Edit | None:
    end = _AT_END.search(remark)
    added = _ADD_AFTER_SPOT.match(remark[end.end() :]) if end else None
    if end and (quoted or added):
        return Edit(Operation.INSERT, end[1], quoted[-1] if quoted else added[1].strip())
    if not quoted or not re.search(rf"\b{_ADD}\b", remark, re.IGNORECASE):
        return None
    anchor, text = _spot_and_words(remark)
    return Edit(Operation.INSERT, anchor, text) if text and (anchor or _STARTS_ADD.match(remark)) else None


def _spot_and_words(remark: str) -> tuple[str, str]:
    """Which of the quoted words are there already, and which are to come in."""
    anchor, text = "", ""
    for found in _QUOTED.finditer(remark):
        near = _NEAR.search(remark[: found.start()])
        words = found[1] or found[2]
        if near and not anchor:
            anchor = words if near[1].lower() == "after" else f"{near[1]} {words}"
        else:
            text = text or words
    label = _AFTER_LABEL.search(remark)
    return anchor or (label[1] if label else ""), text


def _deletion(remark: str, quoted: list[str]) -> Edit | None:
    if _STARTS_DELETE.match(remark) or _TO_BE_DELETED.search(remark):
        return Edit(Operation.DELETE, quoted[0] if quoted else "")
    return None
