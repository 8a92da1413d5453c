"""What a page or an e-mail adds to a response: page numbers, lines at the head of each page, the head of the e-mail."""

import re
from collections import defaultdict

from consultations.intake.bits import Bit, Place, opened
from consultations.intake.wording import words

PAGE_NUMBER = "page number"
EACH_PAGE = "comes again on each page"
MAIL_HEAD = "head of the e-mail"

_OF_PAGE = re.compile(r"^\W*page\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$|^\W*\d{1,3}\s*(?:of|/)\s*\d{1,3}\W*$", re.I)
_BARE_NUMBER = re.compile(r"^[-–—\s]*\d{1,3}[-–—\s]*$")
_MAIL_HEAD = re.compile(r"^\W*(?:from|to|cc|bcc|sent|date|subject|attachments?|reply-to)\s*:\s*\S", re.I)
_FORWARDED = re.compile(r"^\W*(?:original message|forwarded message)\W*$|^on .{6,80} wrote:$", re.I)
_PAGE = re.compile(r"\bpage\s*(\d{1,3})\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
LONGEST = 110
LEAST_TIMES = 3
NEAR = 2


def mark_furniture(bits: list[Bit]) -> None:
    _mark_page_numbers(bits)
    _mark_repeated(bits)
    _mark_mail_heads(bits)


def _mark_page_numbers(bits: list[Bit]) -> None:
    for place, bit in enumerate(bits):
        if _OF_PAGE.match(bit.text) or _stands_alone(bits, place):
            bit.leave(PAGE_NUMBER)


def _stands_alone(bits: list[Bit], place: int) -> bool:
    """A number by itself between gaps, unless it may answer a question."""
    bit = bits[place]
    if bit.line.whole or not _BARE_NUMBER.match(bit.text):
        return False
    following = bits[place + 1].line if place + 1 < len(bits) else None
    asked = place > 0 and bits[place - 1].text.rstrip().endswith("?")
    if bit.line.new_page or following is None or following.new_page:
        return True
    return not asked and bool(following.gap) and bool(bit.line.gap or place == 0)


def _mark_repeated(bits: list[Bit]) -> None:
    """Lines that come again at the turn of pages, whatever figures are in them."""
    places = defaultdict(list)
    for place, bit in enumerate(bits):
        if bit.place is Place.OPEN and len(bit.text) <= LONGEST and not bit.line.whole:
            places[_DIGITS.sub("#", bit.text.lower())].append(place)
    for found in places.values():
        if len(found) >= LEAST_TIMES and (
            _counts_pages(bits, found) or (_is_no_sentence(bits, found) and _at_turns(bits, found))
        ):
            for place in found:
                bits[place].leave(EACH_PAGE)


def _counts_pages(bits: list[Bit], found: list[int]) -> bool:
    """“Page 3 of 9” somewhere in the line, and the figure rises."""
    pages = [_PAGE.search(bits[place].text) for place in found]
    figures = [int(page[1]) for page in pages if page]
    return len(figures) == len(found) and figures == sorted(figures)


def _is_no_sentence(bits: list[Bit], found: list[int]) -> bool:
    answers = sum(place > 0 and bits[place - 1].text.rstrip().endswith("?") for place in found)
    return 2 * answers <= len(found) and bits[found[0]].text[-1] not in ".?!,;"


def _at_turns(bits: list[Bit], found: list[int]) -> bool:
    return 3 * sum(_near_a_turn(bits, place) for place in found) >= 2 * len(found)


def _near_a_turn(bits: list[Bit], place: int) -> bool:
    around = bits[max(0, place - NEAR) : place + NEAR + 1]
    return any(bit.line.new_page or bit.place is Place.LEFT for bit in around)


def _mark_mail_heads(bits: list[Bit]) -> None:
    """Two lines of it at the least, one after the other: a single “Date:” may be the respondent's own."""
    run: list[Bit] = []
    for bit in [*opened(bits), None]:
        if bit is not None and _MAIL_HEAD.match(bit.text):
            run.append(bit)
            continue
        if len(run) > 1:
            for of in run:
                of.leave(MAIL_HEAD)
        run = []
        if bit is not None and _FORWARDED.match(bit.text) and len(words(bit.text)) > 1:
            bit.leave(MAIL_HEAD)
