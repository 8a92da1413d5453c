"""What the first words of an answer say of agreement; it is never guessed.

Yes with “however”, “although”, “but”, “subject to” and the like agrees with a reservation; so does a “should” or “must”
that the question does not have, for it asks for more than the question does. “Yes, the proposals look reasonable” is
plain agreement.
"""

import re
from typing import NamedTuple

from consultations.intake.shapes import AskedQuestion
from consultations.intake.wording import mended, words
from consultations.models import Agreement, Asks


class Reading(NamedTuple):
    agreement: str = ""
    chosen: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


_AFTER_NO = (
    r"(?=\s*(?:[,.;:!–—]|\s-|\n|$)|\s+(?:we|i|this|it|they|these|there|that|as|because|since|but|however|not)\b)"
)
_WE = r"(?:we|i)\s+"
_ALONE = r"\b(?=[,.\s]*$|[,.]\s)"
_BOTH = re.compile(r"^(?:yes\W{1,3}(?:or\W{1,3})?no\b|agree\s*/\s*disagree|yes and no\b|no and yes\b)", re.IGNORECASE)
_AGREE = re.compile(
    rf"^(?:yes\b|y{_ALONE}|agreed?\b(?! (?:or|to) )|support(?:ed)?{_ALONE}"
    rf"|{_WE}(?:(?:fully|strongly|do|also|generally) )?agree\b|{_WE}(?:(?:fully|strongly) )?support\b)",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"^(?:yes,?\s+(?:with|subject to)\b|agreed? (?:with|subject to)\b|(?:yes|agreed?),?\s+in (?:part|principle)\b"
    rf"|(?:{_WE})?(?:partly|partially|broadly) (?:agree|support)|{_WE}agree in (?:part|principle))",
    re.IGNORECASE,
)
_DISAGREE = re.compile(
    rf"^(?:no\b{_AFTER_NO}|disagree\b|opposed{_ALONE}|{_WE}(?:strongly )?disagree\b|{_WE}oppose\b"
    rf"|{_WE}(?:do not|don[’']t|cannot) (?:agree|support)\b)",
    re.IGNORECASE,
)
_NO_VIEW = re.compile(
    rf"^(?:(?:{_WE}have )?no (?:(?:further|strong|particular) )?(?:view|comment|opinion|preference)s?\b"
    rf"|no (?:answer|response)\b|n/?a{_ALONE}|not applicable\b|neutral\b|neither agree nor disagree)",
    re.IGNORECASE,
)
_TICKED = re.compile(r"(?:[☒☑✓✔✗]|\[\s*x\s*\])\s*(?P<ticked>[\w ]+?)(?=\s*(?:[☐☒☑✓✔✗\[\n(]|$))", re.IGNORECASE)
_EMPTY_BOX = re.compile(r"☐|\[\s*\]")
# Of “Yes,” and “No,” what scanners have made of them.
_MISREAD_YES = re.compile(r"^(?!yes\b)[yv¥][ec3éo][s5$z](?=[,.;:]|\s*$)", re.IGNORECASE)
_MISREAD_NO = re.compile(r"^(?!no\b)(?:[nm][o0aóc]g?|[nm]ó)(?=[,.;:]|\s*$)", re.IGNORECASE)
_HEDGES = re.compile(
    r"\b(?:however|although|though|except(?: that| for)?|unless|provided(?: that)?|subject to|albeit|apart from"
    r"|with (?:some |one |the )?(?:reservations?|caveats?|conditions?)|in principle|only if|as long as|on condition)\b"
    r"|(?<!not only )(?<!nothing )(?<!all )\bbut\b(?! also)",
    re.IGNORECASE,
)
HEDGE_WORDS = frozenset(
    (
        "however",
        "although",
        "though",
        "except",
        "unless",
        "provided",
        "subject",
        "albeit",
        "reservation",
        "should",
        "must",
    )
)
_NEXT_HEDGES = re.compile(
    r"^\W*(?:however|but|although|that said|nevertheless|nonetheless|having said)\b", re.IGNORECASE
)
_DEMANDS = re.compile(r"\b(?:should|must|ought to|needs? to)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.?!;])\s+|\n{2,}")


def reading_of(text: str, question: AskedQuestion) -> Reading:
    if question.asks == Asks.CHOICE:
        return _choice(text, question)
    if question.asks != Asks.AGREEMENT or not text:
        return Reading()
    if _TICKED.search(text) or _EMPTY_BOX.search(text[:40]):
        return _ticked(text)
    plain, doubts = _without_misreading(text)
    return _said(plain, question, doubts)


def _choice(text: str, question: AskedQuestion) -> Reading:
    """An option that the answer begins with, if it is only one."""
    lead = words(text)
    found = [option for option in question.options if words(option) and lead[: len(words(option))] == words(option)]
    longest = max(found, key=len, default="")
    return Reading(chosen=(longest,) if longest else ())


def _ticked(text: str) -> Reading:
    ticked = [found["ticked"].strip() for found in _TICKED.finditer(text)]
    stances = {stance for words_ in ticked if (stance := _lead(words_))}
    if len(ticked) == 1 and len(stances) == 1:
        return Reading(stances.pop())
    return Reading(doubts=("Which of the boxes is ticked cannot be read.",))


def _without_misreading(text: str) -> tuple[str, tuple[str, ...]]:
    for pattern, word in ((_MISREAD_YES, "Yes"), (_MISREAD_NO, "No")):
        found = pattern.match(text)
        if found:
            return word + text[found.end() :], (f"“{found[0]}” is taken for a misread “{word}”.",)
    return text, ()


def _lead(text: str) -> str:
    if _BOTH.match(text):
        return ""
    for pattern, stance in (
        (_NO_VIEW, Agreement.NO_VIEW),
        (_RESERVED, Agreement.AGREE_WITH_RESERVATION),
        (_DISAGREE, Agreement.DISAGREE),
        (_AGREE, Agreement.AGREE),
    ):
        if pattern.match(text):
            return stance
    return ""


def _said(text: str, question: AskedQuestion, doubts: tuple[str, ...]) -> Reading:
    stance = _lead(text.lstrip("\"“‘'*- "))
    if _BOTH.match(text):
        doubts = (*doubts, "The answer says both yes and no.")
    if stance != Agreement.AGREE:
        return Reading(stance, doubts=doubts)
    first, *more = _sentences(mended(text, HEDGE_WORDS))
    hedge = _HEDGES.search(first) or next(filter(None, map(_NEXT_HEDGES.match, more)), None)
    if hedge:
        if hedge[0] not in text:
            doubts = (*doubts, f"A misread word is taken for “{hedge[0]}”.")
        return Reading(Agreement.AGREE_WITH_RESERVATION, doubts=doubts)
    demand = _DEMANDS.search(first)
    if demand and not _DEMANDS.search(question.text):
        why = f"“{demand[0]}” is read as a reservation: the answer asks for more than the question does."
        return Reading(Agreement.AGREE_WITH_RESERVATION, doubts=(*doubts, why))
    return Reading(stance, doubts=doubts)


def _sentences(text: str) -> list[str]:
    """The first sentence that says more than Yes, and how the one after it begins."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    first = 1 if len(sentences) > 1 and len(words(sentences[0])) <= 2 else 0
    return [sentences[first], *sentences[first + 1 : first + 2]] if sentences else [""]
