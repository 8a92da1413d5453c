"""The summary list beside the overview, and the costs in brief."""

from django.urls import reverse

from audit.templatetags.look import date_long, pounds, working_days_words
from proposals.models import Move, Proposal, Solution
from proposals.states import Path, State, UrgentStep


def glance(proposal: Proposal, moves: list[Move], *, may_manage: bool) -> list[dict]:
    """The facts that every reader looks for first; with links to change them for those who may."""
    rows = [
        *_people(proposal),
        {"term": "Raised", "value": date_long(proposal.raised_on) or _not_raised(proposal)},
        _release(proposal),
        _path(proposal, moves),
        *_urgency(proposal),
    ]
    return [_changeable(row, proposal) for row in rows] if may_manage else rows


def _people(proposal: Proposal) -> list[dict]:
    analyst = proposal.lead_analyst
    rows = [{"term": "Proposer", "value": proposal.proposer.name, "note": _organisation(proposal)}]
    if proposal.on_behalf_of:
        rows.append({"term": "On behalf of", "value": proposal.on_behalf_of.name})
    if proposal.representative:
        company = proposal.representative_organisation
        note = company.name if company else ""
        rows.append({"term": "Representative", "value": proposal.representative.name, "note": note})
    rows.append({"term": "Lead Analyst", "value": analyst.name if analyst else "Not yet named", "edit": "edit_details"})
    return rows


def _organisation(proposal: Proposal) -> str:
    company = proposal.proposer_organisation
    return f"{company.name} ({company.get_category_display()})"


def _release(proposal: Proposal) -> dict:
    plan = proposal.implementation
    release = plan.release.name if plan.release else ""
    if plan.implemented_on:
        version = plan.sec_version.words
        version = version[0].upper() + version[1:]
        note = f"{version}, {release}" if release else version
        return {"term": "Implemented", "value": date_long(plan.implemented_on), "note": note}
    value = date_long(plan.planned_on) or "No date yet"
    return {"term": "Implementation", "value": value, "note": release, "edit": "edit_implementation"}


def _path(proposal: Proposal, moves: list[Move]) -> dict:
    if not proposal.path:
        return {"term": "Path", "value": "Not yet determined", "edit": "edit_path"}
    note = f"Determined by {_who_determined(moves)} on {date_long(proposal.path_determined_on)}"
    return {"term": "Path", "value": proposal.get_path_display(), "note": note, "edit": "edit_path"}


def _urgency(proposal: Proposal) -> list[dict]:
    """The timetable that the Authority set with urgency, where it set one."""
    step, days = proposal.urgent_next_step, proposal.urgent_consultation_days
    words = [
        f"Next step: {UrgentStep(step).label}" if step else "",
        f"Consultation of {working_days_words(days)}" if days else "",
    ]
    note = ". ".join(part for part in words if part)
    return [{"term": "Urgency", "value": "Granted by the Authority", "note": note}] if proposal.urgent else []


def _who_determined(moves: list[Move]) -> str:
    """The Panel determines the path (SEC Section D); another body may have approved Fast-Track by delegation."""
    decisions = [m.meeting.committee.named for m in moves if m.to_state == State.FT_OBJECTION_WINDOW and m.meeting]
    return decisions[-1] if decisions else "the Panel"


def _changeable(row: dict, proposal: Proposal) -> dict:
    # A Fast-Track path is a decision of the Panel's and is not chosen again.
    if "edit" not in row or (row["edit"] == "edit_path" and proposal.path == Path.FAST_TRACK):
        return row
    return {**row, "change_url": reverse(f"proposals:{row['edit']}", args=[proposal.slug])}


def costs(solution: Solution, day_rate: int | None) -> list[dict]:
    """DCC, SECAS and Parties, each as {who, words, text}; ``day_rate`` in pence."""
    return [
        {"who": "DCC", "words": _dcc(solution), "text": solution.dcc_cost_text},
        {"who": "SECAS", "words": _secas(solution, day_rate), "text": ""},
        {"who": "SEC Parties", "words": _parties(solution), "text": solution.party_cost_text},
    ]


def _dcc(solution: Solution) -> str:
    if solution.dcc_cost != Solution.Cost.KNOWN:
        return solution.get_dcc_cost_display()
    least, most = pounds(solution.dcc_cost_min), pounds(solution.dcc_cost_max)
    return least if least == most else f"{least} to {most}"


def _secas(solution: Solution, day_rate: int | None) -> str:
    days = solution.secas_days
    if days is None:
        return Solution.Cost.UNKNOWN.label
    words = f"{days.normalize():f} day{'' if days == 1 else 's'} of effort"
    return f"{words}, about {pounds(round(days * day_rate))}" if day_rate else words


def _parties(solution: Solution) -> str:
    return solution.get_party_cost_display()


def _not_raised(proposal: Proposal) -> str:
    return "In the earlier register" if proposal.is_legacy else "Not yet raised"
