"""From the record to the facts of papers for meetings, in a fixed number of queries. No sentence is written here."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from accounts.models import Category, Organisation
from audit.classification import Classification, up_to
from bodies.models import Committee
from papers import facts as f
from papers.committee import facts as c
from papers.editions import classification_of, may_stand_in
from papers.gather import Edition, _checkpoint, _figure, _html
from papers.gather_feedback import comments_then, feedback_then, waiting_then
from papers.models import Boilerplate, Paper
from proposals.models import (
    AssessmentArea,
    FormerTitle,
    Move,
    ProblemStatement,
    Proposal,
    ProposalUpdate,
    SecReference,
    TimetableEntry,
    WorkPackage,
)
from proposals.references import format_reference
from proposals.richtext import from_plain
from subcommittees.models import AgendaItem, Interest, Recommendation, VerbalUpdate, View, ViewRequest

ANSWERS = {
    "supports": f.Stance.SUPPORTS,
    "opposes": f.Stance.OPPOSES,
    "mixed": f.Stance.MIXED,
    "no_comment": f.Stance.NO_COMMENT,
}
ADDRESSEES = {
    "proposer": "the Proposer",
    "csc": "the Change Sub-Committee",
    "panel": "the Panel",
    "change_board": "the Change Board",
    "authority": "the Authority",
}
ROUTES = {
    "convert_to_refinement": c.REFINEMENT,
    "convert_to_report": "the Report Phase",
    "approve_fast_track": "a decision as a Fast-Track Modification",
}
KNOWN = (
    "proposer",
    "proposer_organisation",
    "on_behalf_of",
    "representative",
    "representative_organisation",
    "lead_analyst",
)


# The paper itself


def occasion(paper: Paper, edition: Edition) -> c.Occasion:
    body = paper.committee
    item = paper.item
    return c.Occasion(
        body=_body(body) if body else f.Body("", ""),
        code=body.code if body else "",
        version=edition.version,
        issued=edition.issued,
        composed_on=edition.composed_on,
        classification=Classification(classification_of(paper)).label,
        action=item.get_purpose_display() if item else "",
        reference=item.reference if item else "",
        meets_on=paper.meeting.date if paper.meeting_id else None,
        author=_author(paper) or edition.author,
        recommendations=_recommendations(item) if item else (),
        texts=_texts(body, edition.composed_on),
        erratum=edition.erratum,
        checkpoint=_checkpoint(edition.checkpoint),
    )


def _body(committee: Committee) -> f.Body:
    return f.Body(committee.name, committee.short_name)


def _author(paper: Paper) -> str:
    """Who presents the item, or else who leads the proposal; empty where there is neither."""
    if paper.item_id and paper.item.presenter_id:
        return paper.item.presenter.name
    lead = paper.proposal.lead_analyst if paper.proposal_id else None
    return lead.name if lead else ""


def _recommendations(item: AgendaItem) -> tuple[c.Recommendation, ...]:
    """What is asked of the body; not what it resolved unasked."""
    rows = Recommendation.objects.filter(item=item, dropped_at=None, raised_by_body=False).order_by("order", "pk")
    return tuple(c.Recommendation(row.verb, row.text, ADDRESSEES.get(row.addressee, ""), row.condition) for row in rows)


def _texts(committee: Committee | None, on: date) -> dict[str, str]:
    """The repeated words of that day; those of the body go before the general ones."""
    rows = Boilerplate.objects.on(on).filter(Q(committee=None) | Q(committee=committee))
    rows = rows.order_by(F("committee").asc(nulls_first=True)).values_list("key", "text")
    named = committee.named if committee else "the body"
    return {key: text.replace("{body}", named) for key, text in rows}


# A proposal as it was


def subject(proposal: Proposal, on: date, title: str = "", summary: str = "") -> c.Subject:
    """``title``: the one that it bore on that day, where it has had another since. ``summary`` as rich text, only where
    the paper gives it: making it takes its time."""
    converted = bool(proposal.converted_on and proposal.converted_on <= on)
    names = {prefix: format_reference(proposal.number, proposal.suffix, prefix) for prefix in ("DP", "MP")}
    behind = proposal.on_behalf_of
    return c.Subject(
        number=proposal.number,
        suffix=proposal.suffix,
        reference=proposal.reference if proposal.is_legacy else names["MP" if converted else "DP"],
        draft_reference=names["DP"],
        full_reference=names["MP"],
        converted=converted or proposal.is_legacy,
        title=title or proposal.title,
        address=f"{settings.SITE_URL}{proposal.get_absolute_url()}",
        proposer=proposal.proposer.name,
        organisation=_named(proposal.proposer_organisation),
        on_behalf_of=_body(behind) if behind else None,
        representative=proposal.representative.name if proposal.representative_id else "",
        representative_organisation=(
            _named(proposal.representative_organisation) if proposal.representative_organisation_id else ""
        ),
        lead_analyst=proposal.lead_analyst.name if proposal.lead_analyst_id else "",
        summary=summary,
    )


def _named(organisation: Organisation) -> str:
    """By its full name, but for the DCC, whose short one everybody knows."""
    return organisation.named if organisation.category == Category.DCC else organisation.name


def _title_then(on: date) -> Subquery:
    former = FormerTitle.objects.filter(proposal=OuterRef("pk"), until__gt=on).order_by("until", "pk")
    return Subquery(former.values("title")[:1])


def _read(paper: Paper, on: date) -> Proposal:
    found = Proposal.objects.select_related(*KNOWN).annotate(title_then=_title_then(on))
    proposal = found.get(pk=paper.proposal_id)
    paper.proposal = proposal
    return proposal


@dataclass(frozen=True)
class About:
    """What the queries of one paper have in common."""

    paper: Paper
    proposal: Proposal
    on: date

    @cached_property
    def subject(self) -> c.Subject:
        return subject(self.proposal, self.on, self.proposal.title_then or "", _html(self.proposal.summary))

    def open_enough(self, body_field: str = "committee") -> Q:
        return may_stand_in(self.paper, body_field)


# The problem statement


def statement(about: About, without: str = "") -> c.Statement | None:
    """As it stood on the day; ``without`` the view of the body of that code, for whom it is put."""
    found = ProblemStatement.objects.filter(proposal=about.proposal, on__lte=about.on)
    version = found.prefetch_related(_figures(about)).order_by("-sequence").first()
    if version is None:
        return None
    texts = {name: getattr(version, name) for name in ("issue", "sec_context", "do_nothing")}
    if version.is_submission:
        texts = {name: _html(text) for name, text in texts.items()}
    views = views_then(about)
    bodies = [view for view in views if view.code not in ("dcc", c.PANEL, without)]
    return c.Statement(
        subject=about.subject,
        label=version.label,
        figures=tuple(_figure(figure) for figure in version.figures.all()),
        places=_places(about.proposal),
        dcc=next((view for view in views if view.code == "dcc"), None),
        feedback=feedback_then(about.paper, about.proposal, about.on),
        comments=comments_then(about.paper, about.proposal, about.on),
        waiting=waiting_then(about.proposal, about.on),
        views=tuple(sorted(bodies, key=lambda view: view.code == c.CSC)),  # whose view carries the recommendation
        **texts,
    )


def _figures(about: About) -> Prefetch:
    """Those that are as open as the edition, and were not taken down."""
    model = ProblemStatement._meta.get_field("figures").related_model
    kept = model.objects.filter(attachment__taken_down_at=None, attachment__classification__in=_figure_classes(about))
    return Prefetch("figures", kept.select_related("attachment").order_by("number"))


def _figure_classes(about: About) -> list[str]:
    return up_to(min(classification_of(about.paper), about.proposal.classification, key=Classification.values.index))


def _places(proposal: Proposal) -> tuple[c.Place, ...]:
    rows = SecReference.objects.filter(proposal=proposal).select_related("document")
    return tuple(_place(row) for row in rows)


def _place(row: SecReference) -> c.Place:
    document = f.SecDocument(row.document.code, row.document.title)
    kind, _, letter = row.document.code.partition(" ")
    clause = row.locator.startswith(letter) if letter else False
    name = f"{kind} {row.locator}" if clause and row.locator else f"{row.document.code} {row.locator}".strip()
    return c.Place(name, document, row.purpose)


def views_then(about: About) -> tuple[c.View, ...]:
    """The newest answer of each body, and of the DCC, given by that day, in the bodies' own order."""
    given = View.objects.filter(about.open_enough(), proposal=about.proposal, given_on__lte=about.on)
    given = given.filter(Q(committee__isnull=False) | Q(organisation__category=Category.DCC), position__in=ANSWERS)
    newest = given.order_by("committee_id", "organisation_id", "-version").distinct("committee_id", "organisation_id")
    rows = View.objects.filter(pk__in=newest.values("pk")).select_related("committee", "organisation")
    return tuple(_view(row) for row in rows.order_by("committee__sort", "committee__name"))


