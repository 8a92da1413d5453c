"""The minutes of a meeting written on one page, item by item, each beginning with what the record knows of it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from audit.acts import in_series
from bodies.models import Meeting
from proposals.acting import refusals_on
from subcommittees.actions.ground import approved
from subcommittees.forms.minuting import MinutesForm
from subcommittees.frames import address, meeting_frame, meeting_page, show_form
from subcommittees.minuted import sheet
from subcommittees.models import Minutes
from subcommittees.prefilled import prefills
from subcommittees.rules import may_run

LEAD = (
    "Each item begins with what the record knows: what was told, who declared an interest, what the body thought and "
    "resolved. An item that you leave empty is minuted later. A blank line begins a new paragraph, “- ” a list."
)


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_run)
def write_all(request, meeting: Meeting):
    back = address(meeting, "minutes")
    if approved(meeting):
        messages.error(request, "The minutes are approved: what is wrong in them is corrected item by item.")
        return redirect(back)
    found = sheet(meeting, request.user)
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        rows=[*found.open_items, *found.closed_items],
        known=prefills(meeting, request.user),
        is_round=found.minutes is not None and found.minutes.state == Minutes.State.CIRCULATED,
    )
    if form.is_bound and form.is_valid():
        with refusals_on(form), in_series():
            messages.success(request, _said(form.record(request.user)))
            return redirect(back)
    return show_form(request, form, meeting_frame(meeting, "Write the minutes", back), "Save the minutes", lead=LEAD)


def _said(count: int) -> str:
    return f"{count} item{' is' if count == 1 else 's are'} minuted." if count else "Nothing was new."
