"""The variants of the corpus, a function for each: ``corpus.py`` has what they are made with."""

import html
import random
from collections.abc import Callable
from textwrap import wrap

from tests.consultations.corpus import (
    Variant,
    Written,
    fixture,
    hyphenated,
    laid_out,
    misread_after_first,
    other,
    paged,
    paragraphs,
    scanned,
    text,
    variant,
)

MADE: list[tuple[str, Callable[[], tuple]]] = []
HEAD = "From: A. Clarke <a.clarke@example.org>\nSent: 3 March 2015 16:12\nTo: SECAS\nSubject: Response to the consultation\n\n"
FOOT = "\n\nKind regards,\n\nAda Clarke\nRegulation Manager, Harbour Energy Supply"


def named(name: str):
    def take(function: Callable[[], tuple]):
        MADE.append((name, function))
        return function

    return take


def corpus() -> list[Variant]:
    made = ((name, function()) for name, function in all_made())
    return [variant(name, *of) if isinstance(of[0], str) else Variant(name, *of) for name, of in made]


def all_made() -> list[tuple[str, Callable[[], tuple]]]:
    from tests.consultations import damaged_files  # noqa: F401  (registers its own)

    return MADE


@named("as in the paper")
def _():
    written = fixture()
    return text(written), written


@named("narrow lines, no empty lines")
def _():
    written = fixture()
    return text(written, 60, "\n"), written


@named("a line for each paragraph")
def _():
    written = fixture()
    return text(written, 0, "\n"), written


@named("questions broken by empty lines")
def _():
    written = fixture()
    source = text(written)
    for asked in written.questions:
        printed = "\n".join(wrap(f"{asked.label} {asked.asked}", 92))
        words = printed.split(" ")
        source = source.replace(printed, " ".join(words[:9]) + "\n\n" + " ".join(words[9:]))
    return source, written


@named("questions broken by pages")
def _():
    written = fixture()
    parts = []
    for count, part in enumerate(paragraphs(written)):
        lines = wrap(part, 70)
        if part.startswith("Question") and len(lines) > 1:
            parts.append(f"{lines[0]}\n\n{count}\n\f" + "\n".join(lines[1:]))
        else:
            parts.append("\n".join(lines))
    return "\n\n".join(parts), written


@named("heads and feet of pages")
def _():
    written = fixture()
    foot = lambda page: ["", f"Page {page} of 9", "Harbour Energy Supply – response to the consultation"]  # noqa: E731
    return paged(text(written).split("\n"), 34, foot), written


@named("heads of pages, and no sign where pages end")
def _():
    written = fixture()
    foot = lambda page: ["", f"Harbour Energy Supply          Page {page} of 12", ""]  # noqa: E731
    return paged(text(written).split("\n"), 29, foot, "\n"), written


@named("scanned, well read")
def _():
    written = scanned(fixture(), 8, 0.01)
    return text(written), written


@named("scanned, fairly read")
def _():
    written = scanned(fixture(), 9, 0.04)
    return text(written), written


@named("scanned, badly read")
def _():
    written = scanned(fixture(), 10, 0.09)
    return text(written), written


@named("numbers misread")
def _():
    written = fixture()
    as_read = str.maketrans("015", "OlS")
    written.labelled(lambda number: f"Questi0n {number:d}".translate(as_read).replace("Questi0n", "Questian") + ":")
    return text(written), written


@named("Yes and No misread")
def _():
    written = fixture()
    for asked in written.questions:
        first = asked.answer[0]
        asked.answer[0] = (
            first.replace("No,", "Nag,", 1) if first.startswith("No,") else first.replace("Yes,", "Ves,", 1)
        )
    return text(written), written


@named("some questions left out")
def _():
    written = fixture().without([4, 9, 10, 17, 22])
    return text(written), written


@named("some answers left out")
def _():
    written = fixture()
    for asked in written.questions:
        if asked.number in (3, 11, 12, 24, 25):
            asked.answer, asked.agreement = [], ""
    return text(written), written


