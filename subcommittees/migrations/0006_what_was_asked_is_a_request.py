"""Views that only said that a body was asked, or was silent, become requests; the views that answered them stay.

A table of views is append-only; its trigger is lifted for these statements alone.
"""

from itertools import groupby

import pgtrigger
from django.db import migrations

from bodies.workingdays import WorkingCalendar

ASKED, SILENT = "asked", "silent"
ANSWERED = "The answer came in."
WITHOUT_A_DAY = 10  # working days, where no day was given by which an answer was due


def write_requests(apps, schema_editor):
    view = apps.get_model("subcommittees", "View")
    put = view.objects.filter(position__in=(ASKED, SILENT)).values("proposal", "committee", "organisation")
    givers = {(row["proposal"], row["committee"], row["organisation"]) for row in put}
    if not givers:
        return
    rows = view.objects.select_related("meeting").order_by("proposal_id", "committee_id", "organisation_id", "version")
    with pgtrigger.ignore("subcommittees.View:append_only"):
        for giver, versions in groupby(rows, key=_giver):
            if giver in givers:
                _rewrite(apps.get_model("subcommittees", "ViewRequest"), list(versions))


def _giver(view):
    return view.proposal_id, view.committee_id, view.organisation_id


def _rewrite(request, versions):
    """In the order of the versions: each question begins a request, silence ends the one before it, an answer is linked
    to it; the answers are numbered anew."""
    open_now, said = None, []
    for view in versions:
        if view.position == ASKED or (view.position == SILENT and open_now is None):
            open_now = _request(request, view)
        elif view.position == SILENT:
            _silent(open_now, view)
        else:
            view.request_id = view.request_id or (open_now.pk if open_now else None)
            said.append(view)
            open_now = None
    gone = [view.pk for view in versions if view.position in (ASKED, SILENT)]
    type(versions[0]).objects.filter(pk__in=gone).delete()
    for number, view in enumerate(said, start=1):
        view.version = number
        if number == 1 and view.why_changed == ANSWERED:
            view.why_changed = ""
        view.save(update_fields=["version", "request", "why_changed"])


def _request(request, view):
    at_a_meeting = view.meeting is not None and view.meeting.date >= view.given_on and not view.asked_how
    return request.objects.create(
        proposal_id=view.proposal_id,
        committee_id=view.committee_id,
        organisation_id=view.organisation_id,
        how="meeting" if at_a_meeting else "correspondence",
        why="\n\n".join(part for part in (view.asked_how, view.text) if part),
        meeting=view.meeting if at_a_meeting else None,
        asked_on=view.given_on,
        due_on=_due(view, at_a_meeting),
        by_id=view.by_id,
        at=view.at,
        classification=view.classification,
    )


def _due(view, at_a_meeting):
    """Whoever was silent had let the day pass."""
    if view.due_on:
        return max(view.due_on, view.given_on)
    if view.position == SILENT:
        return view.given_on
    return view.meeting.date if at_a_meeting else WorkingCalendar().add(view.given_on, WITHOUT_A_DAY)


def _silent(request, view):
    """What was said of the silence is kept beside the request, which was due by then."""
    request.due_on = max(request.asked_on, min(request.due_on, view.given_on))
    request.why = "\n\n".join(part for part in (request.why, view.asked_how, view.text) if part)
    request.save(update_fields=["due_on", "why"])


class Migration(migrations.Migration):

    dependencies = [
        ("subcommittees", "0005_requests_and_what_becomes_of_them"),
    ]

    operations = [
        migrations.RunPython(write_requests, migrations.RunPython.noop, elidable=True),
    ]
