"""The analysts' edit pages: each saves by one act, keeps what was typed, and notices somebody else's newer text."""

from datetime import date, timedelta

import pytest

from audit import clock
from bodies.models import Committee
from proposals import actions
from proposals.forms.solution import Pounds, in_pounds
from proposals.models import (
    Attachment,
    Figure,
    Implementation,
    IndustryCode,
    Objective,
    ProblemStatement,
    Proposal,
    Release,
    SecReference,
    Solution,
)
from tests.factories import (
    SecDocumentFactory,
    agreed_proposal,
    analyst,
    draft_proposal,
    fast_tracked,
    party,
    submission,
)

pytestmark = pytest.mark.django_db
PAGES = [
    "edit/details/",
    "edit/problem-statement/",
    "edit/sec-references/",
    "edit/solution/",
    "edit/impacts/",
    "edit/costs/",
    "edit/benefits-and-drawbacks/",
    "edit/objectives/",
    "edit/implementation/",
    "edit/implementation/parts/",
    "edit/path/",
    "updates/add/",
    "problem-statement/figures/add/",
    "documents/add/",
]


@pytest.fixture(scope="module")
def editor(module_db):
    return analyst()


@pytest.fixture
def secas(client, editor):
    client.force_login(editor)
    return editor


@pytest.fixture(scope="module")
def agreed(editor):
    return agreed_proposal(by=editor)


@pytest.fixture
def proposal(secas, agreed):
    return Proposal.objects.get(pk=agreed.pk)


def address(proposal, page):
    return f"/modifications/{proposal.slug}/{page}"


def opened(client, where) -> dict:
    """What a browser would send back of the page as it was opened."""
    form = client.get(where).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        sent[field.html_name] = "on" if value is True else value
    return sent


@pytest.mark.parametrize("page", PAGES)
def test_only_secas_edits(client, proposal, page):
    assert client.get(address(proposal, page)).status_code == 200
    client.force_login(party())
    assert client.get(address(proposal, page)).status_code == 403
    assert client.post(address(proposal, page), {}).status_code == 403
    client.logout()
    assert client.get(address(proposal, page)).status_code == 302


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("edit/") and "problem" not in page])
def test_saving_what_was_opened_changes_nothing_of_the_words(client, proposal, page):
    before = list(Solution.objects.filter(proposal=proposal).values()), Proposal.objects.values().get(pk=proposal.pk)
    answer = client.post(address(proposal, page), opened(client, address(proposal, page)))
    assert answer.status_code == 302, answer.context["form"].errors
    after = list(Solution.objects.filter(proposal=proposal).values()), Proposal.objects.values().get(pk=proposal.pk)
    for row in (before[0][0], after[0][0], before[1], after[1]):
        row.pop("version")
    assert after == before


# Details


def test_details_are_saved_and_the_lead_analyst_is_an_analyst(client, proposal):
    where = address(proposal, "edit/details/")
    form = client.get(where).context["form"]
    assert party() not in form.fields["lead_analyst"].queryset
    client.post(where, {**opened(client, where), "title": "A better title", "summary": "In short."})
    changed = Proposal.objects.get(pk=proposal.pk)
    assert (changed.title, changed.summary) == ("A better title", "In short.")


def test_a_too_long_title_is_told_and_kept(client, proposal):
    where = address(proposal, "edit/details/")
    title = "y" * 151
    answer = client.post(where, {**opened(client, where), "title": title})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"title": ["The title may have 150 characters; this one has 151."]}
    assert title in answer.content.decode()
    assert Proposal.objects.get(pk=proposal.pk).title != title


def test_two_people_at_once_both_texts_are_shown_and_nothing_is_lost(client, secas, proposal):
    where = address(proposal, "edit/details/")
    mine = {**opened(client, where), "title": "Mine", "summary": "My summary."}
    actions.save_details(proposal=proposal, by=analyst(), title="Theirs")
    answer = client.post(where, mine)
    assert answer.status_code == 409
    sides = {side.label: side for side in answer.context["sides"]}
    assert list(sides) == ["Title", "What it is about, in plain words"]
    assert sides["Title"].theirs == [[{"op": "same", "text": "Theirs"}]]
    assert [part for parts in sides["Title"].mine for part in parts] == [
        {"op": "delete", "text": "Theirs"},
        {"op": "insert", "text": "Mine"},
    ]
    assert Proposal.objects.get(pk=proposal.pk).title == "Theirs"

    again = {field.html_name: field.value() for field in answer.context["form"] if field.value() is not None}
    assert again["title"] == "Mine"
    assert client.post(where, again).status_code == 302
    assert Proposal.objects.get(pk=proposal.pk).title == "Mine"


