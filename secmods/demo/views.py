"""What bodies and organisations were asked on a proposal of the demo, what they said, what meetings are to be told."""

from collections.abc import Callable, Iterator
from datetime import date

from secmods.demo import shapes
from secmods.demo.record import Record
from subcommittees import actions
from subcommittees.models import ViewRequest

DCC = "dcc"


def said(file: shapes.Proposal, record: Record, own: dict) -> Iterator[tuple[date, Callable]]:
    """Each with its day; on one day what is asked comes before what is said."""
    for asked in file.view_requests:
        yield asked.on, lambda asked=asked: _ask(asked, record, own)
        if asked.withdrawn:
            yield asked.withdrawn.on, lambda asked=asked: _withdraw(asked, record, own)
        if asked.told:
            yield asked.told.on, lambda asked=asked: _promise(asked, record, own)
    for view in file.views:
        yield view.on, lambda view=view: _record(view, record, own)
    if file.interests:
        yield file.view_requests[-1].on, lambda: _mark(file, record, own)


def _whose(data: shapes.View | shapes.ViewRequest, record: Record) -> dict:
    company = DCC if data.dcc else data.organisation
    return {"committee": record.committees.get(data.body), "organisation": record.organisations.get(company)}


def _ask(data: shapes.ViewRequest, record: Record, own: dict) -> None:
    How = ViewRequest.How
    request = actions.ask_for_view(
        **own,
        **_whose(data, record),
        how=How.MEETING if data.meeting else How.CORRESPONDENCE,
        meeting=record.meetings[data.body, data.meeting] if data.meeting else None,
        why=data.why,
        document=data.document,
        asked_on=data.on,
        due_on=data.due,
    )
    for each in data.positions:
        person = record.people[each.person]
        actions.post_position(request=request, by=person, position=each.position, text=each.text)


def _request(data: shapes.ViewRequest, record: Record, own: dict) -> ViewRequest:
    return own["proposal"].view_requests.get(**_whose(data, record), asked_on=data.on)


def _withdraw(data: shapes.ViewRequest, record: Record, own: dict) -> None:
    request, by = _request(data, record, own), own["by"]
    actions.withdraw_request(request=request, by=by, because=data.withdrawn.because, on=data.withdrawn.on)


def _promise(data: shapes.ViewRequest, record: Record, own: dict) -> None:
    told = data.told
    actions.owe_verbal_update(
        **own,
        meeting=record.meetings[told.committee, told.meeting],
        request=_request(data, record, own),
        about=told.about,
        owed_by=record.people.get(told.person),
        promised_on=told.on,
    )


def _record(data: shapes.View, record: Record, own: dict) -> None:
    actions.record_view(
        **own,
        **_whose(data, record),
        position=data.position,
        text=data.text,
        given_on=data.on,
        meeting=record.meetings[data.body, data.on] if data.meeting else None,
    )


def _mark(file: shapes.Proposal, record: Record, own: dict) -> None:
    for each in file.interests:
        body = record.committees[each.body]
        actions.mark_interest(**own, committee=body, wants_input=each.wants_input, note=each.note)
