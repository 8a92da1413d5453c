"""Headings, labels and marks that tell the parts of a response apart."""

import re
from enum import StrEnum

from consultations.intake.wording import alike, words


class Section(StrEnum):
    TOP = "top"
    GENERAL = "general"
    ANSWERS = "answers"
    ANSWER = "answer"
    UNASKED = "unasked"
    CLAUSES = "clauses"
    SIGNATURE = "signature"


_HEADINGS = {
    Section.GENERAL: (
        "general comments", "general remarks", "general views", "overall comments", "overall views", "introduction",
        "introductory comments", "executive summary", "summary of our views", "opening remarks", "other comments",
        "any other comments", "further comments", "additional comments", "closing remarks", "key points",
    ),
    Section.ANSWERS: (
        "answers to consultation questions", "answers to the consultation questions", "answers to questions",
        "answers to the questions", "responses to consultation questions", "responses to the consultation questions",
        "response to consultation questions", "responses to questions", "consultation questions", "answers",
        "responses", "our answers", "our responses", "detailed responses", "specific questions",
        "consultation response", "questions and answers", "response to the questions",
    ),
    Section.CLAUSES: (
        "clause specific comments", "other clause specific comments", "comments on clauses", "comments on the clauses",
        "comments on specific clauses", "specific clauses", "comments on the legal text", "legal text comments",
        "comments on the legal drafting", "legal drafting comments", "drafting comments", "comments on the drafting",
        "detailed drafting comments", "suggested amendments", "suggested drafting changes", "clause comments",
        "comments on particular clauses", "other comments on clauses", "legal drafting", "comments on legal drafting",
    ),
}  # fmt: skip
_BY_LENGTH = {
    count: [
        (section, phrase)
        for section, phrases in _HEADINGS.items()
        for phrase in phrases
        if len(phrase.split()) == count
    ]
    for count in range(1, 7)
}
ALIKE = 0.84
LONGEST = 60  # characters
_NUMBERED = re.compile(
    r"^(?:\(?(?:\d{1,2}|[A-Z]|[ivx]{1,4})[.)]|annex \w\b|appendix \w\b|part \w\b)[\s:–—-]*", re.IGNORECASE
)

_LABELS = {
    "answer", "answers", "response", "responses", "our response", "your response", "our answer", "your answer",
    "rationale", "reason", "reasons", "comment", "comments", "question", "questions", "number", "ref", "view",
    "reference", "explanation", "supporting comments", "question number", "q",
    "clause", "clause reference", "suggested text", "suggested drafting", "suggested change", "consultation question",
    "respondent’s answer", "reasons for your answer", "please give your reasons", "position", "stance", "row",
}  # fmt: skip
_LABEL_BEFORE = re.compile(
    r"^(?:(?:(?:our|your)\s+)?(?:answer|response|reply|rationale|reasons?|comments?)|a)\s*(?:\d{1,2}\s*)?[:–]\s*(?=\S)"
    r"|^a\d{1,2}[:.)]\s*(?=\S)",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"^(?P<label>respondent(?:’s|'s)?(?: name)?|response (?:from|of|by)|organi[sz]ation(?: name)?|company(?: name)?|"
    r"name(?: of (?:respondent|organi[sz]ation|company))?|contact(?: name| person| details)?|party(?: category| type)?|"
    r"category|role|e-?mail(?: address)?|tel(?:ephone)?(?: number)?|phone(?: number)?|job title|on behalf of|"
    r"date(?: of response)?|confidential(?:ity)?\??)\s*:\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_WHO = re.compile(r"^(?:respondent|response (?:from|of|by)|organi[sz]ation|company|name of|from\b)", re.IGNORECASE)
_DETAIL_LABEL = re.compile(
    r"^(?:respondent(?:’s|'s)?(?: name)?|organi[sz]ation(?: name)?|company(?: name)?|name|contact(?: name| details)?|"
    r"party category|category|e-?mail(?: address)?|telephone|phone|job title|on behalf of|date|confidential\??)\s*:?$",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^(?:dear|hello|hi|good (?:morning|afternoon))\b[^.?!]{0,60}[,:.!]?$", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?:--|(?:kind|best|with kind|warm|many)?\s*regards|yours (?:sincerely|faithfully|truly)|many thanks|best wishes)"
    r"\s*[,.]?$",
    re.IGNORECASE,
)
SIGNED_BY = "Signed by"
_SIGNED_BY = re.compile(r"^(?:signed(?: by)?|signatory)\s*:\s*(?P<name>\S.*)$", re.IGNORECASE)


def section_of(text: str) -> Section | None:
    """What begins below this line, if it is a heading."""
    if len(text) > LONGEST or text.rstrip()[-1:] in "?,;":
        return None
    plain = " ".join(words(_NUMBERED.sub("", text)))
    for section, phrase in _BY_LENGTH.get(len(plain.split()), ()):
        if plain == phrase or (len(phrase) > 8 and alike(plain, phrase) >= ALIKE):
            return section
    return None


def is_label(text: str) -> bool:
    return len(text) <= LONGEST and " ".join(words(text)) in _LABELS


def is_column_number(text: str) -> bool:
    """“No.” at the head of a column; elsewhere it is an answer."""
    return text.rstrip(". ").lower() in ("no", "nr", "#")


def label_before(text: str) -> int:
    """How long “Answer:” is at the beginning of an answer, or 0."""
    found = _LABEL_BEFORE.match(text)
    return found.end() if found else 0


def detail_of(text: str) -> tuple[str, str] | None:
    if name := signed_by(text):
        return SIGNED_BY, name
    found = _DETAIL.match(text)
    return (found["label"], found["text"]) if found else None


def signed_by(text: str) -> str:
    """Who signed, where the line says so in so many words: “Signed by: Ada Clarke”."""
    found = _SIGNED_BY.match(text)
    return found["name"] if found else ""


def is_detail_label(text: str) -> bool:
    return bool(_DETAIL_LABEL.match(text))


def says_who(text: str) -> bool:
    """A line that names the respondent, by which another response in the same file begins."""
    return bool(detail_of(text) and _WHO.match(text))


def is_greeting(text: str) -> bool:
    return bool(_GREETING.match(text))


def is_farewell(text: str) -> bool:
    return bool(_SIGNED.match(text))
