"""What bodies do, as the chain names it, with the words people read for each."""

from audit import events

OF_MEETINGS = {
    "papers_called_for": "Papers called for",
    "item_put_on_agenda": "Item put on an agenda",
    "item_changed": "Item of an agenda changed",
    "item_reordered": "Agenda reordered",
    "reference_fixed": "Number and paper reference fixed",
    "item_taken_off": "Item taken off an agenda",
    "item_carried_over": "Item carried over to a later meeting",
    "attendance_recorded": "Attendance recorded",
    "attendance_answered": "A member said whether they come",
    "conflict_declared": "Interest declared",
    "conflict_withdrawn": "Declared interest taken back",
    "meeting_held": "Meeting held",
    "meeting_reopened": "Meeting no longer recorded as held",
}
OF_VIEWS = {
    "view_asked": "View asked for",
    "view_due_changed": "Due date of a view changed",
    "view_request_withdrawn": "Request for a view withdrawn",
    "view_recorded": "View recorded",
    "view_chased": "View chased",
    "view_reminded": "Reminder of a view sent",
    "position_posted": "Position of a member posted",
    "late_after_minutes": "Tried after the minutes were approved",
    "verbal_update_owed": "Verbal update promised",
    "verbal_update_given": "Verbal update given",
    "verbal_update_corrected": "Verbal update put right",
    "verbal_update_dropped": "Verbal update dropped",
    "interest_marked": "Interest of a body marked",
}
OF_BALLOTS = {
    "ballot_opened": "Ballot opened",
    "ballot_reminded": "Reminded of the close of a ballot",
    "ballot_closed": "Ballot closed",
    "ballot_void": "Ballot declared void",
    "vote_cast": "Vote cast",
    "vote_refused": "Vote not taken",
    "counting_rule_changed": "Rule by which votes are counted changed",
    "counting_rule_corrected": "Rule by which votes are to be counted put right",
    "counting_rule_taken_back": "Rule by which votes were to be counted taken back",
}
OF_DECISIONS = {
    "recommendation_made": "Recommendation added",
    "recommendation_edited": "Recommendation changed",
    "recommendation_moved": "Recommendation put in another place",
    "recommendation_dropped": "Recommendation dropped",
    "item_decided": "Resolved by a body",
    "resolution_corrected": "Resolution put right",
    "minute_written": "Item minuted",
    "minute_corrected": "Approved minute corrected",
    "minutes_circulated": "Minutes sent round",
    "minute_commented": "Minutes commented on",
    "minute_comment_withdrawn": "Comment on minutes withdrawn",
    "minute_comment_answered": "Comment on minutes answered",
    "minutes_approved": "Minutes approved",
    "minutes_approval_taken_back": "Approval of minutes taken back",
    "action_undertaken": "Action undertaken",
    "action_closed": "Action closed",
    "action_reopened": "Action opened again",
    "action_changed": "Action changed",
}


def declare() -> None:
    events.declare(**OF_MEETINGS, **OF_VIEWS, **OF_BALLOTS, **OF_DECISIONS)
