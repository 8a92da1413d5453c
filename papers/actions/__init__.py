"""Every act on papers. Composing freezes; a frozen version never changes."""

from papers.actions.composing import compose_again, compose_draft, compose_paper, next_period, report_of
from papers.actions.files import queue_renditions, rendition_key
from papers.actions.issuing import issue_notice, issue_paper, issue_report, last_issued, take_down, why_erratum
from papers.actions.packing import compose_pack, issue_pack, why_because
from papers.actions.reference import (
    change_boilerplate,
    correct_boilerplate,
    enter_term,
    note_term,
    retire_term,
    take_boilerplate_back,
)
from papers.actions.supplying import findings_of, print_again, supply_paper, take_word_file, word_key
from papers.actions.wanting import want_draft, want_issue
from papers.actions.writing import add_words, choose_term, drop_term, drop_words

__all__ = [
    "add_words",
    "change_boilerplate",
    "choose_term",
    "compose_again",
    "compose_draft",
    "compose_pack",
    "compose_paper",
    "correct_boilerplate",
    "drop_term",
    "drop_words",
    "enter_term",
    "findings_of",
    "issue_notice",
    "issue_pack",
    "issue_paper",
    "issue_report",
    "last_issued",
    "next_period",
    "note_term",
    "print_again",
    "queue_renditions",
    "rendition_key",
    "report_of",
    "retire_term",
    "supply_paper",
    "take_boilerplate_back",
    "take_down",
    "take_word_file",
    "want_draft",
    "want_issue",
    "why_because",
    "why_erratum",
    "word_key",
]
