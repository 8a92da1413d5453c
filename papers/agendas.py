"""What the pages of bodies and meetings learn of papers (see ``subcommittees.ports``)."""

from django.urls import reverse

from bodies.models import Committee, Meeting
from papers.models import Paper, PaperVersion
from subcommittees.models import AgendaItem
from subcommittees.ports import ItemPaper

WITH_PAPER = (AgendaItem.Kind.PROPOSAL, AgendaItem.Kind.NEW_PROPOSALS)


def of_items(items: list[AgendaItem], user) -> dict[int, list[ItemPaper]]:
    """Of each paper the newest version that is issued and stands; for whoever composes it, a draft before there is
    one."""
    versions = PaperVersion.objects.visible_to(user).standing().filter(paper__item__in=items)
    versions = versions.select_related("paper__item").defer("snapshot")
    newest = {version.paper: version for version in sorted(versions, key=_newest_last)}
    found: dict[int, list[ItemPaper]] = {}
    for paper, version in sorted(newest.items(), key=lambda row: row[0].edition):
        found.setdefault(paper.item_id, []).append(_shown(paper, version))
    return found


def _newest_last(version: PaperVersion) -> tuple:
    return (version.is_issued, version.major, version.minor)


def _shown(paper: Paper, version: PaperVersion) -> ItemPaper:
    edition = paper.get_edition_display().lower() if paper.is_restricted else ""
    if not version.is_issued:
        return ItemPaper(f"Draft {version.label}", paper.get_absolute_url(), edition, is_issued=False)
    return ItemPaper(f"{paper.item.reference} {version.label}", version.get_absolute_url(), edition)


def begin(item: AgendaItem) -> str:
    return f"{reverse('papers:begin')}?item={item.pk}" if item.kind in WITH_PAPER else ""


def listed(committee: Committee) -> str:
    return reverse("papers:of_committee", args=[committee.code])


def minutes(meeting: Meeting, user) -> list[ItemPaper]:
    """Of each edition the newest version that is issued and stands; that the minutes were corrected since is said."""
    versions = PaperVersion.objects.visible_to(user).standing().filter(state=PaperVersion.State.ISSUED)
    versions = versions.filter(paper__kind=Paper.Kind.MINUTES, paper__meeting=meeting).with_corrections()
    versions = versions.select_related("paper").defer("snapshot")
    newest = {version.paper.edition: version for version in sorted(versions, key=_newest_last)}
    return [ItemPaper(f"Version {v.label}", v.get_absolute_url(), _noted(v)) for _, v in sorted(newest.items())]


def _noted(version: PaperVersion) -> str:
    edition = version.paper.get_edition_display().lower()
    since = f", corrected since, on {version.corrected_on:%-d %B %Y}" if version.corrected_on else ""
    return f"{edition}{since}"


def minutes_url(meeting: Meeting) -> str:
    return reverse("papers:pack", args=[meeting.committee.code, meeting.date.isoformat()]) + "#minutes"
