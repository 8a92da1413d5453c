"""Who gets what at every address of a proposal: each capacity on each class, against a table written by hand.

The table follows design §1.4 and the permission matrix of the process reference: White is public; Green for Parties and
those who sit on a body; Amber for those who raised it and the body it belongs to; Red for people named one by one, which a whole proposal cannot
be; SECAS analysts and the Authority see to Amber; a submission is there for its own people and SECAS. Only SECAS works on
a proposal; its Proposer may withdraw it and ask for urgency, the Authority decides, a Party's authorised submitter may
object, appeal and adopt, a member of the Panel may appeal for it, and a member of a body records that body's view. Who may not even read gets “not found”; who reads and may not act signs in first, or is told that they may not.
"""

import pytest
from django.urls import reverse

from tests.pages.people import CLASSES, OF_AN_ENTRY, cast, raised, submitted
from tests.pages.routes import ROUTES
from tests.pages.standing import record_stands
from tests.pages.test_who_may_send_a_response import OURS
from tests.pages.walking import got

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "anonymous", "stranger", "contributor", "submitter", "proposer", "ssc member", "panel member", "analyst",
    "administrator", "authority",
}  # fmt: skip
READ_BY = {
    "white": EVERYBODY,
    "green": EVERYBODY - {"anonymous", "stranger", "administrator"},
    "amber": {"proposer", "ssc member", "analyst", "authority"},
    "red": set(),
    "submission": {"proposer", "analyst", "administrator"},
}
SECAS = {"analyst"}
READING = {
    "proposals:overview", "proposals:statement", "proposals:compare", "proposals:documents", "proposals:history",
    "proposals:attachment", "proposals:timetable", "subcommittees:views", "legaltext:draft", "proposals:refinement",
    "subcommittees:proposal_ballots", "subcommittees:decisions",
    "consultations:comments", "consultations:csv", "consultations:of_proposal",
}  # fmt: skip
SENT_ONLY = {
    "legaltext:remove", "legaltext:finish", "papers:compose", "papers:glossary", "proposals:take_acceptance_back",
}  # fmt: skip
ACTING = {
    "proposals:correct_document", "proposals:take_down_document", "proposals:correct_update",
    "proposals:correct_part", "proposals:take_part_back", "proposals:take_split_back",
    "proposals:take_update_back", "proposals:relate", "proposals:take_relation_back",
    "proposals:add_documents", "proposals:replace_document", "proposals:add_figure", "proposals:edit_details",
    "proposals:edit_statement", "proposals:edit_references", "proposals:edit_solution", "proposals:edit_impacts",
    "proposals:edit_costs", "proposals:edit_points", "proposals:edit_objectives", "proposals:edit_implementation",
    "proposals:lay_out", "proposals:timetable_add", *OF_AN_ENTRY, "proposals:approve_package",
    "proposals:correct_approval", "proposals:edit_parts", "proposals:edit_path", "proposals:add_update", "legaltext:base", "legaltext:edit",
    "papers:workshop", "papers:issue", "papers:take_down", "proposals:put_right", "proposals:enter_late", "proposals:strike",
    "proposals:draft_requirements", "proposals:request_assessment", "proposals:add_discussion", "proposals:add_area",
    "proposals:consultation_step", "proposals:readiness", "proposals:accept_gap", "subcommittees:record",
    "subcommittees:ask", "subcommittees:owe",
    "consultations:record", "consultations:publish_all", "consultations:publish_answers",
}  # fmt: skip
# About one thing that a proposal may have and a submission cannot; see tests.pages.people.
ABOUT = {
    "proposals:requirements_step", "proposals:assessment_step", "proposals:clarification_step",
    "proposals:correct_discussion", "proposals:area_step", "proposals:edit_alternative",
    "proposals:consultation_right",
    "consultations:sort", "consultations:publish", "consultations:unpublish", "consultations:answer",
    "consultations:unanswer", "consultations:summary",
}  # fmt: skip
# Of consultations and of what is asked in them: tests/consultations/test_question_pages.py.
CONSULTATIONS = {
    f"consultations:{name}" for name in (
        "consultation", "questions", "preview", "sets", "new_set", "set", "preview_set", "rename_set", "retire_set",
        "take_set_up", "add_question", "paste_questions", "copy_set", "arrange_questions", "change_question",
        "question_condition", "delete_question", "withdraw_question", "put_question_back", "correct_question",
    )
}  # fmt: skip
# Of a response that is being written: tests/pages/test_who_may_write_a_response.py.
DRAFTS = {name for name in ROUTES if name.startswith("consultations:respond")}
# Of guests who write: tests/consultations/test_guests.py. Of what is sent off: tests/pages/test_who_may_send_a_response.py.
GUESTS = {name for name in ROUTES if name.startswith("consultations:guest")}
SENT_OFF = {f"consultations:{name}" for name in OURS}
# Of what came by mail: tests/consultations/test_intake_pages.py.
INTAKE = {name for name in ROUTES if name.startswith("consultations:intake")}
# Of documents and data of a consultation: tests/papers/test_consultation_documents_page.py, tests/consultations/test_data.py.
FILES = {
    "consultations:responses_csv", "consultations:responses_json", "consultations:summarise_answers",
    "papers:compose_of_consultation", "papers:composing_of_consultation", "papers:consultation_documents",
    "papers:response_form",
}  # fmt: skip
# Of points, and what became of them: tests/consultations/test_point_pages.py.
POINTS = {
    f"consultations:{name}" for name in (
        "points", "passages", "no_point", "unmark", "new_point", "settle_points", "publish_points", "point",
        "settle_point", "adopt_point", "reword_point", "reopen_point", "drop_point", "take_point_back",
        "remove_source", "outcome", "my_outcome",
    )
}  # fmt: skip
# Of what was said, collated: tests/consultations/test_collation_pages.py.
COLLATION = {name for name in ROUTES if name.startswith("consultations:collation")}
# Of releases, and of one part of several: tests/proposals/test_release_pages.py.
RELEASES = {
    "proposals:releases", "proposals:release", "proposals:enter_release", "proposals:edit_release",
    "proposals:move_release", "proposals:implement_release", "proposals:correct_release", "proposals:take_release_back",
    "proposals:take_release_out",
}  # fmt: skip
# Of ballots, and of those who vote: tests/subcommittees/test_ballot_pages.py.
BALLOTS = {
    "subcommittees:open_ballot", "subcommittees:ballots", "subcommittees:ballot", "subcommittees:vote",
    "subcommittees:vote_receipt", "subcommittees:close_ballot", "subcommittees:ballot_outcome",
    "subcommittees:void_ballot", "subcommittees:ballot_json", "subcommittees:ballot_csv",
    "subcommittees:take_counting_rule_back",
}  # fmt: skip
# Of an administrator: tests/proposals/test_rules_to_come.py.
RULES = {"proposals:rules", "proposals:correct_rule", "proposals:take_rule_back", "proposals:take_day_back"}
# Of meetings: tests/subcommittees/test_deciding_pages.py.
MEETINGS = {
    f"subcommittees:{name}" for name in (
        "outcome", "recommendations", "add_recommendation", "usual_recommendations", "edit_recommendation",
        "recommendation_step", "decide", "correct_resolution", "minutes", "circulate_minutes", "approve_minutes",
        "take_approval_back", "write_minute", "correct_minute", "comment_on_minute", "comment_step", "undertake",
        "actions", "action_step", "write_minutes",
    )
}  # fmt: skip
# Of papers for bodies, the glossary and what papers repeat: tests/papers/test_who_reads_papers.py.
OF_BODIES = {
    "papers:begin", "papers:paper", "papers:compose_paper", "papers:issue_paper", "papers:paper_glossary",
    "papers:words", "papers:take_paper_down", "papers:of_committee", "papers:terms", "papers:enter_term",
    "papers:note_term", "papers:retire_term", "papers:texts", "papers:change_text", "papers:correct_text",
    "papers:take_text_back",
}  # fmt: skip
# Of notices and letters: tests/papers/test_notice_pages.py.
NOTICES = {"papers:notices", "papers:notice", "papers:compose_notice"}
# Of bodies and their meetings: tests/subcommittees/test_meeting_pages.py.
BODIES = {
    "subcommittees:committees", "subcommittees:committee", "subcommittees:enter_committee",
    "subcommittees:edit_committee", "subcommittees:contacts", "subcommittees:contacts_csv", "subcommittees:feed",
    "subcommittees:add_seat", "subcommittees:seat_step", "subcommittees:term_step", "subcommittees:enter_meeting",
    "subcommittees:enter_series", "subcommittees:meeting", "subcommittees:meeting_step",
    "subcommittees:answer_attendance", "subcommittees:add_item", "subcommittees:put_on", "subcommittees:fix_agenda",
    "subcommittees:press_item", "subcommittees:declare_conflict", "subcommittees:item_step",
    "subcommittees:withdraw_conflict", "subcommittees:meeting_update",
}  # fmt: skip
# Of consultations, which SECAS runs: tests/consultations/test_consultation_pages.py.
COURSE = {
    f"consultations:{name}" for name in (
        "consultations", "feed", "consultation", "prepare", "change_consultation", "open", "extend", "take_back",
    )
}  # fmt: skip
# Of the documents of a consultation, and of responses as data: tests/papers/test_consultation_documents_page.py,
# test_consulted_in_reports.py and tests/consultations/test_data.py.
CONSULTED = {
    "papers:response_form", "papers:consultation_documents", "papers:compose_of_consultation",
    "papers:composing_of_consultation", "consultations:responses_csv", "consultations:responses_json", "consultations:summarise_answers",
}  # fmt: skip
# Of what was decided: tests/subcommittees/test_decision_list.py.
DECIDED = {"subcommittees:decision_list", "subcommittees:decision_list_csv"}
# Of packs, and of papers that others wrote: tests/papers/test_packs.py and test_word_supplied.py.
PACKS = {
    "papers:pack", "papers:compose_pack", "papers:issue_pack", "papers:pack_files", "papers:pack_file", "papers:minutes",
    "papers:supply", "papers:word_file", "papers:word_progress", "papers:word_pdf", "papers:word_original",
    "papers:supplied_file",
}  # fmt: skip
PAPERS = {"papers:version": 200, "papers:files": 200, "papers:pdf": 302, "papers:docx": 302}
THEIRS, AUTHORITY = SECAS | {"proposer"}, SECAS | {"authority"}
PARTIES = SECAS | {"submitter", "proposer"}
# Each step: who may take it, and what its page answers them here, where the Panel is to decide and urgency was not asked
# for. 200 shows the form, or what is missing; 409 says that the proposal is not where the step could be taken.
MOVES = {
    "review_submission": (SECAS, 409),
    "resubmit": (THEIRS, 409),
    "raise": (SECAS, 409),
    "refuse": (SECAS, 409),
    "csc_asks_more": (SECAS, 409),
    "csc_agrees": (SECAS, 409),
    "convert_as_urgent": (SECAS, 409),
    "convert_as_urgent_to_panel": (SECAS, 409),
    "convert_as_urgent_to_consultation": (SECAS, 409),
    "proposer_continues": (THEIRS, 200),
    "convert_to_refinement": (SECAS, 200),
    "convert_to_report": (SECAS, 200),
    "convert_to_consultation": (SECAS, 200),
    "approve_fast_track": (SECAS, 200),
    "panel_declines": (SECAS, 200),
    "split": (SECAS, 409),
    "present_report": (SECAS, 409),
    "panel_returns_report": (SECAS, 409),
    "panel_sends_to_consultation": (SECAS, 409),
    "consultation_closes": (SECAS, 409),
    "change_board_defers": (SECAS, 409),
    "change_board_returns": (SECAS, 409),
    "change_board_approves": (SECAS, 409),
    "change_board_rejects": (SECAS, 409),
    "change_board_recommends": (SECAS, 409),
    "change_board_recommends_rejection": (SECAS, 409),
    "appeal": (PARTIES | {"panel member"}, 409),
    "authority_approves": (AUTHORITY, 409),
    "authority_rejects": (AUTHORITY, 409),
    "authority_sends_back": (AUTHORITY, 409),
    "rework_in_refinement": (SECAS, 409),
    "rework_to_consultation": (SECAS, 409),
    "implement": (SECAS, 409),
    "review_implementation": (SECAS, 409),
    "object": (PARTIES, 200),
    "refine_after_objection": (SECAS, 409),
    "report_after_objection": (SECAS, 409),
    "request_urgency": (THEIRS, 200),
    "grant_urgency": (AUTHORITY, 200),
    "refuse_urgency": (AUTHORITY, 200),
    "place_hold": (AUTHORITY, 200),
    "lift_hold": (AUTHORITY, 200),
    "authority_subsumes": (AUTHORITY, 200),
    "authority_exempts": (AUTHORITY, 200),
    "withdraw": (THEIRS, 200),
    "adopt": (PARTIES, 409),
}
# Of a submission: the steps that lead on from it, and urgency, which the Proposer may ask for on raising.
OF_A_SUBMISSION = dict.fromkeys(
    (
        "review_submission", "resubmit", "raise", "refuse", "withdraw",
        "request_urgency", "grant_urgency", "refuse_urgency",
    ),
    200,
)  # fmt: skip
RAISED_BY = SECAS | {"submitter", "proposer"}
MEMBERS = SECAS | {"ssc member", "panel member"}


