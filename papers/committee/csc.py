"""The decision paper for the Change Sub-Committee: is the problem understood, and what should follow (S0)."""

from consultations.comments.feedback import Feedback
from papers import facts as f
from papers.committee import facts as c
from papers.committee.common import (
    Names,
    bodies_asked,
    comments_annex,
    for_meeting,
    linked,
    places,
    raised,
    recommendations,
)
from papers.committee.statement import annex
from papers.document import Block, Document, Link, Section, words
from papers.report.industry import feedback
from papers.report.prose import is_blank, paragraph, rich, section

KIND = "csc-paper"
STATEMENT, COMMENTS = "Appendix A", "Appendix B"


def compose(facts: c.ProposalPaper) -> Document:
    names = Names()
    subject = facts.subject
    annexes, attachments = appendices(facts)
    return for_meeting(
        facts.occasion,
        KIND,
        f"{subject.reference} {subject.kind} decision",
        (
            _purpose(facts, names),
            issue(facts, names),
            comments(facts, names),
            _next_steps(facts, names),
            recommendations(facts.occasion),
        ),
        annexes=annexes,
        attachments=attachments,
    )


def appendices(facts: c.ProposalPaper) -> tuple[tuple, tuple]:
    """The statement and the comments as they are at this moment, and what the list of attachments says of them."""
    if facts.statement is None:
        return (), ()
    subject = facts.subject
    annexes = (
        annex(STATEMENT, facts.occasion, facts.statement),
        comments_annex(COMMENTS, subject, facts.statement.comments),
    )
    named = (f"{subject.reference} problem statement", f"{subject.reference} industry comments")
    listed = (Link(f"{each.label}: {name}", f"#{each.key}") for each, name in zip(annexes, named, strict=True))
    return annexes, tuple(words(link) for link in listed)


def _purpose(facts: c.ProposalPaper, names: Names) -> Section:
    kind = facts.subject.kind
    return section(
        "purpose",
        "Purpose",
        paragraph(
            "purpose.text",
            "This paper sets out what we have learned about ",
            linked(facts.subject),
            ", and what industry and the Panel Sub-Committees think of the issue behind it. "
            f"We ask {names.the(facts.occasion.body)} to agree that the issue is clearly understood, and that this "
            f"{kind} is ready to become a Modification Proposal.",
        ),
    )


def issue(facts: c.ProposalPaper, names: Names) -> Section:
    subject = facts.subject
    who = paragraph("issue.raised", f"{subject.named} {raised(subject, names)}.")
    text = () if is_blank(subject.summary) else rich("issue.text", subject.summary)
    found = facts.statement.places if facts.statement else ()
    return section("issue", "What is the issue?", who, *text, *places("issue.places", subject, found), *_pointer(facts))


def _pointer(facts: c.ProposalPaper) -> tuple[Block, ...]:
    if facts.statement is None:
        return ()
    return (
        paragraph(
            "issue.statement",
            "The problem statement, with what the Proposer told us and what we have found out since, is in ",
            Link(STATEMENT, f"#{STATEMENT.lower().replace(' ', '-')}"),
            ".",
        ),
    )


def comments(facts: c.ProposalPaper, names: Names) -> Section:
    kind = facts.subject.kind
    found = facts.statement.feedback if facts.statement else Feedback()
    pointer = ()
    if found.count:
        link = Link(COMMENTS, f"#{COMMENTS.lower().replace(' ', '-')}")
        pointer = (paragraph("comments.collated", "All comments and questions, with our answers, are in ", link, "."),)
    bodies = bodies_asked("comments", kind, facts.asked, names, facts.occasion.body)
    return section("comments", "Comments on the issue", *feedback("comments", f"this {kind}", found), *pointer, *bodies)


def _next_steps(facts: c.ProposalPaper, names: Names) -> Section:
    welcome = facts.occasion.texts.get("comments_welcome", "")
    route = facts.route or c.REFINEMENT
    on = (
        f"If the Proposer wishes to go on, we suggest that this {facts.subject.kind} be put before the Panel with the "
        f"recommendation that it become a Modification Proposal and proceed to {route}."
    )
    return section(
        "next-steps",
        "Next steps",
        *divided(facts),
        paragraph("next-steps.route", f"{on} {welcome}".strip()),
    )


def divided(facts: c.ProposalPaper) -> tuple[Block, ...]:
    """Said where there are voices on both sides."""
    found = facts.statement.feedback if facts.statement else Feedback()
    said = {str(line.stance) for line in found.lines} | {str(each.view.stance) for each in facts.asked if each.view}
    if not {f.Stance.SUPPORTS, f.Stance.OPPOSES} <= said:
        return ()
    return (
        paragraph(
            "next-steps.divided",
            "Opinion is divided: some see an issue that the SEC should deal with, and others see no need for a change.",
        ),
    )