def _only_numbers(label: str) -> tuple[str, Written]:
    written = fixture().labelled(label.format)
    source = text(written)
    for asked in written.questions:
        source = source.replace("\n".join(wrap(f"{asked.label} {asked.asked}", 92)), asked.label)
        asked.asked = ""
    return source, written


@named("“Question 1” without its words")
def _():
    return _only_numbers("Question {}")


@named("“1.” before each answer, nothing else")
def _():
    written = fixture()
    source = laid_out(
        [
            f"{asked.number}. {asked.answer[0]}" + "".join(f"\n\n{more}" for more in asked.answer[1:])
            for asked in written.questions
        ],
        0,
    )
    written.general, written.clauses = [], []
    for asked in written.questions:
        asked.asked = ""
    return source, written


@named("numbered Q1")
def _():
    written = fixture().labelled("Q{}.".format)
    return text(written), written


@named("numbered 1.")
def _():
    written = fixture().labelled("{}.".format)
    return text(written), written


@named("numbered otherwise")
def _():
    written = fixture().without([1, 2, 3]).labelled(lambda number: f"Question {number - 3}:")
    return text(written), written


@named("without numbers")
def _():
    written = fixture().labelled(lambda number: "")
    return text(written), written


@named("in another order")
def _():
    written = fixture()
    random.Random(3).shuffle(written.questions)
    return text(written), written


@named("answers on the line of the question")
def _():
    written = fixture()
    parts = ["General Comments", *written.general, "Answers to consultation questions:"]
    for asked in written.questions:
        parts += [f"{asked.label} {asked.asked} {asked.answer[0]}", *asked.answer[1:]]
    parts += ["Other clause specific comments:", *(f"{on.written} {on.remark}" for on in written.clauses)]
    return laid_out(parts), written


@named("three questions answered as one")
def _():
    written = fixture().without([10, 11])
    for asked in written.questions:
        if asked.number == 9:
            asked.label, asked.asked, asked.also = "Questions 9, 10 and 11:", "", (10, 11)
    return text(written), written


@named("words parted at the end of lines")
def _():
    written = fixture()
    return "\n\n".join(hyphenated(part, 64) for part in paragraphs(written)), written


@named("bullets, other quotation marks, hard spaces")
def _():
    written = fixture()
    plain = [part.replace("“", '"').replace("”", '"') for part in paragraphs(written)]
    parts = [part.replace(" the ", "\u00a0the ") for part in plain]
    for asked in written.questions:
        if asked.number == 19:
            for answer in asked.answer:
                parts[parts.index(answer.replace(" the ", "\u00a0the "))] = f"• {answer}"
    return laid_out(parts, 0), written


@named("an e-mail with the questions quoted")
def _():
    written = fixture()
    parts = []
    for part in paragraphs(written):
        lines = wrap(part, 72)
        parts.append("\n".join(f"> {line}" for line in lines) if part.startswith("Question ") else "\n".join(lines))
    return HEAD + "Dear SECAS,\n\n" + "\n\n".join(parts) + FOOT, written


@named("a forwarded e-mail, all of it quoted")
def _():
    written = fixture()
    source = (HEAD + text(written, 76) + FOOT).split("\n")
    return "---- Original Message ----\n" + "\n".join(f"> {line}".rstrip() for line in source), written


@named("an e-mail in HTML, pasted with its tags")
def _():
    written = fixture()
    body = "".join(f'<p class="MsoNormal">{html.escape(part)}</p>\n<p>&nbsp;</p>' for part in paragraphs(written))
    return f"<html><head><style>p {{margin: 0}}</style></head><body><div>{body}</div></body></html>", written


@named("two columns side by side")
def _():
    written = fixture()
    lines = text(written, 46).split("\n")
    pages = []
    for begin in range(0, len(lines), 100):
        left, right = lines[begin : begin + 50], lines[begin + 50 : begin + 100]
        right += [""] * (len(left) - len(right))
        pages.append("\n".join(f"{one:<50}    {two}".rstrip() for one, two in zip(left, right, strict=True)))
    return "\f".join(pages), written