# Who may is not SECAS alone.
OTHERWISE = {
    "subcommittees:interest", "proposals:alternative", "proposals:raise_alternative", "proposals:withdraw_alternative",
    "consultations:add", "consultations:change", "consultations:withdraw",
}  # fmt: skip
# About one thing that was asked or promised; where there is none, the address leads nobody anywhere.
ASKED = {"subcommittees:request_step", "subcommittees:update_step"}
# Of all that was asked, and of a member: tests/subcommittees/test_request_pages.py.
ASKED_OF_ALL = {"subcommittees:requests", "subcommittees:chase_several", "subcommittees:inbox"}


def gate(role: str, readers: set, allowed: set, answer: int) -> int:
    """What somebody gets who may act, may only read, or may not even know."""
    if role not in readers:
        return 404
    if role in allowed:
        return answer
    return 302 if role == "anonymous" else 403


def expected(kind: str) -> dict[tuple[str, str], dict[str, int]]:
    """(route, step) → capacity → answer."""
    readers = READ_BY[kind]
    table = {(name, ""): {role: gate(role, readers, EVERYBODY, 200) for role in EVERYBODY} for name in READING}
    table |= {(name, ""): dict.fromkeys(EVERYBODY, 405) for name in SENT_ONLY}
    table |= {(name, ""): {role: gate(role, readers, SECAS, 200) for role in EVERYBODY} for name in ACTING}
    there = 404 if kind == "submission" else 200
    table |= {(name, ""): {role: gate(role, readers, SECAS, there) for role in EVERYBODY} for name in ABOUT}
    table["proposals:alternative", ""] = {role: gate(role, readers, EVERYBODY, there) for role in EVERYBODY}
    table["proposals:raise_alternative", ""] = {role: gate(role, readers, RAISED_BY, 200) for role in EVERYBODY}
    withdrawn_by = EVERYBODY if kind == "submission" else SECAS | {"proposer"}  # there is none to ask about
    table["proposals:withdraw_alternative", ""] = {role: gate(role, readers, withdrawn_by, there) for role in EVERYBODY}
    # Nobody has objected to this one; and the address names nothing that could be missing.
    for name in ("proposals:strike", "proposals:accept_gap"):
        table[name, ""] = {role: gate(role, readers, SECAS, 404) for role in EVERYBODY}
    table["subcommittees:interest", ""] = {role: gate(role, readers, MEMBERS, 200) for role in EVERYBODY}
    asked_by = EVERYBODY if kind == "submission" else SECAS
    table |= {(name, ""): {role: gate(role, readers, asked_by, there) for role in EVERYBODY} for name in ASKED}
    commenters = {"submitter", "proposer"}  # SECAS records comments and makes none
    table["consultations:add", ""] = {role: gate(role, readers, commenters, 200) for role in EVERYBODY}
    made_by = EVERYBODY if kind == "submission" else SECAS | {"proposer"}  # on a submission there is none
    for name in ("consultations:change", "consultations:withdraw"):
        table[name, ""] = {role: gate(role, readers, made_by, there) for role in EVERYBODY}
    for key, (allowed, answer) in MOVES.items():
        answer = OF_A_SUBMISSION.get(key, 409) if kind == "submission" else answer
        table["proposals:move", key] = {role: gate(role, readers, allowed, answer) for role in EVERYBODY}
    if kind == "submission":
        table["papers:take_down", ""]["analyst"] = 404  # nothing has been issued
        table["proposals:take_relation_back", ""]["analyst"] = 404  # nor related
        table["legaltext:edit", ""]["analyst"] = 302  # no version of the SEC to draft against has been chosen
        for name in (
            *OF_AN_ENTRY,
            "proposals:approve_package",
            "proposals:correct_approval",
        ):  # a submission has no timetable
            table[name, ""]["analyst"] = 404
    else:
        for name, answer in PAPERS.items():
            table[name, ""] = {role: gate(role, readers, EVERYBODY, answer) for role in EVERYBODY}
    return table