# Problem statement


def test_the_first_version_after_the_submission_begins_with_its_words_as_rich_text(client, secas):
    proposal = submission(issue="First.\n\n- one\n- two")
    form = client.get(address(proposal, "edit/problem-statement/")).context["form"]
    assert form["issue"].value() == "<p>First.</p><ul><li>one</li><li>two</li></ul>"


def test_a_new_version_is_written_and_the_submission_stays(client, secas):
    proposal = submission(issue="As submitted.")
    where = address(proposal, "edit/problem-statement/")
    client.post(where, {**opened(client, where), "issue": "<p>Worked over.</p>", "note": "Clearer."})
    versions = ProblemStatement.objects.filter(proposal=proposal).order_by("sequence")
    assert [(v.label, v.issue, v.change_note) for v in versions] == [
        ("0.1", "As submitted.", ""),
        ("0.2", "<p>Worked over.</p>", "Clearer."),
    ]


WORD = (
    '<p class="MsoNormal" style="margin:0"><b>Users</b> are told.<o:p></o:p></p>'
    '<script>alert("x")</script><p onclick="steal()">They <a href="javascript:alert(1)">act</a>.</p>'
)


def test_a_fragment_pasted_from_word_is_cleaned_of_script(client, proposal):
    where = address(proposal, "edit/problem-statement/")
    client.post(where, {**opened(client, where), "issue": WORD})
    assert ProblemStatement.objects.first().issue == "<p><strong>Users</strong> are told.</p><p>They act.</p>"


def test_plain_words_need_no_editor(client, proposal):
    where = address(proposal, "edit/problem-statement/")
    client.post(where, {**opened(client, where), "issue": "If a < b:\r\n\r\n- one\r\n- two"})
    assert ProblemStatement.objects.first().issue == "<p>If a &lt; b:</p><ul><li>one</li><li>two</li></ul>"


def test_a_problem_statement_without_an_issue_is_refused_and_the_rest_is_kept(client, proposal):
    where = address(proposal, "edit/problem-statement/")
    answer = client.post(where, {**opened(client, where), "issue": "<p> </p>", "do_nothing": "<p>Kept words.</p>"})
    assert answer.context["form"].errors == {"issue": ["Say what the issue or problem is."]}
    assert "Kept words." in answer.content.decode()


def test_somebody_elses_newer_version_is_shown_beside_mine(client, proposal):
    where = address(proposal, "edit/problem-statement/")
    mine = {**opened(client, where), "issue": "<p>The clause is wrong in one place.</p>"}
    other = analyst(name="Ines Okafor")
    theirs = {"issue": "<p>The clause is wrong in two places.</p>", "do_nothing": mine["do_nothing"]}
    actions.revise_problem_statement(
        proposal=proposal, by=other, texts={**theirs, "sec_context": mine["sec_context"]}, note=""
    )
    answer = client.post(where, mine)
    assert answer.status_code == 409
    assert answer.context["conflict_by"] == "Ines Okafor"
    (side,) = answer.context["sides"]
    assert "".join(part["text"] for part in side.theirs[0]) == "The clause is wrong in two places."
    assert "".join(p["text"] for p in side.mine[0] if p["op"] != "delete") == "The clause is wrong in one place."
    assert ProblemStatement.objects.first().issue == theirs["issue"]


# Parts of the SEC


def place(index, document="", locator="", kind="clause", **more):
    row = {"document": document, "kind": kind, "locator": locator, "purpose": "", **more}
    return {f"place-{index}-{name}": value for name, value in row.items()}


