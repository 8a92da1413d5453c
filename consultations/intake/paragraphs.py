"""Lines that were broken to fit a page become paragraphs again."""

import re

from consultations.intake.bits import Bit, Place

_BULLET = re.compile(r"^(?:[•▪‣◦·●○\uf0b7\uf0a7*–—-]|o(?=\s\s))\s+")
_ENDS = re.compile(r"[.?!:;][”’\"')\]]*$")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_LEADS = re.compile(r"^[^\W\d_]+")
# Lines that are longer were not broken to fit a page.
WIDEST = 150
SHORT = 0.75
CLEARLY_SHORT = 0.5


def mark_starts(bits: list[Bit]) -> None:
    """Says of each bit whether a paragraph starts with it, from gaps, lengths and how sentences end."""
    width = _width(bits)
    before, turned = None, False
    for bit in bits:
        turned = turned or bit.line.new_page or bit.place is Place.LEFT
        if bit.place is not Place.OPEN:
            continue
        bit.starts = before is None or _starts(before, bit, width, turned)
        before, turned = bit, False


def _width(bits: list[Bit]) -> int:
    lengths = sorted(len(bit.line.text) for bit in bits if not bit.line.whole)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _starts(before: Bit, bit: Bit, width: int, turned: bool) -> bool:
    if bit.line.whole or before.line.whole or _BULLET.match(bit.text):
        return True
    finished = bool(_ENDS.search(before.text))
    share = len(before.line.text) / max(width, 1)
    if bit.line.gap or turned:
        goes_on = not finished and (bit.text[:1].islower() or (turned and share >= SHORT))
        return not goes_on
    if width > WIDEST:
        return True
    return not bit.text[:1].islower() and (share < CLEARLY_SHORT or (finished and share < SHORT))


class Joiner:
    """Puts bits together as plain text: paragraphs apart by an empty line, items of a list each on a line.

    A word that was parted at the end of a line is made whole where the whole word stands elsewhere, or where neither
    part is a word of the source by itself.
    """

    def __init__(self, known: set[str]):
        self.known = known

    def text(self, bits: list[Bit]) -> str:
        parts: list[str] = []
        for bit in bits:
            if parts and not bit.starts:
                parts[-1] = self._continued(parts[-1], bit.text)
            else:
                parts.append(_BULLET.sub("- ", bit.text))
        return self._apart(parts)

    def line(self, bits: list[Bit]) -> str:
        """All in one paragraph."""
        whole = ""
        for bit in bits:
            whole = self._continued(whole, bit.text) if whole else bit.text
        return whole

    def _continued(self, text: str, more: str) -> str:
        broken, leads = _BROKEN.search(text), _LEADS.match(more)
        if not broken or not leads or not leads[0].islower():
            return f"{text} {more}"
        first, second = broken[1].lower(), leads[0].lower()
        if f"{first}-{second}" in self.known:
            return text + more
        parted = first + second in self.known or not {first, second} <= self.known
        return (text[:-1] if parted else text) + more

    @staticmethod
    def _apart(parts: list[str]) -> str:
        text = ""
        for before, part in zip(["", *parts], parts, strict=False):
            both_items = before.startswith("- ") and part.startswith("- ")
            text += ("\n" if both_items else "\n\n" if text else "") + part
        return text


def vocabulary(texts: list[str]) -> set[str]:
    """Words as written, and compounds with their hyphens, but no part that stands at the broken end of a line."""
    whole = [_BROKEN.sub("", text.lower()) for text in texts]
    return {word for text in whole for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)}
