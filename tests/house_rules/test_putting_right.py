"""Each act has a correcting act, or a sentence that says why it needs none. A new act without an entry fails."""

import ast

from proposals.actions import ACTS
from secmods.env import ROOT
from tests.house_rules.test_events import APPS

STEP = "correct_move, reverse_move"  # a step of the lifecycle: corrected, or taken back
AGAIN = "It is saved again: what stands is corrected with old and new in the history, and texts are versioned."
ITSELF = "It is itself a correcting act; what it put right is put right once more by doing it, or its opposite, again."
DRAFTS = "It is composed again from the record, which is put right; drafts are read by who composes them alone."
TABLE = {
    # People and organisations
    "accounts.actions.enter_organisation": "correct_organisation",
    "accounts.actions.enter_person": "correct_person",
    "accounts.actions.grant_role": "correct_role",
    "accounts.actions.affiliate": "correct_affiliation",
    "accounts.actions.arrange_cover": "correct_cover",
    "accounts.actions.correct_organisation": ITSELF,
    "accounts.actions.correct_person": ITSELF,
    "accounts.actions.correct_role": ITSELF,
    "accounts.actions.correct_affiliation": ITSELF,
    "accounts.actions.correct_cover": ITSELF,
    "audit.actions.erase_detail": "It is meant to be for good: what was erased is gone, and that it was stays in the chain.",
    "bodies.actions.days.override_day": "override_day, take_day_back",
    "bodies.actions.days.take_day_back": "override_day",
    # Bodies, their seats and their meetings
    "bodies.actions.committees.enter_committee": "change_committee",
    "bodies.actions.committees.change_committee": AGAIN,
    "bodies.actions.committees.enter_seat": "change_seat, end_seat",
    "bodies.actions.committees.change_seat": AGAIN,
    "bodies.actions.committees.end_seat": "end_seat",
    "bodies.actions.terms.enter_seat_and_appoint": "change_seat, end_seat, correct_term, end_term, take_term_back",
    "bodies.actions.terms.appoint": "correct_term, end_term, take_term_back",
    "bodies.actions.terms.change_alternate": "change_alternate",
    "bodies.actions.terms.end_term": "correct_term",
    "bodies.actions.terms.correct_term": ITSELF,
    "bodies.actions.terms.take_term_back": "appoint",
    "bodies.actions.meetings.enter_meeting": "move_meeting, change_meeting, correct_number, cancel_meeting",
    "bodies.actions.meetings.enter_meetings": "move_meeting, cancel_meeting",
    "bodies.actions.meetings.change_meeting": AGAIN,
    "bodies.actions.meetings.move_meeting": "move_meeting",
    "bodies.actions.meetings.correct_number": ITSELF,
    "bodies.actions.meetings.cancel_meeting": "reinstate_meeting",
    "bodies.actions.meetings.reinstate_meeting": "cancel_meeting",
    # Alternatives and areas
    "proposals.actions.alternatives.raise_alternative": "save_alternative, withdraw_alternative",
    "proposals.actions.alternatives.save_alternative": AGAIN,
    "proposals.actions.alternatives.save_alternative_implementation": AGAIN,
    "proposals.actions.alternatives.withdraw_alternative": "raise_alternative",
    "proposals.actions.areas.enter_standard_area": "end_standard_area",
    "proposals.actions.areas.end_standard_area": "enter_standard_area",
    "proposals.actions.areas.add_area": "edit_area, leave_area_open",
    "proposals.actions.areas.edit_area": AGAIN,
    "proposals.actions.areas.answer_area": "reopen_area",
    "proposals.actions.areas.leave_area_open": "reopen_area",
    "proposals.actions.areas.reopen_area": "answer_area, leave_area_open",
    # The DCC
    "proposals.actions.assessments.request_assessment": "cancel_assessment",
    "proposals.actions.assessments.ask_clarification": "withdraw_clarification",
    "proposals.actions.assessments.withdraw_clarification": "ask_clarification",
    "proposals.actions.assessments.agree_due_date": "agree_due_date",
    "proposals.actions.assessments.ask_for_due_date": "decline_due_date",
    "proposals.actions.assessments.decline_due_date": "ask_for_due_date",
    "proposals.actions.assessments.acknowledge_assessment": "correct_acknowledgement",
    "proposals.actions.assessments.answer_clarification": "correct_clarification",
    "proposals.actions.dccrecorded.correct_acknowledgement": ITSELF,
    "proposals.actions.dccrecorded.correct_clarification": ITSELF,
    "proposals.actions.assessments.answer_assessment": "correct_answer",
    "proposals.actions.assessments.correct_answer": ITSELF,
    "proposals.actions.assessments.cancel_assessment": "request_assessment",
    # Steps, and what was lodged
    "proposals.actions.calendar._reckon_again": "It is a part of saying of a day what it is; that is put right.",
    "proposals.actions.correcting.reverse_move": "The step is made again; the row that took it back stays.",
    "proposals.actions.correcting.correct_move": ITSELF,
    "proposals.actions.entering.submit_problem_statement": "correct_move, resubmit, refuse_submission",
    "proposals.actions.entering.raise_authority_led": "correct_move",
    "proposals.actions.entering.enter_legacy": "correct_move, correct_part",
    "proposals.actions.lodging.object_to_fast_track": "strike_objection",
    "proposals.actions.lodging.appeal": "strike_appeal",
    "proposals.actions.lodging.adopt": STEP,
    "proposals.actions.splitting.split": "take_split_back, correct_move",
    "proposals.actions.rejoining.take_split_back": "split",
    "proposals.actions.striking.strike_objection": "object_to_fast_track",
    "proposals.actions.striking.strike_appeal": "appeal",
    "proposals.actions.windows.settle_windows": "Time does it; the step that opened the window is put right.",
    # Documents, updates, relations
    "proposals.actions.documents.attach": "correct_document, take_down_document, attach",
    "proposals.actions.documents.add_figure": "take_down_document, correct_document",
    "proposals.actions.filing.take_down_document": "put_back_document",
    "proposals.actions.filing.put_back_document": "take_down_document",
    "proposals.actions.filing.correct_document": ITSELF,
    "proposals.actions.filing.correct_update": ITSELF,
    "proposals.actions.filing.take_update_back": "post_update",
    "proposals.actions.filing.take_relation_back": "relate",
    "proposals.actions.texts.post_update": "correct_update, take_update_back",
    "proposals.actions.texts.relate": "take_relation_back",
    # Implementation and releases
    "proposals.actions.implemented.correct_part": ITSELF,
    "proposals.actions.implemented.take_part_back": "implement_part",
    "proposals.actions.implemented.correct_plan": ITSELF,
    "proposals.actions.implemented.correct_release_date": ITSELF,
    "proposals.actions.implemented.correct_release": ITSELF,
    "proposals.actions.implemented.take_release_out": "enter_release",
    "proposals.actions.implemented.take_release_back": "implement_release",
    "proposals.actions.planning.plan_implementation": "correct_plan, plan_parts",
    "proposals.actions.planning.plan_parts": "correct_plan, plan_parts",
    "proposals.actions.planning.divide": "divide",
    "proposals.actions.planning.implement_part": "correct_part, take_part_back",
    "proposals.actions.releases.enter_release": "take_release_out, save_release",
    "proposals.actions.releases.save_release": AGAIN,
    "proposals.actions.releases.move_release": "correct_release_date, move_release",
    "proposals.actions.releases.implement_release": "correct_release, take_release_back",
    # Readiness and rules
    "proposals.actions.readiness.accept_gap": "take_acceptance_back",
    "proposals.actions.readiness.take_acceptance_back": "accept_gap",
    "proposals.actions.reference.change_rule": "correct_rule, take_rule_back, change_rule",
    "proposals.actions.reference.change_deciding_body": (
        "correct_deciding_body, take_deciding_body_back, change_deciding_body"
    ),
    "proposals.actions.reference.correct_rule": ITSELF,
    "proposals.actions.reference.take_rule_back": "change_rule",
    "proposals.actions.reference.correct_deciding_body": ITSELF,
    "proposals.actions.reference.take_deciding_body_back": "change_deciding_body",
    "proposals.actions.reference.enter_sec_document": "correct_sec_document",
    "proposals.actions.reference.correct_sec_document": ITSELF,
    "proposals.actions.reference.enter_sec_version": "correct_sec_version",
    "proposals.actions.reference.correct_sec_version": ITSELF,
    # Refinement
    "proposals.actions.refinement.record_discussion": "correct_discussion",
    "proposals.actions.refinement.correct_discussion": ITSELF,
    "proposals.actions.refinement.extend_refinement_consultation": "extend_refinement_consultation",
    "proposals.actions.requirementsets.draft_requirements": "edit_requirements, draft_requirements",
    "proposals.actions.requirementsets.edit_requirements": AGAIN,
    "proposals.actions.requirementsets.publish_requirements": "correct_publication",
    "proposals.actions.requirementsets.agree_requirements": "correct_agreement",
    "proposals.actions.refinement.open_refinement_consultation": "correct_consultation, take_consultation_back",
    "proposals.actions.refinement.close_refinement_consultation": "correct_consultation",
    # What was recorded beside the steps
    "proposals.actions.recorded.correct_publication": ITSELF,
    "proposals.actions.recorded.correct_agreement": ITSELF,
    "proposals.actions.recorded.correct_approval": ITSELF,
    "proposals.actions.recorded.correct_consultation": ITSELF,
    "proposals.actions.recorded.take_consultation_back": "open_refinement_consultation",
    # Texts
    "proposals.actions.texts.save_details": AGAIN,
    "proposals.actions.texts.revise_problem_statement": AGAIN,
    "proposals.actions.texts.save_solution": AGAIN,
    "proposals.actions.texts.save_sec_references": AGAIN,
    "proposals.actions.texts.determine_path": "It is determined again; each determination stays, with who and why.",
    # The timetable
    "proposals.actions.timetable.approve_work_package": "correct_approval",
    "proposals.actions.timetable.lay_out_package": "remove_entry, add_entry, move_entry",
    "proposals.actions.timetable.add_entry": "remove_entry, move_entry",
    "proposals.actions.timetable.move_entry": "move_entry",
    "proposals.actions.timetable.mark_done": "undo_done",
    "proposals.actions.timetable.mark_missed": "undo_done",
    "proposals.actions.timetable.undo_done": "mark_done, mark_missed",
    "proposals.actions.timetable.remove_entry": "add_entry",
    # Other apps
    "subcommittees.actions.giving.record_view": "Each change is a new version of the view, with why.",
    "subcommittees.actions.giving.answer_by_telephone": "record_view: a new version of the view, with why.",
    "subcommittees.actions.giving.note_late": "It keeps that somebody tried; nothing was changed by it.",
    "subcommittees.actions.asking.ask_for_view": "withdraw_request, change_due",
    "subcommittees.actions.asking.ask_several": "withdraw_request, change_due",
    "subcommittees.actions.asking.change_due": "change_due",
    "subcommittees.actions.asking.withdraw_request": "ask_for_view",
    "subcommittees.actions.calling.call_for_papers": "What was sent was sent; another letter says what is to be read instead.",
    "subcommittees.actions.chasing.chase": "What was sent was sent; another letter says what is to be read instead.",
    "subcommittees.actions.chasing.chase_all": "What was sent was sent; another letter says what is to be read instead.",
    "subcommittees.actions.chasing.remind": "It is the system’s own, and only of what is on record; that is put right.",
    "subcommittees.actions.positions.post_position": "Each change is a new version of the position, with why.",
    "subcommittees.actions.updates.owe_verbal_update": "drop_verbal_update",
    "subcommittees.actions.updates.give_verbal_update": "correct_verbal_update",
    "subcommittees.actions.updates.correct_verbal_update": ITSELF,
    "subcommittees.actions.updates.drop_verbal_update": "owe_verbal_update",
    "subcommittees.actions.interest.mark_interest": "mark_interest: the newest word holds.",
    "subcommittees.actions.interest.mark_interests": "mark_interests: the newest word holds.",
    # Ballots
    "subcommittees.actions.balloting.open_ballot": "void_ballot",
    "subcommittees.actions.balloting.open_ballots": "void_ballot",
    "subcommittees.actions.balloting.void_ballot": "open_ballots: it is put again; what was void stays so.",
    "subcommittees.actions.voting.cast": "cast: a later version counts, until the ballot is closed.",
    "subcommittees.actions.voting.note_refused_vote": "It keeps that something was tried and changes nothing.",
    "subcommittees.actions.closing.close_ballot": "void_ballot, open_ballots",
    "subcommittees.actions.closing.settle_ballot": "void_ballot, open_ballots",
    "subcommittees.actions.closing.remind_of_close": "It tells people once what is so.",
    "subcommittees.actions.closing.record_outcome": "reverse_move, correct_move",
    "subcommittees.actions.countingrules.change_counting_rule": (
        "correct_counting_rule, take_counting_rule_back, change_counting_rule"
    ),
    "subcommittees.actions.countingrules.correct_counting_rule": ITSELF,
    "subcommittees.actions.countingrules.take_counting_rule_back": "change_counting_rule",
    "subcommittees.actions.recommending.recommend": "edit_recommendation, drop_recommendation",
    "subcommittees.actions.recommending.recommend_usual": "edit_recommendation, drop_recommendation",
    "subcommittees.actions.recommending.edit_recommendation": AGAIN,
    "subcommittees.actions.recommending.move_recommendation": "move_recommendation",
    "subcommittees.actions.recommending.drop_recommendation": "recommend",
    "subcommittees.actions.resolving.decide": "correct_resolution",
    "subcommittees.actions.resolving.correct_resolution": ITSELF,
    "subcommittees.actions.minuting.write_minute": "write_minute, correct_minute",
    "subcommittees.actions.minuting.correct_minute": ITSELF,
    "subcommittees.actions.naming.name_readers": "name_readers",
    "subcommittees.actions.minuting.circulate_minutes": "circulate_minutes",
    "subcommittees.actions.minuting.comment_on_minute": "withdraw_comment",
    "subcommittees.actions.minuting.withdraw_comment": "comment_on_minute",
    "subcommittees.actions.minuting.answer_comment": "answer_comment",
    "subcommittees.actions.minuting.approve_minutes": "take_approval_back, correct_minute",
    "subcommittees.actions.minuting.take_approval_back": "approve_minutes",
    "subcommittees.actions.undertaking.undertake": "change_action, close_action",
    "subcommittees.actions.undertaking.close_action": "reopen_action",
    "subcommittees.actions.undertaking.reopen_action": "close_action",
    "subcommittees.actions.undertaking.change_action": "change_action",
    "consultations.actions.commenting.post_comment": "change_comment, withdraw_comment",
    "consultations.actions.commenting.record_comment": "change_comment, withdraw_comment",
    "consultations.actions.commenting.change_comment": ITSELF,
    "consultations.actions.commenting.withdraw_comment": "post_comment, record_comment",
    "consultations.actions.sorting.sort_comment": ITSELF,
    "consultations.actions.publishing.publish_comments": "take_publication_back",
    "consultations.actions.publishing.take_publication_back": "publish_comments",
    "consultations.actions.answering.write_answer": AGAIN,
    "consultations.actions.answering.publish_answers": "take_answer_back, write_answer",
    "consultations.actions.answering.take_answer_back": "publish_answers",
    "consultations.actions.summarising.write_summary": AGAIN,
    # Agendas
    "subcommittees.actions.agenda.put_on_agenda": "take_off_agenda, save_agenda_item",
    "subcommittees.actions.agenda.save_agenda_item": AGAIN,
    "subcommittees.actions.agenda.move_up": "move_down",
    "subcommittees.actions.agenda.move_down": "move_up",
    "subcommittees.actions.numbered.fix_reference": "It is meant to be for good: a paper was issued under it. What it named is taken off.",
    "subcommittees.actions.numbered.fix_references": "It is meant to be for good, as with each of them alone.",
    "subcommittees.actions.agenda.take_off_agenda": "put_on_agenda",
    "subcommittees.actions.carrying.carry_over": "take_off_agenda, put_on_agenda",
    "subcommittees.actions.attending.record_attendance": AGAIN,
    "subcommittees.actions.attending.answer_attendance": "answer_attendance, record_attendance",
    "subcommittees.actions.attending.declare_conflict": "withdraw_conflict",
    "subcommittees.actions.attending.withdraw_conflict": "declare_conflict",
    "subcommittees.actions.attending.hold_meeting": "reopen_meeting",
    "subcommittees.actions.attending.reopen_meeting": "hold_meeting",
    "legaltext.actions.enter_clause": "Entering it again corrects it.",
    "legaltext.actions.draft_against": "draft_against",
    "legaltext.actions.save_edit": "save_edit, remove_edit",
    "legaltext.actions.remove_edit": "save_edit",
    "legaltext.actions.finish_draft": "A later change opens it again: 1.0 becomes 1.1, and is finished as 2.0.",
    "papers.actions.composing.compose_paper": DRAFTS,
    "papers.actions.composing.compose_again": DRAFTS,
    "papers.actions.composing.compose_draft": DRAFTS,
    "papers.actions.supplying.supply_paper": "Another file takes its place in the next version.",
    "papers.actions.supplying.take_word_file": "Another file takes its place in the next version.",
    "papers.actions.supplying.print_again": "Nothing is changed by it.",
    "papers.actions.packing.compose_pack": "compose_pack",
    "papers.actions.packing.issue_pack": "compose_pack, issue_pack: a further version that says why.",
    "papers.actions.issuing.issue_paper": "take_down, issue_paper",
    "papers.actions.issuing.issue_notice": "take_down, issue_paper",
    "papers.actions.issuing.issue_report": "take_down, issue_report",
    "papers.actions.issuing.take_down": "issue_paper",
    "papers.actions.writing.add_words": "add_words, drop_words",
    "papers.actions.writing.drop_words": "add_words",
    "papers.actions.writing.choose_term": "drop_term, choose_term",
    "papers.actions.writing.drop_term": "choose_term",
    "papers.actions.reference.enter_term": "retire_term, note_term",
    "papers.actions.reference.note_term": "note_term",
    "papers.actions.reference.retire_term": "enter_term",
    "papers.actions.reference.change_boilerplate": "correct_boilerplate, take_boilerplate_back, change_boilerplate",
    "papers.actions.reference.correct_boilerplate": ITSELF,
    "papers.actions.reference.take_boilerplate_back": "change_boilerplate",
    "secmods.demo.bodies.enter_bodies": "It loads the demo into an empty record.",
    "secmods.demo.code.enter_code": "It loads the demo into an empty record.",
    "secmods.demo.people.enter_people": "It loads the demo into an empty record.",
    "secmods.demo.decided.resolve": "It loads the demo into an empty record.",
    "secmods.demo.decided._meet": "It loads the demo into an empty record.",
    "secmods.demo.decided._prepare": "It loads the demo into an empty record.",
}


def acts() -> dict[str, str]:
    """Where each act stands, and its name: every function of the house under ``@act``."""
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found |= {f"{module}.{name}": name for name in _acts_of(ast.parse(path.read_text()))}
    return found


def _acts_of(tree) -> list[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [f.name for f in functions if "act" in [getattr(d, "id", "") for d in f.decorator_list]]


def steps() -> set[str]:
    """The acts that make a move and nothing else: their correcting acts are those of the move."""
    return {f"{act.__module__}.{act.__name__}" for act in ACTS.values()} - TABLE.keys()


def test_every_act_has_a_correcting_act_or_says_why_it_needs_none():
    assert set(acts()) == TABLE.keys() | steps()
    assert {name.rpartition(".")[0] for name in steps()} == {"proposals.actions.moves"}


def test_what_is_named_as_a_correcting_act_is_an_act():
    known = set(acts().values())
    named = {act for entry in TABLE.values() if not entry.endswith(".") for act in entry.split(", ")}
    assert named | set(STEP.split(", ")) <= known
    assert len(named) >= 40


def test_what_has_none_says_so_in_a_sentence():
    sentences = [entry for entry in TABLE.values() if entry.endswith(".")]
    assert [words for words in sentences if len(words.split()) < 4] == []