def test_places_are_replaced_by_what_the_rows_say_and_empty_rows_are_not_kept(client, proposal):
    where = address(proposal, "edit/sec-references/")
    document = SecDocumentFactory()
    sent = {**opened(client, where), "place-count": 3, **place(0, document.pk, "G3.17"), **place(1)}
    sent |= place(2, document.pk, "", "whole")
    assert client.post(where, sent).status_code == 302
    found = [(r.kind, r.locator, r.is_changed) for r in SecReference.objects.filter(proposal=proposal).order_by("pk")]
    assert found == [("clause", "G3.17", True), ("whole", "", False)]


def test_another_place_can_be_added_without_script_and_what_was_typed_stays(client, proposal):
    where = address(proposal, "edit/sec-references/")
    document = SecDocumentFactory()
    sent = {**opened(client, where), **place(0, document.pk, "G3.99"), "row-add": "place"}
    answer = client.post(where, sent)
    form = answer.context["form"]
    assert answer.status_code == 200
    assert form["place-0-locator"].value() == "G3.99"
    assert "place-1-locator" in form.fields
    assert form.errors == {}
    assert [r.locator for r in SecReference.objects.filter(proposal=proposal)] == ["G3.20"]


def test_with_script_only_the_rows_come_back(client, proposal):
    where = address(proposal, "edit/sec-references/")
    answer = client.post(where, {**opened(client, where), "row-add": "place"}, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith("<form")


def test_a_place_taken_away_lets_the_later_ones_move_up(client, proposal):
    where = address(proposal, "edit/sec-references/")
    document = SecDocumentFactory()
    sent = {**opened(client, where), "place-count": 2, **place(0, document.pk, "G3.1"), **place(1, document.pk, "G3.2")}
    form = client.post(where, {**sent, "row-remove": "place-0"}).context["form"]
    assert form["place-0-locator"].value() == "G3.2"
    assert "place-1-locator" not in form.fields


def test_the_same_place_twice_is_told_at_the_second(client, proposal):
    where = address(proposal, "edit/sec-references/")
    document = SecDocumentFactory()
    sent = {**opened(client, where), "place-count": 2, **place(0, document.pk, "G3.1"), **place(1, document.pk, "G3.1")}
    answer = client.post(where, sent)
    assert answer.context["form"].errors == {"place-1-locator": ["Place 2 is named above already."]}


def test_no_number_of_rows_exhausts_the_page(client, proposal):
    where = address(proposal, "edit/sec-references/")
    for count in ("999999999999", "-4", "x", ""):
        answer = client.post(where, {**opened(client, where), "place-count": count, "row-add": "place"})
        assert len(answer.context["form"].rows_of(answer.context["form"].kinds[0])) <= 100


# Solution


def test_two_pages_of_one_solution_do_not_collide(client, secas, proposal):
    costs, text = address(proposal, "edit/costs/"), address(proposal, "edit/solution/")
    mine = {**opened(client, costs), "secas_days": "2"}
    client.post(text, {**opened(client, text), "text": "<p>Saved meanwhile.</p>"})
    assert client.post(costs, mine).status_code == 302
    solution = Solution.objects.get(proposal=proposal)
    assert (solution.text, solution.secas_days) == ("<p>Saved meanwhile.</p>", 2)


def test_the_same_page_of_one_solution_does_collide(client, secas, proposal):
    text = address(proposal, "edit/solution/")
    mine = {**opened(client, text), "text": "<p>Mine.</p>"}
    client.post(text, {**opened(client, text), "text": "<p>Theirs.</p>"})
    assert client.post(text, mine).status_code == 409
    assert Solution.objects.get(proposal=proposal).text == "<p>Theirs.</p>"


def test_a_solution_has_to_wait_for_the_agreed_problem(client, secas):
    proposal = draft_proposal(by=secas)
    where = address(proposal, "edit/solution/")
    answer = client.post(where, {**opened(client, where), "text": "<p>Too early, and kept.</p>"})
    assert answer.status_code == 422
    assert "once the Change Sub-Committee has agreed the problem" in str(answer.context["form"].non_field_errors())
    page = answer.content.decode()
    assert "Too early, and kept." in page
    assert page.count("once the Change Sub-Committee has agreed the problem") == 1


def test_the_six_cells_and_the_three_states(client, proposal):
    where = address(proposal, "edit/impacts/")
    dcusa = IndustryCode.objects.get(code="DCUSA")
    sent = {
        **opened(client, where),
        "large_supplier-impacted": "on",
        "large_supplier-direction": "positive",
        "large_supplier-reason": "One obligation instead of two.",
        "dcc-impacted": "on",
        "dcc_system_impacted": "no",
        "other_codes_impacted": "yes",
        "codes": [dcusa.pk],
        "greenhouse_gas_impacted": "",
    }
    assert client.post(where, sent).status_code == 302
    solution = Solution.objects.get(proposal=proposal)
    assert list(solution.party_impacts.values_list("category", "direction", "reason")) == [
        ("large_supplier", "positive", "One obligation instead of two."),
        ("dcc", "neutral", ""),
    ]
    assert (solution.dcc_system_impacted, solution.other_codes_impacted, solution.greenhouse_gas_impacted) == (
        False,
        True,
        None,
    )
    assert [impact.code for impact in solution.code_impacts.all()] == [dcusa]


@pytest.mark.parametrize("typed, pence", [("1200", 120_000), ("1,200.50", 120_050), ("£0.1", 10), ("", None), ("0", 0)])
def test_pounds_are_kept_in_pence(typed, pence):
    assert Pounds().clean(typed) == pence


@pytest.mark.parametrize("pence, shown", [(120_000, "1200"), (120_050, "1200.50"), (None, ""), (0, "0")])
def test_pence_are_shown_in_pounds(pence, shown):
    assert in_pounds(pence) == shown


def test_a_range_of_costs_is_stored_in_pence_and_shown_again_in_pounds(client, proposal):
    where = address(proposal, "edit/costs/")
    sent = {**opened(client, where), "dcc_cost": "known", "dcc_cost_min": "120,000", "dcc_cost_max": "£150,000.50"}
    assert client.post(where, sent).status_code == 302
    solution = Solution.objects.get(proposal=proposal)
    assert (solution.dcc_cost_min, solution.dcc_cost_max) == (12_000_000, 15_000_050)
    form = client.get(where).context["form"]
    assert (form["dcc_cost_min"].value(), form["dcc_cost_max"].value()) == ("120000", "150000.50")


@pytest.mark.parametrize(
    "amounts, place, sentence",
    [
        (("", ""), "dcc_cost_min", "Give the DCC costs, or say that they are not yet known."),
        (("20", "10"), "dcc_cost_max", "The upper end of the DCC costs is below the lower end."),
        (("ten", ""), "dcc_cost_min", "Give the amount in pounds as a number, such as 1200 or 1,200.50."),
        (("-1", ""), "dcc_cost_min", "An amount cannot be less than nothing."),
    ],
)
def test_costs_that_make_no_sense_are_told_at_the_field(client, proposal, amounts, place, sentence):
    where = address(proposal, "edit/costs/")
    sent = {**opened(client, where), "dcc_cost": "known", "dcc_cost_min": amounts[0], "dcc_cost_max": amounts[1]}
    answer = client.post(where, sent)
    assert answer.context["form"].errors == {place: [sentence]}


def test_benefits_and_drawbacks_with_who_named_them(client, proposal):
    ssc = Committee.objects.create(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")
    where = address(proposal, "edit/benefits-and-drawbacks/")
    sent = {
        **opened(client, where),
        "benefit-0-text": "It can be done again.",
        "benefit-0-named_by_proposer": "on",
        "benefit-0-named_by": [ssc.pk],
        "drawback-count": 2,
        "drawback-0-text": "It costs time.",
        "drawback-1-text": "",
    }
    del sent["drawback-0-named_by_proposer"]
    assert client.post(where, sent).status_code == 302
    points = list(Solution.objects.get(proposal=proposal).points.all())
    assert [(p.kind, p.text, p.named_by_proposer, list(p.named_by.all())) for p in points] == [
        ("benefit", "It can be done again.", True, [ssc]),
        ("drawback", "It costs time.", False, []),
    ]


def test_rows_that_only_the_record_has_are_shown_in_a_conflict(client, secas, proposal):
    where = address(proposal, "edit/benefits-and-drawbacks/")
    mine = {**opened(client, where), "benefit-0-text": "Mine."}
    theirs = {**mine, "benefit-count": 2, "benefit-0-text": "Mine.", "benefit-1-text": "Theirs alone."}
    client.post(where, theirs)
    answer = client.post(where, mine)
    assert answer.status_code == 409
    assert "Theirs alone." in answer.content.decode()


def test_an_objective_needs_its_reason(client, proposal):
    objective = Objective.objects.get(letter="f")
    where = address(proposal, "edit/objectives/")
    sent = {**opened(client, where), f"effect-{objective.pk}": "better"}
    answer = client.post(where, sent)
    assert answer.context["form"].errors == {f"rationale-{objective.pk}": ["Say why, for Objective (f)."]}
    client.post(where, {**sent, f"rationale-{objective.pk}": "Data are safer."})
    assessed = Solution.objects.get(proposal=proposal).objective_assessments.get()
    assert (assessed.objective, assessed.effect, assessed.rationale) == (objective, "better", "Data are safer.")


# Planning, path, updates


def test_a_release_lends_its_date(client, secas, proposal):
    release = Release.objects.create(name="June 2027 Release", kind="scheduled", date=date(2027, 6, 24))
    where = address(proposal, "edit/implementation/")
    client.post(where, {**opened(client, where), "release": release.pk, "rationale": "The next one."})
    plan = Implementation.objects.get(proposal=proposal)
    assert (plan.release, plan.planned_on, plan.rationale) == (release, date(2027, 6, 24), "The next one.")


def test_a_fast_track_date_is_not_for_the_form(client, secas):
    proposal = fast_tracked(by=secas)
    where = address(proposal, "edit/implementation/")
    planned = Implementation.objects.get(proposal=proposal).planned_on
    answer = client.get(where)
    assert "planned_on" not in answer.context["form"].fields
    client.post(where, {**opened(client, where), "planned_on": "2030-01-01", "rationale": "As decided."})
    plan = Implementation.objects.get(proposal=proposal)
    assert (plan.planned_on, plan.rationale) == (planned, "As decided.")


def test_the_path_is_chosen_but_never_fast_track(client, proposal):
    where = address(proposal, "edit/path/")
    client.post(where, {**opened(client, where), "path": "2", "reasons": "It affects competition."})
    assert Proposal.objects.get(pk=proposal.pk).path == "2"
    answer = client.post(where, {**opened(client, where), "path": "FT"})
    assert answer.context["form"].errors == {"path": ["Choose one of those listed."]}


@pytest.mark.parametrize("page, extra", [("edit/path/", {"path": "3"}), ("updates/add/", {"text": "It went on."})])
def test_what_has_not_happened_yet_cannot_be_recorded(client, proposal, page, extra):
    tomorrow = clock.today() + timedelta(days=1)
    where = address(proposal, page)
    answer = client.post(where, {**opened(client, where), **extra, "on": tomorrow})
    assert answer.context["form"].errors == {
        "on": [f"{tomorrow:%-d %B %Y} is still to come; give the day on which it happened."]
    }


def test_an_update_is_posted(client, proposal):
    where = address(proposal, "updates/add/")
    client.post(where, {"text": "The DCC has answered.", "on": "2026-11-02"})
    assert list(proposal.updates.values_list("on", "text")) == [(date(2026, 11, 2), "The DCC has answered.")]


def test_a_figure_needs_words_for_those_who_cannot_see_it(client, proposal):
    assert not Figure.objects.exists()
    assert not Attachment.objects.exists()
    answer = client.post(address(proposal, "problem-statement/figures/add/"), {"caption": "The route"})
    assert answer.context["form"].errors == {
        "upload": ["Choose the picture."],
        "alternative_text": ["Say in words what the figure shows, for those who cannot see it."],
    }


def test_a_long_text_without_script_is_stopped_with_a_page_of_our_own(client, proposal):
    where = address(proposal, "edit/problem-statement/")
    answer = client.post(where, {**opened(client, where), "issue": "x" * 30_000_000})
    assert answer.status_code == 413
    assert ProblemStatement.objects.filter(proposal=proposal).count() == 2