def found(people, thing) -> dict[tuple[str, str], dict[str, int]]:
    clients = people.clients()
    addresses = {
        (name, ""): reverse(name, kwargs=thing.arguments(name))
        for name in READING | SENT_ONLY | ACTING | ABOUT | OTHERWISE | ASKED
    }
    addresses |= {
        ("proposals:move", key): reverse("proposals:move", kwargs=thing.arguments("proposals:move", key))
        for key in MOVES
    }
    if thing.paper:
        addresses |= {(name, ""): reverse(name, kwargs=thing.paper_arguments()) for name in PAPERS}
    with record_stands():
        return {
            route: {role: got(clients[role], address).status_code for role in EVERYBODY}
            for route, address in addresses.items()
        }


def test_every_route_of_a_proposal_or_a_paper_is_in_the_table():
    asked = READING | SENT_ONLY | ACTING | ABOUT | OTHERWISE | ASKED | set(PAPERS) | {"proposals:move"}
    of_proposals = {name for name in ROUTES if ":" in name} - {
        "proposals:register",
        "proposals:register_csv",
        "proposals:raise",
        "proposals:raise_authority_led",  # the Authority and SECAS: see test_who_may_act
        "proposals:requests",
        "proposals:meetings_readiness",
        "proposals:implement_part",
        *RELEASES,
        *RULES,
        *BALLOTS,
        *ASKED_OF_ALL,
        *MEETINGS,
        *OF_BODIES,
        *BODIES,
        *COURSE,
        *CONSULTED,
        *DECIDED,
        *PACKS,
        *NOTICES,
        *CONSULTATIONS,
        *DRAFTS,
        *GUESTS,
        *SENT_OFF,
        *INTAKE,
        *FILES,
        *POINTS,
        *COLLATION,
        "proposals:receipt",  # who may open one is tested with the page: tests/proposals/test_lodging_pages.py
    }
    assert asked == of_proposals


