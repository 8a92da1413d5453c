"""The record that lies behind the source papers S0, S1 and S3, from the demo's files, and what bodies did with it as rows:
requests, views, comments, verbal updates, agenda items and recommendations."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

from bodies.models import Meeting
from consultations.models import Comment, FeedbackSummary
from secmods.demo import reading, shapes
from secmods.demo.bodies import enter_bodies
from secmods.demo.code import enter_code
from secmods.demo.people import enter_people
from secmods.demo.proposals import play
from secmods.demo.record import Record
from subcommittees.models import AgendaItem, Recommendation, VerbalUpdate, ViewRequest
from tests import factories as make

CSC_PAPERS, CSC_MEETS = date(2019, 5, 20), date(2019, 5, 28)
PANEL_PAPERS, PANEL_MEETS = date(2019, 6, 7), date(2019, 6, 14)
TABASC_PAPERS, TABASC_MEETS = date(2020, 5, 28), date(2020, 6, 4)
NEW_FROM = date(2020, 4, 29)
NOON = datetime(2019, 4, 15, 12, tzinfo=UTC)

# What of a demo file is played here. What else a file may say is entered below, as rows.
PLAYED = {
    "number", "title", "proposer", "proposer_organisation", "classification", "summary", "submission", "on_behalf_of",
    "representative", "representative_organisation", "lead_analyst", "problem_statements", "figures", "solution",
    "sec_references", "implementation", "path", "path_reasons", "moves", "work_packages", "updates",
}  # fmt: skip
GIVEN = ("supports", "opposes", "mixed", "no_comment")


def bare(file: shapes.Proposal) -> shapes.Proposal:
    rest = {f.name: f.default for f in fields(file) if f.name not in PLAYED and f.name not in ("views", "legal_text")}
    views = tuple(view for view in file.views if view.position in GIVEN)
    return replace(file, views=views, **rest)


@make.in_one_go
def entered(*numbers: int) -> Record:
    days = reading.Days.from_today()
    record = Record()
    enter_people(by=None, data=reading.read_people(days), record=record)
    enter_bodies(by=record.administrator, data=reading.read_bodies(days), record=record)
    enter_code(
        by=record.analyst,
        administrator=record.administrator,
        data=reading.read_code(days),
        releases=reading.read_releases(days),
        record=record,
    )
    for file in reading.read_proposals(days):
        if file.number in numbers:
            play(bare(file), record)
    return record


def meeting_of(code: str, day: date) -> Meeting:
    return Meeting.objects.select_related("committee").get(committee__code=code, date=day)


def item_of(meeting: Meeting, place: int, **about) -> AgendaItem:
    given = {"kind": "proposal", "purpose": "decision", "title": "Proposal"} | about
    return AgendaItem.objects.create(meeting=meeting, place=place, at=NOON, **given)


def recommend(item: AgendaItem, *rows: tuple) -> None:
    for order, (verb, addressee, condition, text) in enumerate(rows, 1):
        Recommendation.objects.create(
            item=item, order=order, verb=verb, addressee=addressee, condition=condition, text=text, at=NOON
        )


def asked(proposal, code: str, how: str, due: date, why: str = "", on: date = date(2019, 4, 15)) -> ViewRequest:
    body = meeting_of_code(code)
    return ViewRequest.objects.create(
        proposal=proposal, committee=body, how=how, why=why, asked_on=on, due_on=due, at=NOON
    )


def meeting_of_code(code: str):
    return Meeting.objects.select_related("committee").filter(committee__code=code).first().committee


def commented(record: Record, proposal) -> None:
    """Three Other SEC Parties and one Small Supplier (S0 §3), in their own words as the demo has them."""
    file = next(f for f in reading.read_proposals(reading.Days.from_today()) if f.number == 75)
    for comment in file.comments:
        organisation = record.organisations[comment.organisation]
        Comment.objects.create(
            proposal=proposal,
            organisation=organisation,
            category=organisation.category,
            stance=comment.stance,
            text=comment.text,
            how="email",
            received_at=datetime.combine(comment.received, datetime.min.time(), UTC).replace(hour=12),
            published_at=NOON,
            at=NOON,
        )
    for category, stance, text in SUMMARIES:
        FeedbackSummary.objects.create(proposal=proposal, category=category, stance=stance, text=text, at=NOON)


SUMMARIES = (
    ("other_sec_party", "opposes", "They hold that the Supply Licence Conditions deal with this already."),
    ("small_supplier", "supports", "In its view Section G does not show how metering is arranged in practice."),
)
# S0 §5, in words of our own: four, of which the third is conditional.
CSC_ASKED = (
    ("AGREE", "", "", "that the issue under DP075 is clearly defined and understood"),
    ("RECOMMEND", "proposer", "", "this Draft Proposal should not become a Modification Proposal"),
    ("RECOMMEND", "panel", "the Proposer decides to go on", "it is ready to become a Modification Proposal"),
    ("RECOMMEND", "panel", "", "any Modification Proposal should enter the Refinement Process"),
)
PANEL_ASKED = (
    ("AGREE", "", "", "that DP075 is ready to become a Modification Proposal"),
    ("AGREE", "", "", "that MP075 enters the Refinement Process"),
    ("AGREE", "", "", "the first package of work and the timetable for MP075"),
)


def put_to_bodies(record: Record, proposal) -> None:
    """Whom S0 §3 says was asked, and how."""
    asked(proposal, "ssc", "meeting", date(2019, 4, 24))
    asked(proposal, "tabasc", "meeting", date(2019, 5, 2))
    asked(proposal, "opsg", "correspondence", date(2019, 5, 17), "It was raised too close to its last meeting")
    request = asked(proposal, "smki-pma", "meeting", date(2019, 5, 21))
    VerbalUpdate.objects.create(
        meeting=meeting_of("csc", CSC_MEETS),
        proposal=proposal,
        request=request,
        about="What the SMKI PMA said",
        promised_on=CSC_PAPERS,
        at=NOON,
    )