def _view(row: View) -> c.View:
    body = _body(row.committee) if row.committee_id else f.Body(row.organisation.name, row.organisation.short_name)
    code = row.committee.code if row.committee_id else "dcc"
    return c.View(body, code, ANSWERS[row.position], _html(row.text))


def asked_then(about: About, views: tuple[c.View, ...]) -> tuple[c.Asked, ...]:
    """The bodies that were asked by that day, each by its newest request, and those that have spoken unasked."""
    requests = ViewRequest.objects.filter(about.open_enough(), proposal=about.proposal, committee__isnull=False)
    requests = requests.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=about.on), asked_on__lte=about.on)
    rows = requests.exclude(committee=about.paper.committee).select_related("committee")
    newest = {row.committee.code: (row.committee, row) for row in rows.order_by("asked_on", "pk")}
    owed, given = _owed(about), {view.code: view for view in views}
    unasked = [view for view in views if view.code not in newest]
    asked = [_asked(row, given.get(code), code in owed, about.on) for code, (_, row) in newest.items()]
    return (*asked, *(_unasked(view) for view in unasked))


def _asked(row: ViewRequest, view: c.View | None, owed: bool, on: date) -> c.Asked:
    reply = c.Reply.ANSWERED if view else c.Reply.DUE if row.due_on >= on else c.Reply.SILENT
    by_correspondence = row.how == ViewRequest.How.CORRESPONDENCE
    return c.Asked(_body(row.committee), row.committee.code, reply, row.due_on, by_correspondence, row.why, view, owed)


