"""The public pages of bodies, who may be reached there, and their meetings as a calendar."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.rules import is_administrator
from bodies.rules import may_enter_bodies, may_keep, may_see_contacts
from proposals.export import UTF8_MARK, defused
from subcommittees import committeepage as page
from subcommittees.decisionlist import lately
from subcommittees.feed import calendar_of
from subcommittees.frames import committee_page, crumbs


@require_safe
def committees(request):
    context = {
        "listed": page.listed(),
        "may_keep_texts": is_administrator.test(request.user),
        "may_enter": may_enter_bodies.test(request.user, None),
        "crumbs": [{"label": "Home", "url": "/"}, {"label": "Committees"}],
    }
    return render(request, "subcommittees/committees.html", context)


@require_safe
@committee_page
def committee(request, committee):
    seats, coming = page.composition(committee), page.coming(committee)
    context = {
        "committee": committee,
        "seats": seats,
        "vacant": sum(held.term is None for held in seats),
        **page.officers(seats),
        "coming": coming,
        "next": coming[0] if coming else None,
        "past": page.past(committee),
        "agenda": page.agenda_of(coming[0].meeting, request.user) if coming else [],
        "asked": page.asked_about(committee, request.user),
        "decided": lately(committee, request.user, page.LATELY),
        "links": page.links_of(committee, request.user),
        "may_keep": may_keep.test(request.user, committee),
        "may_see_contacts": may_see_contacts.test(request.user, committee),
        "feed_url": request.build_absolute_uri(reverse("subcommittees:feed", args=[committee.code])),
        "crumbs": crumbs(committee),
    }
    return render(request, "subcommittees/committee.html", context)


@require_safe
@committee_page(rule=may_see_contacts)
def contacts(request, committee):
    seats = page.contacts(committee)
    people = page.addresses(seats)
    context = {
        "committee": committee,
        "seats": seats,
        "people": people,
        "addresses": "; ".join(person.email for person in people),
        "crumbs": crumbs(committee, here="Contact list"),
    }
    return render(request, "subcommittees/contacts.html", context)


@require_safe
@committee_page(rule=may_see_contacts)
def contacts_csv(request, committee):
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{committee.code}-contacts.csv"'
    answer.write(UTF8_MARK)
    rows = csv.writer(answer)
    rows.writerow(["Seat", "Category", "Capacity", "Name", "E-mail", "Telephone", "Term ends"])
    for held in page.contacts(committee):
        ends = f"{held.term.ends:%Y-%m-%d}" if held.term.ends else ""
        for capacity, person in (("Member", held.term.user), ("Alternate", held.term.alternate)):
            if person:
                seat = [held.seat.name, held.seat.get_category_display()]
                given = [*seat, capacity, person.name, person.email, person.telephone, ends]
                rows.writerow([defused(value) for value in given])
    return answer


@require_safe
@committee_page
def feed(request, committee):
    answer = HttpResponse(calendar_of(committee), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{committee.code}-meetings.ics"'
    return answer
