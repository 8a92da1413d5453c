from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from audit.classification import Classification
from proposals.actions.ground import check_has_come, check_not_split, take
from proposals.models import Proposal
from subcommittees import rules
from subcommittees.actions.ground import check_not_locked
from subcommittees.models import View

WORDLESS = (View.Position.ASKED, View.Position.NO_COMMENT, View.Position.SILENT)


@act
def record_view(
    *,
    proposal: Proposal,
    by,
    position: str,
    committee=None,
    organisation=None,
    text: str = "",
    why_changed: str = "",
    given_on: date | None = None,
    classification: str = Classification.WHITE,
    **how,
) -> View:
    """Write the view of a committee or an organisation; over an earlier one, a new version that says why.

    ``how`` may name ``meeting``, ``due_on``, ``asked_how``, ``reported_by``.
    """
    proposal = take(proposal)
    _check_recorder(by, committee, proposal)
    check_not_split(proposal)
    _check_said(committee, organisation, position, text)
    _check_days(given_on, how.get("due_on"))
    check_not_locked(how.get("meeting"), "a view")
    earlier = proposal.views.filter(committee=committee, organisation=organisation).order_by("-version").first()
    why = _why(earlier, why_changed)
    view = View.objects.create(
        proposal=proposal,
        committee=committee,
        organisation=organisation,
        version=earlier.version + 1 if earlier else 1,
        position=position,
        text=text.strip(),
        why_changed=why,
        given_on=given_on or clock.today(),
        by=by,
        at=current().at,
        classification=classification,
        **how,
    )
    _tell(view, proposal)
    return view


def _check_recorder(by, committee, proposal: Proposal) -> None:
    if by is None:
        return
    if not rules.may_record_view(by, committee):
        raise NotAllowed("A view is recorded by SECAS or by a member of the body.")
    if not Proposal.objects.visible_to(by).filter(pk=proposal.pk).exists():
        raise NotAllowed("This proposal is not open to you.")


def _check_said(committee, organisation, position: str, text: str) -> None:
    if (committee is None) == (organisation is None):
        raise Refused("Say whose view this is: one body or one organisation.", "committee")
    if position not in WORDLESS and not text.strip():
        raise Refused("Write what the view is.", "text")


def _tell(view: View, proposal: Proposal) -> None:
    record(
        "view_recorded",
        subject=view,
        about=proposal,
        by=view.by,
        sentence=f"{view.giver[0].upper()}{view.giver[1:]}: {view.get_position_display()}.",
        effective_on=view.given_on,
        classification=view.classification,
        after={"text": view.text} if view.text else None,
    )


def _check_days(given_on: date | None, due_on: date | None) -> None:
    check_has_come(given_on, "given_on")
    given_on = given_on or clock.today()
    if due_on and due_on < given_on:
        words = f"{due_on:%-d %B %Y} is before {given_on:%-d %B %Y}: an answer cannot be due before it is asked for."
        raise Refused(words, "due_on")


def _why(earlier: View | None, why_changed: str) -> str:
    """An answer to what was asked explains itself; only a change of mind has to say why."""
    if earlier is None:
        return ""
    if why_changed.strip():
        return why_changed.strip()
    if earlier.position in (View.Position.ASKED, View.Position.SILENT):
        return "The answer came in."
    raise Refused("This body has given a view before; say why it has changed.", "why_changed")