@named("cells pasted from a table")
def _():
    written = fixture()
    rows = [f"Question {asked.number}\t{asked.asked}\t{' '.join(asked.answer)}" for asked in written.questions]
    parts = [
        "General comments",
        *written.general,
        "Answers to consultation questions",
        "No.\tQuestion\tResponse",
        *rows,
    ]
    parts += ["Clause specific comments", *(f"{on.written}\t{on.remark}" for on in written.clauses)]
    return "\n".join(parts), written


@named("two respondents, each named")
def _():
    first, second = fixture(), other()
    first.details = [("Respondent", "Harbour Energy Supply"), ("Party Category", "Large Supplier")]
    second.details = [("Respondent", "Pennine Networks"), ("Party Category", "Electricity Network Operator")]
    return f"{text(first)}\n\n{text(second)}", first, second


@named("two respondents, the second unnamed")
def _():
    first, second = fixture(), other()
    return f"{text(first)}\n\n{text(second)}", first, second


@named("references misread")
def _():
    written = fixture()
    for on, as_read in zip(written.clauses, ("M9,1", "H9·1(€)", "M9:1(e)", "L8.1 (&)", "18.7", "12.5"), strict=True):
        on.written = as_read
    return text(written), written


@named("clauses without a heading")
def _():
    written = fixture()
    return text(written).replace("Other clause specific comments:\n\n", ""), written


@named("labels before questions and answers")
def _():
    written = fixture()
    parts = ["General comments", *written.general]
    for asked in written.questions:
        parts += [f"{asked.label} {asked.asked}", "Response:", asked.answer[0], *asked.answer[1:]]
    parts += ["Drafting comments", *(f"Clause {on.written}: {on.remark}" for on in written.clauses)]
    for on in written.clauses:
        on.written = f"Clause {on.written}"
    return laid_out(parts), written


@named("scanned, with Yes and No misread and pages")
def _():
    written = scanned(fixture(), 36, 0.03)
    chance = random.Random(36)
    for asked in written.questions:
        asked.answer = [misread_after_first(part, chance, 0.01) for part in asked.answer]
        if asked.answer[0].startswith("No,"):
            asked.answer[0] = asked.answer[0].replace("No,", "N0,", 1)
    return paged(text(written).split("\n"), 40, lambda page: ["", f"{page}"]), written


@named("lists and other questions’ numbers within answers")
def _():
    written = fixture()
    for asked in written.questions:
        if asked.number == 7:
            asked.answer += ["1. Opting out needs a rule of its own.", "2. Keys need one too.", "3. Both need a date."]
        elif asked.number == 17:
            asked.answer += ["See what we say under question 16, and", "Question 18 goes further than this one."]
    return text(written), written


@named("questions in fewer words")
def _():
    written = fixture()
    for asked in written.questions:
        asked.label = f"Q{asked.number} –"
        kept = asked.asked.rstrip("?").split(" ")[-7:]
        asked.asked = " ".join(kept)
    return text(written), written


@named("questions in words of the respondent’s own")
def _():
    written = fixture()
    for asked in written.questions:
        asked.asked = f"(what we make of point {asked.number} in the document)"
    source = text(written)
    for asked in written.questions:  # nobody could say that this is the question and not the answer
        asked.answer = [asked.asked, *asked.answer]
        asked.agreement = ""
    return source, written


@named("a letter that answers no question")
def _():
    written = fixture()
    written.questions, written.clauses = [], []
    return "Dear SECAS,\n\n" + laid_out(written.general) + FOOT, written


@named("Yes and No ticked in boxes")
def _():
    written = fixture()
    for asked in written.questions:
        if asked.agreement in ("agree", "disagree") and asked.number not in (12, 19, 26):
            yes, no = ("☒", "☐") if asked.agreement == "agree" else ("☐", "☒")
            asked.answer = [f"{yes} Yes {no} No", *asked.answer]
    return text(written), written


@named("one empty line between any two lines")
def _():
    written = fixture()
    return text(written, 80).replace("\n\n", "\n").replace("\n", "\n\n"), written