def _unasked(view: c.View) -> c.Asked:
    return c.Asked(view.body, view.code, c.Reply.ANSWERED, None, False, view=view)


def _owed(about: About) -> set[str]:
    """The codes of the bodies about whose view somebody owes the meeting a verbal update."""
    updates = VerbalUpdate.objects.filter(proposal=about.proposal, promised_on__lte=about.on, dropped_because="")
    updates = updates.filter(Q(given_on=None) | Q(given_on__gt=about.on), request__committee__isnull=False)
    here = Q(meeting=about.paper.meeting) if about.paper.meeting_id else Q(meeting__committee=about.paper.committee)
    return set(updates.filter(here).values_list("request__committee__code", flat=True))


# Papers about one proposal


def of_csc_paper(paper: Paper, edition: Edition) -> c.ProposalPaper:
    about = About(paper, _read(paper, edition.composed_on), edition.composed_on)
    found = statement(about, without=c.CSC)
    asked = asked_then(about, found.views if found else ())
    return c.ProposalPaper(occasion(paper, edition), about.subject, found, asked, route=_route(paper))


def of_single_paper(paper: Paper, edition: Edition) -> c.ProposalPaper:
    about = About(paper, _read(paper, edition.composed_on), edition.composed_on)
    found = statement(about, without=paper.committee.code)
    asked = asked_then(about, found.views if found else ())
    return c.ProposalPaper(
        occasion(paper, edition), about.subject, found, asked, update=_latest_update(about), **_plan(about)
    )


def of_panel_paper(paper: Paper, edition: Edition) -> c.ProposalPaper:
    about = About(paper, _read(paper, edition.composed_on), edition.composed_on)
    agreed = _agreed(about)
    return c.ProposalPaper(
        occasion=occasion(paper, edition),
        subject=about.subject,
        statement=statement(about),
        decided=agreed.words if agreed else "",
        agreed_on=agreed.effective_at.date() if agreed else None,
        route=_route(paper),
        **_plan(about),
    )


def _route(paper: Paper) -> str:
    """Where the step leads that is asked of the body; empty where none was named."""
    if paper.item_id is None:
        return ""
    asked = Recommendation.objects.filter(item=paper.item, dropped_at=None, move__in=ROUTES).order_by("order", "pk")
    move = asked.values_list("move", flat=True).first()
    return ROUTES.get(move, "")


def _agreed(about: About) -> Move | None:
    moves = about.proposal.moves.standing().filter(key="csc_agrees", effective_at__date__lte=about.on)
    return moves.order_by("effective_at", "pk").last()


def _plan(about: About) -> dict:
    return {"package": _package(about), "areas": _areas(about.proposal)}


def _package(about: About) -> c.Package | None:
    """The newest package of work, with the dates that stood on that day."""
    laid = WorkPackage.objects.filter(proposal=about.proposal, laid_on__lte=about.on).order_by("-number").first()
    if laid is None:
        return None
    entries = TimetableEntry.objects.filter(package=laid).as_at(about.on)
    return c.Package(laid.number, _html(laid.words), tuple(_entry(entry) for entry in entries))


