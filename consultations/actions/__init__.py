"""What industry says and what SECAS answers: every act of this app."""

from consultations.actions.adopting import adopt_point
from consultations.actions.answering import publish_answers, take_answer_back, write_answer
from consultations.actions.answersummaries import summarise_answers
from consultations.actions.closing import take_consultation_back
from consultations.actions.commenting import change_comment, post_comment, record_comment, withdraw_comment
from consultations.actions.drafting import (
    keep_words,
    remove_clause,
    restore,
    save_answer,
    save_clause,
    save_general,
    start_response,
)
from consultations.actions.enclosing import attach_enclosure, remove_enclosure
from consultations.actions.heading import make_ready, save_head, take_ready_back
from consultations.actions.intake import confirm_intake, save_intake, set_intake_aside, take_in, take_intake_up_again
from consultations.actions.inviting import ask_for_link, invite_guest, revoke_link
from consultations.actions.late import decide_late
from consultations.actions.locking import leave_part, take_part, take_part_over
from consultations.actions.merged import take_on_response
from consultations.actions.opening import extend_consultation, open_consultation
from consultations.actions.pointpublishing import publish_points, take_point_back
from consultations.actions.points import (
    Source,
    add_sources,
    drop_point,
    extract_point,
    mark_no_point,
    remove_source,
    reword_point,
    unmark_no_point,
)
from consultations.actions.preparing import change_consultation, prepare_consultation
from consultations.actions.publishing import publish_comments, take_publication_back
from consultations.actions.questions import (
    add_question,
    add_questions,
    change_question,
    copy_question,
    correct_question,
    delete_question,
    move_question,
    put_question_back,
    set_condition,
    withdraw_question,
)
from consultations.actions.redacting import lift_redaction, redact_text
from consultations.actions.releasing import publish_responses, take_responses_back
from consultations.actions.reminding import remind_of_consultation
from consultations.actions.running import settle_consultation
from consultations.actions.sets import copy_set, make_set, rename_set, retire_set, take_set_up
from consultations.actions.settling import reopen_point, settle_point, settle_points
from consultations.actions.sorting import sort_comment
from consultations.actions.submitting import record_submission, submit_response
from consultations.actions.summarising import write_summary
from consultations.actions.tagging import merge_tags, rename_tag, tag_text
from consultations.actions.withdrawing import withdraw_response
from consultations.actions.withholding import give_file_out, hold_file_back

__all__ = [
    "Source",
    "add_question",
    "add_questions",
    "add_sources",
    "adopt_point",
    "ask_for_link",
    "attach_enclosure",
    "change_comment",
    "change_consultation",
    "change_question",
    "confirm_intake",
    "copy_question",
    "copy_set",
    "correct_question",
    "decide_late",
    "delete_question",
    "drop_point",
    "extend_consultation",
    "extract_point",
    "give_file_out",
    "hold_file_back",
    "invite_guest",
    "keep_words",
    "leave_part",
    "lift_redaction",
    "make_ready",
    "make_set",
    "mark_no_point",
    "merge_tags",
    "move_question",
    "open_consultation",
    "post_comment",
    "prepare_consultation",
    "publish_answers",
    "publish_comments",
    "publish_points",
    "publish_responses",
    "put_question_back",
    "record_comment",
    "record_submission",
    "redact_text",
    "remind_of_consultation",
    "remove_clause",
    "remove_enclosure",
    "remove_source",
    "rename_set",
    "rename_tag",
    "reopen_point",
    "restore",
    "retire_set",
    "revoke_link",
    "reword_point",
    "save_answer",
    "save_clause",
    "save_general",
    "save_head",
    "save_intake",
    "set_condition",
    "set_intake_aside",
    "settle_consultation",
    "settle_point",
    "settle_points",
    "sort_comment",
    "start_response",
    "submit_response",
    "summarise_answers",
    "tag_text",
    "take_answer_back",
    "take_consultation_back",
    "take_in",
    "take_intake_up_again",
    "take_on_response",
    "take_part",
    "take_part_over",
    "take_point_back",
    "take_publication_back",
    "take_ready_back",
    "take_responses_back",
    "take_set_up",
    "unmark_no_point",
    "withdraw_comment",
    "withdraw_question",
    "withdraw_response",
    "write_answer",
    "write_summary",
]
