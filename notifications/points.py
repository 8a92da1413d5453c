"""Respondents are told once that what they said is answered, guests by letters of their own. No mail holds a point or a
reply: they are read where it is known who may read what."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.models import Affiliation
from audit.acts import current
from consultations.models import Consultation, Invitation, PointMade, PointSource, Response
from consultations.points.places import SAID_WITH, place_of
from notifications.actions import Letter, send_letters
from notifications.consultations import readers
from notifications.guests import ANSWERED, answered_words, write_to_guest
from notifications.recipients import Recipient, in_place
from proposals.ports import Telling, foretell, notice

GUESTS = (
    "answer__submission__response__invitation",
    "clause_comment__submission__response__invitation",
    "general_of__response__invitation",
)
RESPONDENTS = "those who may speak for a respondent that made one of these points"


@dataclass(frozen=True)
class Answered:
    """One respondent, how many of its points are answered, and who hears of it; a guest besides, by their link."""

    response: Response
    count: int
    people: list[Recipient]

    @property
    def guest(self) -> Invitation | None:
        invitation = self.response.invitation
        return invitation if invitation and invitation.revoked_at is None else None


@foretell("points_answered")
def would_hear(consultation: Consultation, points: list[PointMade], by) -> Telling:
    answered = _answered(consultation, points, by)
    names = {r.user.name for each in answered for r in each.people}
    guests = {each.guest.name for each in answered if each.guest}
    return Telling(f"{RESPONDENTS}, and guests" if guests else RESPONDENTS, tuple(sorted(names | guests)))


@notice("points_answered")
def tell(consultation: Consultation, points: list[PointMade], *, by) -> None:
    """One letter to each respondent, of the number of its own points."""
    about = consultation.proposal.reference if consultation.proposal_id else consultation.get_kind_display()
    answered, occasion = _answered(consultation, points, by), current().id.hex[:12]
    for each in answered:
        if each.guest:
            given = {"points": each.count, "response": each.response.number}
            write_to_guest(ANSWERED, each.guest.pk, occasion, **given)
    send_letters(
        Letter(
            key=f"points-{consultation.pk}-{occasion}-{each.response.pk}",
            audience="respondent",
            subject=f"{about}: what became of what you said",
            body=_body(consultation, each),
            classification=consultation.classification,
            recipients=each.people,
            proposal=consultation.proposal,
        )
        for each in answered
        if each.people
    )


def _body(consultation: Consultation, each: Answered) -> str:
    sentence = answered_words(each.count, each.response.number)
    page = reverse("consultations:my_outcome", args=[consultation.pk])
    return "\n\n".join([f"{consultation}", sentence, f"{settings.SITE_URL}{page}"])


def _answered(consultation: Consultation, points: list[PointMade], by) -> list[Answered]:
    """A response that was withdrawn says nothing any more. Three queries; none of them for each respondent."""
    responses, counts = {}, {}
    sources = PointSource.objects.standing().filter(point__in=points).select_related(*SAID_WITH, *GUESTS)
    made = {(place_of(source).submission.response, source.point_id) for source in sources}
    for made_by in (response for response, _ in made if response.withdrawn_at is None):
        responses[made_by.pk] = made_by
        counts[made_by.pk] = counts.get(made_by.pk, 0) + 1
    people = _speakers(consultation, responses.values(), by)
    return [Answered(row, counts[pk], people.get(row.organisation_id, [])) for pk, row in sorted(responses.items())]


def _speakers(consultation: Consultation, responses, by) -> dict[int, list[Recipient]]:
    """By the organisation, who speaks for it today and may read the consultation."""
    wanted = {row.organisation_id for row in responses if row.organisation_id}
    speakers = Affiliation.objects.on().filter(organisation__in=wanted, kind=Affiliation.Kind.SUBMITTER)
    named: dict[int, list] = {}
    for each in speakers.select_related("user") if wanted else []:
        named.setdefault(each.organisation_id, []).append((each.user, "authorised to speak for a respondent"))
    heard = {pk: readers(in_place(found), consultation) for pk, found in named.items()}
    return {pk: [recipient for recipient in found if recipient.user != by] for pk, found in heard.items()}
