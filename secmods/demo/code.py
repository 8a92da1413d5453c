"""The Smart Energy Code as the demo holds it: documents, versions, some clauses, releases, and the glossary."""

from audit import clock
from audit.acts import act
from legaltext.actions import enter_clause
from legaltext.models import Clause
from papers.actions import enter_term
from proposals.actions import enter_release, implement_release
from proposals.actions.reference import enter_sec_document, enter_sec_version
from proposals.models import Release, SecDocument, SecVersion
from secmods.demo import shapes
from secmods.demo.record import Record


@act
def enter_code(*, by, administrator, data: shapes.Code, releases: tuple[shapes.Release, ...], record: Record) -> None:
    """``by`` is an analyst, who enters what changes; documents and versions are the ``administrator``'s to enter."""
    for document in data.documents:
        record.documents[document.code] = enter_sec_document(
            by=administrator, code=document.code, title=document.title, sort=document.order
        )
    for version in data.versions:
        entered = enter_sec_version(by=administrator, number=version.number, effective_on=version.on)
        record.versions[version.number] = entered
    for clause in data.clauses:
        _enter_clause(clause, record, by)
    for term in data.glossary:
        enter_term(by=by, acronym=term.acronym, term=term.term, note=term.note)
    for release in releases:
        _enter_release(release, record, by)


def _enter_clause(data: shapes.Clause, record: Record, by) -> None:
    enter_clause(
        by=by,
        document=record.documents[data.document],
        version=record.versions[data.valid_from],
        number=data.number,
        text=data.text,
        heading=data.heading,
    )


def _enter_release(data: shapes.Release, record: Record, by) -> None:
    kind = Release.Kind[data.kind.upper().replace("-", "_")]
    record.releases[data.name] = enter_release(
        by=by,
        name=data.name,
        kind=kind,
        date=data.on,
        scope=data.scope,
        limit=data.limit,
        sec_version=data.sec_version,
    )


def close_releases(releases: tuple[shapes.Release, ...], record: Record, by) -> None:
    """Those that are in: what they carried was implemented with its own history before."""
    for data in releases:
        if data.sec_version and data.on <= clock.today():
            implement_release(
                release=record.releases[data.name], by=by, sec_version=data.sec_version, effective=data.on
            )


def carry_forward(document: SecDocument, number: str, version: SecVersion, by) -> None:
    """See that the clause is held as it stands in ``version``: as it last stood, where nothing changed it since."""
    last = as_it_stood(document, number, version)
    if last and last.version_id != version.pk:
        enter_clause(by=by, document=document, version=version, number=number, text=last.text, heading=last.heading)


def as_it_stood(document: SecDocument, number: str, version: SecVersion) -> Clause | None:
    held = Clause.objects.filter(document=document, number=number, version__effective_on__lte=version.effective_on)
    return held.order_by("-version__effective_on").first()