@pytest.mark.parametrize("kind", READ_BY)
def test_each_capacity_gets_what_the_table_says(kind):
    people = cast()
    thing = submitted(people) if kind == "submission" else raised(people, kind)
    wanted, given = expected(kind), found(people, thing)
    differences = {
        (*route, role): (given[route][role], status)
        for route, answers in wanted.items()
        for role, status in answers.items()
        if given[route][role] != status
    }
    assert differences == {}
    assert given.keys() == wanted.keys()
    assert sum(map(len, given.values())) == {"submission": 1420}.get(kind, 1460)


def test_the_desk_is_for_whoever_signs_in_and_readiness_for_secas_alone():
    """Everybody's own work stands on their desk; an administrator keeps the accounts, and does not prepare meetings."""
    clients = cast().clients()
    signed_in = dict.fromkeys(EVERYBODY - {"anonymous"}, 200) | {"anonymous": 302}
    secas = dict.fromkeys(EVERYBODY, 403) | {"anonymous": 302, "analyst": 200}
    for name, wanted in {"desk": signed_in, "proposals:meetings_readiness": secas}.items():
        assert {role: clients[role].get(reverse(name)).status_code for role in EVERYBODY} == wanted


@pytest.mark.parametrize("kind", CLASSES)
def test_an_old_address_moves_for_those_alone_who_may_read(kind):
    """DP075 becomes MP075; to whom it is not open, neither address says that there is anything."""
    people = cast()
    thing = raised(people, kind)
    old = thing.windowed.slug.replace("MP", "DP")
    assert old != thing.windowed.slug
    wanted = {role: 301 if role in READ_BY[kind] else 404 for role in EVERYBODY}
    for tab in ("", "history/", "edit/details/", "moves/withdraw/"):
        assert {
            role: client.get(f"/modifications/{old}/{tab}").status_code for role, client in people.clients().items()
        } == wanted
