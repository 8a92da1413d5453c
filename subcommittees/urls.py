from django.urls import path

from subcommittees.views import (
    agenda,
    asking,
    attending,
    ballots,
    committees,
    countingrules,
    decisions,
    given,
    inbox,
    interest,
    keeping,
    meeting,
    minuting,
    recommending,
    requests,
    resolving,
    runningballots,
    sittings,
    undertaking,
    updates,
    voting,
    writing,
)

app_name = "subcommittees"

P = "modifications/<slug:slug>/views/"
C = "committees/<slug:code>/"
M = f"{C}meetings/<str:day>/"

# What bodies are asked and resolve, their minutes and actions
I = f"{M}items/<int:pk>/"  # noqa: E741 - as P for a proposal: I for an item

deciding = [
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/decisions.csv", decisions.decision_list_csv, name="decision_list_csv"),
    path("modifications/<slug:slug>/decisions/", resolving.decisions, name="decisions"),
    path(f"{M}decisions/", resolving.outcome, name="outcome"),
    path(f"{I}recommendations/", recommending.recommendations, name="recommendations"),
    path(f"{I}recommendations/add/", recommending.add, name="add_recommendation"),
    path(f"{I}recommendations/usual/", recommending.usual, name="usual_recommendations"),
    path(f"{I}recommendations/<int:key>/edit/", recommending.edit, name="edit_recommendation"),
    path(f"{I}recommendations/<int:key>/<slug:step>/", recommending.step, name="recommendation_step"),
    path(f"{I}decide/", resolving.decide, name="decide"),
    path(f"{I}resolutions/<int:key>/correct/", resolving.correct, name="correct_resolution"),
    path(f"{M}minutes/", minuting.minutes, name="minutes"),
    path(f"{M}minutes/write/", writing.write_all, name="write_minutes"),
    path(f"{M}minutes/send-round/", minuting.circulate, name="circulate_minutes"),
    path(f"{M}minutes/approve/", minuting.approve, name="approve_minutes"),
    path(f"{M}minutes/take-approval-back/", minuting.take_back, name="take_approval_back"),
    path(f"{I}minute/", minuting.write, name="write_minute"),
    path(f"{I}minute/correct/", minuting.correct, name="correct_minute"),
    path(f"{I}minute/comment/", minuting.comment, name="comment_on_minute"),
    path(f"{I}minute/comments/<int:key>/<slug:step>/", minuting.comment_step, name="comment_step"),
    path(f"{M}actions/undertake/", undertaking.undertake, name="undertake"),
    path(f"{C}actions/", undertaking.action_list, name="actions"),
    path(f"{C}actions/<int:number>/<slug:step>/", undertaking.action_step, name="action_step"),
]

urlpatterns = [
    path(P, given.views, name="views"),
    path(f"{P}record/", given.record, name="record"),
    # Asking for views, giving them, and what is owed by word of mouth.
    path(f"{P}ask/", asking.ask_for_views, name="ask"),
    path(f"{P}requests/<int:pk>/<slug:step>/", asking.request_step, name="request_step"),
    path(f"{P}updates/promise/", updates.owe, name="owe"),
    path(f"{P}updates/<int:pk>/<slug:step>/", updates.update_step, name="update_step"),
    path(f"{P}further-input/", interest.interest, name="interest"),
    path("views/", requests.requests, name="requests"),
    path("views/chase/", requests.chase_several, name="chase_several"),
    path("inbox/", inbox.inbox, name="inbox"),
    *deciding,
]

# Ballots
B = "committees/<slug:code>/ballots/<int:pk>/"

urlpatterns += [
    path("modifications/<slug:slug>/ballot/", ballots.proposal_ballots, name="proposal_ballots"),
    path("modifications/<slug:slug>/ballot/open/", runningballots.open_, name="open_ballot"),
    path("committees/<slug:code>/ballots/", ballots.ballots, name="ballots"),
    path("guide/counting-rules/<int:pk>/take-back/", countingrules.take_back, name="take_counting_rule_back"),
    path(B, ballots.ballot, name="ballot"),
    path(f"{B}seats/<int:seat>/vote/", voting.cast, name="vote"),
    path(f"{B}receipts/<int:position>/", voting.receipt, name="vote_receipt"),
    path(f"{B}close/", runningballots.close, name="close_ballot"),
    path(f"{B}outcome/", runningballots.outcome, name="ballot_outcome"),
    path(f"{B}void/", runningballots.void, name="void_ballot"),
    path(f"{B}ballot.json", ballots.ballot_json, name="ballot_json"),
    path(f"{B}ballot.csv", ballots.ballot_csv, name="ballot_csv"),
]

# Bodies and their meetings; what a meeting is done with by name comes last
urlpatterns += [
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
    path(f"{M}updates/<int:pk>/<slug:step>/", updates.meeting_update, name="meeting_update"),
    path(f"{M}interests/<int:pk>/take-back/", attending.withdraw_conflict, name="withdraw_conflict"),
    path(f"{M}<slug:step>/", sittings.step, name="meeting_step"),
]
