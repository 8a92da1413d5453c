"""Comments as tests need them: made by their acts."""

from accounts.models import Category
from audit import clock
from consultations import actions
from consultations.models import Answer, Comment
from proposals.models import Proposal
from tests import factories as make

SMALL, OTHER = Category.SMALL_SUPPLIER, Category.OTHER_SEC_PARTY


def said(proposal, by, *, stance="supports", text="We support it.", organisation=None, **more) -> Comment:
    """One that SECAS recorded for a Party."""
    organisation = organisation or make.OrganisationFactory()
    return actions.record_comment(
        proposal=proposal, by=by, organisation=organisation, how="email", stance=stance, text=text, **more
    )


def posted(proposal, person, *, stance="supports", text="We support it.", **more) -> Comment:
    """One that somebody made here."""
    return actions.post_comment(
        proposal=proposal, by=person, organisation=person.organisations[0], stance=stance, text=text, **more
    )


def published(proposal, by, **more) -> Comment:
    comment = said(proposal, by, **more)
    actions.publish_comments(proposal=proposal, by=by, number=comment.number)
    return Comment.objects.get(pk=comment.pk)


def answered(comment, by, text="So it is.") -> Answer:
    answer = actions.write_answer(comment=comment, by=by, text=text)
    actions.publish_answers(proposal=comment.proposal, by=by)
    return Answer.objects.get(pk=answer.pk)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def refined(proposal: Proposal, by) -> Proposal:
    """Past Development: the Panel has converted it."""
    from proposals import actions as moves

    moves.convert_to_refinement(proposal=proposal, by=by, words="Agreed.")
    return Proposal.objects.get(pk=proposal.pk)


def dp075(by) -> Proposal:
    """Four comments as S0 and S1 count them: three Other SEC Parties and one Small Supplier."""
    proposal = make.draft_proposal(by=by, number=75, title="Third party metering service providers")
    published(proposal, by, organisation=make.OrganisationFactory(category=SMALL), text="It is not as Section G says.")
    for _ in range(3):
        other = make.OrganisationFactory(category=OTHER)
        published(proposal, by, organisation=other, stance="opposes", text="The licences cover it.")
    return proposal


def now():
    return clock.now()
