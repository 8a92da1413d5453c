"""Who is told of comments: SECAS of those that come in, whoever made one that it is answered. No mail holds what was
said: it is read where its class is honoured."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Affiliation, User
from audit import clock
from audit.acts import current
from audit.classification import Classification
from consultations.models import Comment, Stance
from notifications.actions import Letter, send_letters, tell_people
from notifications.recipients import Recipient, in_place, recipients, who_read
from proposals.ports import Telling, foretell, notice

LEAD = "the Lead Analyst and the deputy"
COMMENTERS = "whoever made the comments"


def _page(proposal) -> str:
    return f"{settings.SITE_URL}{reverse('consultations:comments', args=[proposal.slug])}"


@foretell("comment_received")
def would_hear_of_it(proposal, by) -> Telling:
    return Telling(LEAD, tuple(recipient.user.name for recipient in _leads(proposal, by)))


def _leads(proposal, by) -> list[Recipient]:
    return [recipient for recipient in recipients("analyst", proposal) if recipient.user != by]


@notice("comment_received")
def tell_of_it(comment: Comment) -> None:
    """Whoever enters it is not told; nobody is of one that came in on an earlier day."""
    if clock.london_date(comment.received_at) < clock.today():
        return
    proposal = comment.proposal
    what = "question" if comment.stance == Stance.QUESTION else "comment"
    heading = f"{proposal.reference}: a {what} {'has been changed' if comment.version > 1 else 'came in'}"
    tell_people(
        proposal,
        _leads(proposal, comment.by),
        audience="comment",
        key=f"comment-{comment.pk}",
        subject=heading,
        body=_body(proposal, f"{comment} was received {comment.get_how_display().lower()}."),
    )


def _body(proposal, sentence: str) -> str:
    return "\n\n".join([f"{proposal.reference} ‘{proposal.title}’", sentence, _page(proposal)])


@foretell("comments_answered")
def would_hear_of_the_answers(proposal, comments, by) -> Telling:
    names = {r.user.name for found in _by_organisation(proposal, comments, by).values() for r in found}
    return Telling(COMMENTERS, tuple(sorted(names)))


def _by_organisation(proposal, comments, by) -> dict[int, list[Recipient]]:
    """Who speaks today for each organisation that made one of ``comments``. Two queries."""
    wanted = {comment.organisation_id for comment in comments if comment.organisation_id}
    speakers = Affiliation.objects.on().filter(organisation__in=wanted, kind=Affiliation.Kind.SUBMITTER)
    people: dict[int, list[User]] = {}
    for affiliation in speakers.select_related("user") if wanted else []:
        people.setdefault(affiliation.organisation_id, []).append(affiliation.user)
    found = {}
    for organisation, users in people.items():
        named = [(user, "authorised to speak for whoever made this comment") for user in users]
        found[organisation] = [r for r in who_read(in_place(named), proposal) if r.user != by]
    return found


@notice("comments_answered")
def tell_of_the_answers(proposal, comments: list[Comment], *, by) -> None:
    """One letter to each organisation, of its own comments: whose the others are is not told."""
    found = _by_organisation(proposal, comments, by)
    send_letters(
        Letter(
            key=f"answers-{proposal.pk}-{current().id.hex[:12]}-{organisation}",
            audience="comment",
            subject=f"{proposal.reference}: your comment is answered",
            body=_body(proposal, _answered([c for c in comments if c.organisation_id == organisation])),
            classification=_class_of([c for c in comments if c.organisation_id == organisation], proposal),
            recipients=people,
            proposal=proposal,
        )
        for organisation, people in found.items()
        if people
    )


def _answered(comments: list[Comment]) -> str:
    numbers = ", ".join(str(comment.number) for comment in comments)
    noun = "Your comment" if len(comments) == 1 else "Your comments"
    return f"{noun} {numbers} {'is' if len(comments) == 1 else 'are'} answered."


def _class_of(comments: list[Comment], proposal) -> str:
    """The closest of what it speaks of."""
    classes = [proposal.classification, *(comment.classification for comment in comments)]
    return max(classes, key=Classification.values.index)
