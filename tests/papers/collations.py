"""Collated responses by hand, as facts, of any number of respondents and questions: what the tests of the document and its
bench begin with. Everybody and everything in it is invented."""

from datetime import date

from accounts.models import Category
from papers import facts as f
from papers.committee.facts import Occasion
from papers.consultation import facts as c

CATEGORIES = (Category.LARGE_SUPPLIER, Category.SMALL_SUPPLIER, Category.OTHER_SEC_PARTY, Category.ELECTRICITY_NETWORK)
VALUES = ("Yes", "Yes, with reservations", "No", "")
SENTENCES = (
    "We looked at what this would mean for the people who order Certificates and for those who renew them.",
    "Our systems would need a change in two places, and both are changed anyway in the spring.",
    "It is less clear to us who tells the holder that a Certificate is about to run out.",
    "We would prefer a period of ten working days, because five are too few over the holidays.",
    "The legal text says less than the solution does, and should say when the notice is given.",
    "Where an organisation has left the market, nobody may be there to answer.",
    "We have asked our agents, and none of them sees a difficulty.",
)


def consulted(issued: bool = False) -> c.Consulted:
    return c.Consulted(
        occasion=Occasion(f.Body("", ""), "", "1.0" if issued else "0.1", issued, date(2026, 11, 30), "White"),
        key=7,
        kind="code_wide",
        kind_name="Consultation on the Smart Energy Code",
        title="Certificates that run out",
        opened_on=date(2026, 10, 5),
        closes_on=date(2026, 11, 2),
        subject=None,
        questions=(),
        contact=f.Contact("SECAS", "020 0000 0000", "secas@example.org"),
        office=f.Office("SECAS", "1 Example Street", "020 0000 0000", "secas@example.org"),
        links={"here": "https://example.org/consultations/7/", "form": "https://example.org/consultations/7/form.docx"},
        is_over=True,
    )


def text_of(respondent: int, question: int, sentences: int = 4) -> str:
    first = respondent * 3 + question * 5
    found = [SENTENCES[(first + place * (1 + respondent % 3)) % len(SENTENCES)] for place in range(sentences)]
    half = max(1, sentences // 2)
    return f"{' '.join(found[:half])}\n\n{' '.join(found[half:])}".strip()


def said(respondent: int, question: int, sentences: int = 4) -> c.Said:
    category = CATEGORIES[respondent % len(CATEGORIES)]
    value = VALUES[(respondent + question) % len(VALUES)]
    return c.Said(f"Organisation {respondent:03}", category, value, (text_of(respondent, question, sentences),))


def answered(number: int, respondents: int, sentences: int = 4) -> c.Answered:
    """One in nine gives no words."""
    rows = [said(each, number, 0 if each % 9 == 8 else sentences) for each in range(respondents)]
    tallies = tuple(
        c.Tally(label or "In words alone", ((CATEGORIES[0], count),))
        for label in VALUES
        if (count := sum(row.value == label for row in rows))
    )
    rows.sort(key=lambda row: (row.category, row.who))
    question = c.Question(number, f"Does part {number} of the solution do what it should?", "In words.")
    return c.Answered(question, respondents, tallies=tallies, said=tuple(rows))


def collated(respondents: int = 9, questions: int = 3, sentences: int = 4, **more) -> c.Collated:
    people = [
        c.Respondent(f"Organisation {each:03}", CATEGORIES[each % len(CATEGORIES)]) for each in range(respondents)
    ]
    people.sort(key=lambda each: (each.category, each.who))
    counts = tuple((k, n) for k in CATEGORIES if (n := sum(each.category == k for each in people)))
    return c.Collated(
        of=consulted(),
        for_secas=False,
        count=respondents,
        by_category=counts,
        respondents=tuple(people),
        questions=tuple(answered(number, respondents, sentences) for number in range(1, questions + 1)),
        **more,
    )
