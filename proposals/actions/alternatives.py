"""Alternatives: raised by a Party or the Proposer, supported, developed beside the proposed solution, withdrawn."""

from datetime import date

from accounts.models import Organisation
from audit.acts import Refused, act, record
from bodies.models import Meeting
from proposals import rules
from proposals.actions.ground import check_version
from proposals.actions.refining import check_length, check_own_day, day_of, refine, said
from proposals.actions.texts import clean_text
from proposals.indexing import index
from proposals.models import Alternative, Proposal, Solution
from proposals.models.proposal import TITLE_LENGTH

RAISERS = "An Alternative is raised by the Proposer, by somebody who speaks for a Party, or by SECAS for them."
LONGEST_SUPPORT = Alternative._meta.get_field("supported_by").max_length


@act
def raise_alternative(
    *,
    proposal: Proposal,
    by,
    title: str,
    text: str,
    organisation: Organisation,
    raised_by=None,
    on: date | None = None,
) -> Alternative:
    """The next number given; its own solution begun with the words that describe it (domain §2.2 row 22).

    People raise one in their own name and for an organisation they act for; SECAS enters what reached it.
    """
    proposal = refine(proposal, by, rules.may_raise_alternative, RAISERS)
    check_own_day(on, by)
    raised_by = raised_by or by
    _check_speaks_for(by, raised_by, organisation, proposal)
    text = said(clean_text(text, "text"), "Say what the Alternative would do.", "text")
    made = Alternative.objects.create(
        proposal=proposal,
        number=proposal.alternatives.count() + 1,
        title=_title(title),
        raised_by=raised_by,
        organisation=organisation,
        raised_on=day_of(on, "on"),
    )
    Solution.objects.create(alternative=made, text=text)
    index(proposal)
    record(
        "alternative_raised",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}, for {organisation}.",
        after={"title": made.title, "text": text},
        effective_on=made.raised_on,
    )
    return made


def _title(title: str) -> str:
    title = said(title, "Give the Alternative a title.", "title")
    check_length(title, TITLE_LENGTH, "The title", "title")
    return title


def _check_speaks_for(by, raised_by, organisation: Organisation, proposal: Proposal) -> None:
    if by is None or by.is_analyst:
        return
    if raised_by != by:
        raise Refused("You can raise an Alternative in your own name only.", "raised_by")
    own = {proposal.proposer_organisation_id} if rules.is_its_proposer.test(by, proposal) else set()
    if organisation.pk not in by.submits_for | own:
        raise Refused(f"You do not speak for {organisation}.", "organisation")


def _live(proposal: Proposal, alternative: Alternative) -> Alternative:
    found = proposal.alternatives.get(pk=alternative.pk)
    if not found.is_live:
        raise Refused(f"{found} was withdrawn on {found.withdrawn_on:%-d %B %Y}.")
    return found


@act
def save_alternative(
    *,
    proposal: Proposal,
    by,
    alternative: Alternative,
    title: str,
    supported_by: str = "",
    supported_at: Meeting | None = None,
    supported_on: date | None = None,
    version: int | None = None,
) -> Alternative:
    """Its title, and who supports that it is developed: in words, at which meeting, and when."""
    proposal = refine(proposal, by)
    made = _live(proposal, alternative)
    check_version(made, version)
    before = _as_recorded(made)
    made.title = _title(title)
    _set_support(made, supported_by.strip(), supported_at, supported_on)
    made.version += 1
    made.save(update_fields=["title", "supported_by", "supported_at", "supported_on", "version"])
    index(proposal)
    record(
        "alternative_saved",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}.",
        before=before,
        after=_as_recorded(made),
    )
    return made


def _set_support(made: Alternative, words: str, meeting: Meeting | None, on: date | None) -> None:
    if meeting and not words:
        words = meeting.committee.named
    check_length(words, LONGEST_SUPPORT, "Who supports it", "supported_by")
    if on and not words:
        raise Refused("Say who supports it.", "supported_by")
    made.supported_by, made.supported_at, made.supported_on = words, meeting, None
    if words:
        day = meeting.date if meeting else on
        made.supported_on = day_of(day, "supported_on", since=made.raised_on, began="when the Alternative was raised")


def _as_recorded(made: Alternative) -> dict:
    on = f"{made.supported_on:%-d %B %Y}" if made.supported_on else ""
    return {"title": made.title, "supported by": " ".join(part for part in (made.supported_by, on) if part)}


@act
def save_alternative_implementation(
    *, proposal: Proposal, by, alternative: Alternative, implementation: str, version: int | None = None
) -> Alternative:
    """How it would be brought in, in words; empty where as the proposed solution would be."""
    proposal = refine(proposal, by)
    made = _live(proposal, alternative)
    check_version(made, version)
    before = made.implementation
    made.implementation = clean_text(implementation, "implementation")
    made.version += 1
    made.save(update_fields=["implementation", "version"])
    record(
        "alternative_implementation_saved",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}.",
        before={"implementation approach": before},
        after={"implementation approach": made.implementation},
    )
    return made


@act
def withdraw_alternative(
    *, proposal: Proposal, by, alternative: Alternative, why: str, on: date | None = None
) -> Alternative:
    """Withdrawn with a reason, by whoever raised it or SECAS; its number is not given again."""
    proposal = refine(proposal, by, rules.may_read, RAISERS)
    check_own_day(on, by)
    made = _live(proposal, alternative)
    sentence = "An Alternative is withdrawn by whoever raised it, or by SECAS for them."
    rules.check(rules.may_withdraw_alternative, by, made, sentence=sentence)
    why = said(why, "Say why the Alternative is withdrawn.", "why")
    made.withdrawn_on = day_of(on, "on", since=made.raised_on, began="when the Alternative was raised")
    made.withdrawn_why = why
    made.save(update_fields=["withdrawn_on", "withdrawn_why"])
    record(
        "alternative_withdrawn",
        subject=made,
        about=proposal,
        by=by,
        sentence=f"{made}. {why}",
        effective_on=made.withdrawn_on,
    )
    return made
