"""What industry says and what SECAS answers: every act of this app."""

from consultations.actions.answering import publish_answers, take_answer_back, write_answer
from consultations.actions.commenting import change_comment, post_comment, record_comment, withdraw_comment
from consultations.actions.publishing import publish_comments, take_publication_back
from consultations.actions.sorting import sort_comment
from consultations.actions.summarising import write_summary

__all__ = [
    "change_comment",
    "post_comment",
    "publish_answers",
    "publish_comments",
    "record_comment",
    "sort_comment",
    "take_answer_back",
    "take_publication_back",
    "withdraw_comment",
    "write_answer",
    "write_summary",
]