def _entry(entry: TimetableEntry) -> c.Entry:
    return c.Entry(entry.activity, entry.due_then, entry.exactness_then == "week")


def _areas(proposal: Proposal) -> tuple[c.Area, ...]:
    rows = AssessmentArea.objects.filter(proposal=proposal, standard=None).order_by("pk")
    return tuple(c.Area(row.question, row.background, row.feedback, row.counter_view) for row in rows)


def _latest_update(about: About) -> str:
    updates = ProposalUpdate.objects.filter(
        may_stand_in(about.paper), proposal=about.proposal, on__lte=about.on
    ).standing()
    latest = updates.order_by("-on", "-pk").first()
    return _html(latest.text) if latest else ""


def of_statement(paper: Paper, edition: Edition) -> c.StatementPaper:
    about = About(paper, _read(paper, edition.composed_on), edition.composed_on)
    return c.StatementPaper(occasion(paper, edition), statement(about))


# New proposals of a period


def of_monthly_paper(paper: Paper, edition: Edition) -> c.MonthlyPaper:
    on = edition.composed_on
    found = list(_of_the_period(paper, on))
    new = [proposal for proposal in found if paper.starts <= proposal.raised_on <= paper.ends]
    converted = [proposal for proposal in found if proposal not in new]
    return c.MonthlyPaper(
        occasion=occasion(paper, edition),
        starts=paper.starts,
        ends=paper.ends,
        new=tuple(_block(proposal, on) for proposal in new),
        converted=tuple(_block(proposal, on) for proposal in converted),
        updates=_updates(paper, on, {proposal.pk for proposal in found}),
    )


def _of_the_period(paper: Paper, on: date):
    """Raised or converted in the period, in the order of their numbers, each with the newest text of its issue."""
    period = _period(paper, on)
    newest = ProblemStatement.objects.filter(proposal=OuterRef("pk"), on__lte=on).order_by("-sequence")
    return (
        Proposal.objects.filter(may_stand_in(paper, "on_behalf_of"), number__isnull=False, rejoined_at=None)
        .filter(Q(raised_on__range=period) | Q(converted_on__range=period, raised_on__lt=paper.starts))
        .select_related(*KNOWN)
        .annotate(
            title_then=_title_then(on),
            issue_then=Subquery(newest.values("issue")[:1]),
            as_submitted=Subquery(newest.values("is_submission")[:1]),
        )
        .order_by("number", "suffix")
    )


def _period(paper: Paper, on: date) -> tuple[date, date]:
    """A paper that bears a day before the end of its period tells of nothing that came after it."""
    return paper.starts, max(paper.starts, min(paper.ends, on))


def _block(proposal: Proposal, on: date) -> c.Block:
    issue = from_plain(proposal.issue_then or "") if proposal.as_submitted else proposal.issue_then
    return c.Block(subject(proposal, on, proposal.title_then or ""), issue or _html(proposal.summary))


def _updates(paper: Paper, on: date, told: set[int]) -> tuple[c.Update, ...]:
    """What was posted in the period on proposals that the body has to do with and that are not told of as new."""
    rows = ProposalUpdate.objects.standing().filter(may_stand_in(paper), on__range=_period(paper, on))
    rows = rows.filter(may_stand_in(paper, "proposal__on_behalf_of", "proposal__classification"))
    rows = rows.exclude(proposal__in=told).filter(proposal__in=_concerning(paper.committee))
    names = [f"proposal__{name}" for name in KNOWN]
    rows = rows.select_related(*names).order_by("proposal__number", "proposal__suffix", "on", "pk")
    return tuple(c.Update(subject(row.proposal, on), row.on, _html(row.text)) for row in rows)


def _concerning(committee: Committee):
    """Proposals on which the body wants input, was asked, has spoken, or has met."""
    mine = {"committee": committee, "proposal": OuterRef("pk")}
    wanted = Interest.objects.holding().filter(**mine, wants_input=True)
    asked, spoken = ViewRequest.objects.filter(**mine), View.objects.filter(**mine)
    met = AgendaItem.objects.exclude(classification=Classification.RED)
    met = met.filter(meeting__committee=committee, proposal=OuterRef("pk"))
    return Proposal.objects.filter(Exists(wanted) | Exists(asked) | Exists(spoken) | Exists(met)).values("pk")
