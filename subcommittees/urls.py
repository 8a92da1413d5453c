from django.urls import path

from subcommittees.views import agenda, attending, committees, given, keeping, meeting, sittings

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"
C = "committees/<slug:code>/"
M = f"{C}meetings/<str:day>/"

urlpatterns = [
    path(P, given.views, name="views"),
    path(f"{P}record/", given.record, name="record"),
    # Bodies
    path("committees/", committees.committees, name="committees"),
    path("committees/enter/", keeping.enter_committee, name="enter_committee"),
    path(C, committees.committee, name="committee"),
    path(f"{C}edit/", keeping.edit_committee, name="edit_committee"),
    path(f"{C}contacts/", committees.contacts, name="contacts"),
    path(f"{C}contacts.csv", committees.contacts_csv, name="contacts_csv"),
    path(f"{C}meetings.ics", committees.feed, name="feed"),
    path(f"{C}seats/enter/", keeping.add_seat, name="add_seat"),
    path(f"{C}seats/<int:pk>/<slug:step>/", keeping.seat_step, name="seat_step"),
    path(f"{C}terms/<int:pk>/<slug:step>/", keeping.term_step, name="term_step"),
    # Meetings
    path(f"{C}meetings/enter/", sittings.enter_meeting, name="enter_meeting"),
    path(f"{C}meetings/series/", sittings.enter_series, name="enter_series"),
    path(M, meeting.meeting, name="meeting"),
    path(f"{M}answer/", attending.answer, name="answer_attendance"),
    # Their agendas
    path(f"{M}items/add/", agenda.add, name="add_item"),
    path(f"{M}items/put-on/", agenda.put_on, name="put_on"),
    path(f"{M}items/fix/", agenda.fix, name="fix_agenda"),
    path(f"{M}items/<int:pk>/press/<slug:step>/", agenda.press, name="press_item"),
    path(f"{M}items/<int:pk>/interest/", attending.conflict, name="declare_conflict"),
    path(f"{M}items/<int:pk>/<slug:step>/", agenda.item_step, name="item_step"),
    path(f"{M}interests/<int:pk>/take-back/", attending.withdraw_conflict, name="withdraw_conflict"),
    path(f"{M}<slug:step>/", sittings.step, name="meeting_step"),
]
