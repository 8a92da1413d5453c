"""What the report says, held against the source paper of MP087 and against the rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from papers import facts as f
from papers.board import facts as b
from papers.modification_report import compose
from tests.papers import expectations_mp087 as mp087
from tests.papers.boards import APPROVED
from tests.papers.reading import headings, items, sentence, stated, text
from tests.papers.reports import CSC, MP087, PATH_2, SSC


def ticked(document) -> list[str]:
    return [cell.name for cell in stated(document)["impacts.parties.table"].cells if cell.ticked]


def of(base=MP087, **changes):
    return compose(replace(base, **changes))


class TestMP087:
    document = compose(MP087)

    def test_headings_stand_in_the_order_of_the_source(self):
        assert headings(self.document) == mp087.HEADINGS

    def test_it_is_an_issued_white_report(self):
        assert (self.document.reference, self.document.version_line) == ("MP087", "Version 1.0")
        assert (self.document.document_title, self.document.is_draft) == ("Modification Report", False)
        assert text(self.document.classification).startswith("This document is classified White under the Panel")

    def test_large_suppliers_small_suppliers_and_the_dcc_are_ticked_and_no_other(self):
        cells = stated(self.document)["impacts.parties.table"].cells
        assert [cell.name for cell in cells] == [
            "Large Suppliers",
            "Small Suppliers",
            "Electricity Network Operators",
            "Gas Network Operators",
            "Other SEC Parties",
            "DCC",
        ]
        assert ticked(self.document) == ["Large Suppliers", "Small Suppliers", "DCC"]

    def test_the_impacts_that_are_none_say_so(self):
        assert sentence(self.document, "impacts.dcc-system.lead") == "There are no impacts on DCC Systems."
        assert sentence(self.document, "impacts.other-codes.lead") == "There are no impacts on other Energy Codes."
        assert items(self.document, "impacts.documents.list") == ["Section G ‘Security’"]

    def test_two_days_of_effort_are_about_1200_pounds(self):
        words = sentence(self.document, "costs.secas.amount")
        assert words == "SECAS estimates two days of effort, about £1,200. This covers:"

    def test_it_is_implemented_one_working_day_after_the_objection_period(self):
        runs = stated(self.document)["implementation.approach.date"].words
        bold = [run.text for run in runs if getattr(run, "strong", False)]
        assert bold == ["one working day following the end of the objection period", "4 November 2019"]
        assert text(runs).endswith("in an ad-hoc SEC Release.")

    def test_the_summary_closes_with_reference_path_and_date(self):
        assert sentence(self.document, "summary.closing") == (
            "MP087 has been approved as a Fast-Track Modification Proposal, for implementation on 4 November 2019."
        )

    def test_who_named_the_points(self):
        words = sentence(self.document, "conclusions.points.named")
        assert words.startswith("The Proposer, the SSC and the CSC have identified the following benefits")
        assert sentence(self.document, "conclusions.points.drawbacks.list") == (
            "The Proposer has not identified any drawbacks."
        )

    def test_each_objective_has_its_words_as_a_footnote(self):
        (_, note) = stated(self.document)["conclusions.objectives.g"]
        assert note.text == "The efficient and transparent administration and implementation of the SEC."

    def test_parties_may_object_for_fifteen_working_days(self):
        words = sentence(self.document, "conclusions.panel.objections")
        assert "within 15 working days, until 17:00 on 1 November 2019." in words
        assert words.endswith("the change will be implemented on 4 November 2019.")

    def test_ten_terms_in_the_glossary(self):
        rows = stated(self.document)["glossary.table"].rows
        acronyms = [text(row[0]) for row in rows]
        assert acronyms == ["BEIS", "CHF", "CSC", "DCC", "GPF", "SEC", "SECAS", "SMETS", "SSC", "TABASC"]

    def test_annex_a_is_drafted_against_a_named_version(self):
        (annex,) = self.document.annexes
        assert (annex.label, annex.title, annex.version) == ("Annex A", "Legal text", "1.0")
        assert sentence(self.document, "annex-a.baseline") == "They have been drafted against SEC Version 6.17."
        redline = stated(self.document)["annex-a.section-g.1"]
        assert redline.instruction == "Amend Section G3.20 as follows:"
        assert [line.label for line in redline.lines] == ["", "G3.19", "G3.20", "(a)", "(b)", "", "G3.21"]
        assert items(self.document, "enclosures.list")[0].startswith("Annex A contains the redlined changes")


class TestPath2:
    """An invented proposal: a range of DCC costs, no benefits, three drawbacks, a scheduled release, another code."""

    document = compose(PATH_2)

    def test_headings(self):
        assert headings(self.document)[4:8] == ["Solution", "Proposed Solution", "Alternative Solution 1", "Legal text"]
        assert "Recommended implementation approach" in headings(self.document)
        assert self.document.annexes == ()
        assert self.document.enclosures == ()

    def test_it_says_that_it_is_a_draft(self):
        assert sentence(self.document, "about.draft").startswith("This report is a draft.")
        assert sentence(self.document, "solution.legal-text.where") == "The legal text has not been drafted yet."
        assert sentence(self.document, "costs.parties.text") == "The costs to SEC Parties are not known yet."
        assert sentence(self.document, "conclusions.panel.text") == "The Panel has not given a view yet."

    def test_impacts(self):
        assert ticked(self.document) == ["Large Suppliers", "Other SEC Parties", "DCC"]
        assert sentence(self.document, "impacts.parties.lead") == (
            "Large Suppliers would be positively impacted. Other SEC Parties and the DCC would be negatively impacted."
        )
        assert sentence(self.document, "impacts.dcc-system.lead") == "DCC Systems would be impacted."
        assert items(self.document, "impacts.other-codes.list") == [
            "Retail Energy Code: Its meter data items gain one status."
        ]

    def test_costs(self):
        assert "between £150,000 and £200,000" in sentence(self.document, "costs.dcc.amount")
        assert sentence(self.document, "costs.secas.amount") == (
            "SECAS estimates two and a half days of effort, about £1,500."
        )

    def test_points(self):
        assert sentence(self.document, "conclusions.points.named") == (
            "The Proposer and the TABASC have identified the following drawbacks of implementing MP201:"
        )
        assert sentence(self.document, "conclusions.points.benefits.list") == (
            "The Proposer has not identified any benefits."
        )
        assert len(items(self.document, "conclusions.points.drawbacks.list")) == 3

    def test_release(self):
        assert sentence(self.document, "implementation.approach.date") == (
            "The recommended implementation date is 24 June 2027, in the scheduled June 2027 SEC Release."
        )
        assert sentence(self.document, "summary.closing") == (
            "MP201 is being progressed as an Authority-Determined Modification Proposal and has not been decided yet. "
            "If approved, it would be implemented on 24 June 2027 in the scheduled June 2027 SEC Release."
        )

    def test_the_figure_stands_after_the_text_that_placed_it(self):
        figure = stated(self.document)["background.issue.text.figure-1"]
        assert (figure.number, figure.source) == (1, "failed-updates.png")
        assert stated(self.document)["background.issue.text"].notes == ("Counted over the year to March 2026.",)


NOT_KNOWN = {
    "party_impacts": ("impacts.parties.lead", "The impacts on SEC Parties and the DCC have not been assessed yet."),
    "dcc_systems": ("impacts.dcc-system.lead", "The impact on DCC Systems has not been assessed yet."),
    "documents": ("impacts.documents.lead", "The parts of the SEC that need to change have not been identified yet."),
    "other_codes": ("impacts.other-codes.lead", "Impacts on other Energy Codes have not been assessed yet."),
    "greenhouse_gas": (
        "impacts.greenhouse-gas.text",
        "Impacts on greenhouse gas emissions have not been assessed yet.",
    ),
    "dcc_cost": ("costs.dcc.amount", "The DCC costs are not known yet."),
    "secas": ("costs.secas.amount", "The SECAS effort has not been estimated yet."),
    "party_costs": ("costs.parties.text", "The costs to SEC Parties are not known yet."),
    "benefits": ("conclusions.points.benefits.list", "The benefits have not been recorded yet."),
    "drawbacks": ("conclusions.points.drawbacks.list", "The drawbacks have not been recorded yet."),
    "objectives": ("conclusions.objectives.none", "The Proposer’s rationale has not been recorded yet."),
}
NONE = {
    "party_impacts": ((), "impacts.parties.lead", "There are no impacts on SEC Parties or the DCC."),
    "dcc_systems": (False, "impacts.dcc-system.lead", "There are no impacts on DCC Systems."),
    "documents": ((), "impacts.documents.lead", "There are no impacts on the SEC or its subsidiary documents."),
    "other_codes": ((), "impacts.other-codes.lead", "There are no impacts on other Energy Codes."),
    "greenhouse_gas": ("", "impacts.greenhouse-gas.text", "There are no impacts on greenhouse gas emissions."),
    "dcc_cost": (f.DccCost(0, 0), "costs.dcc.amount", "There are no DCC costs for MP087."),
    "secas": (f.SecasEffort(Decimal(0), 60_000), "costs.secas.amount", "There are no SECAS costs."),
    "party_costs": ("", "costs.parties.text", "SEC Parties are not expected to bear any costs."),
    "benefits": ((), "conclusions.points.benefits.list", "The Proposer has not identified any benefits."),
    "drawbacks": ((), "conclusions.points.drawbacks.list", "The Proposer has not identified any drawbacks."),
}
NOT_WRITTEN = {
    "summary": ("summary.text", "The summary has not been written yet."),
    "issue": ("background.issue.text", "The issue has not been described yet."),
    "do_nothing": ("background.do-nothing.text", "The impacts of doing nothing have not been described yet."),
    "solution": ("solution.proposed.text", "No solution has been proposed yet."),
}


@pytest.mark.parametrize("fact", NOT_KNOWN)
def test_what_is_not_known_yet_is_said_plainly(fact):
    key, words = NOT_KNOWN[fact]
    assert sentence(of(**{fact: None}), key) == words


@pytest.mark.parametrize("fact", NONE)
def test_what_is_known_to_be_none_is_said_plainly(fact):
    value, key, words = NONE[fact]
    assert sentence(of(**{fact: value}), key) == words


@pytest.mark.parametrize("fact", NOT_WRITTEN)
def test_what_has_not_been_written_is_said_plainly(fact):
    key, words = NOT_WRITTEN[fact]
    assert sentence(of(**{fact: "<p> </p>"}), key) == words


def test_every_fact_that_may_be_none_has_its_sentence_for_both():
    optional = {name for name, field in f.Facts.__dataclass_fields__.items() if "| None" in str(field.type)}
    said_otherwise = {"raised_on", "erratum", "legal_text", "decision", "reopened", "window", "checkpoint"}
    assert set(NOT_KNOWN) | said_otherwise == optional
    assert set(NOT_KNOWN) - set(NONE) == {"objectives"}


def test_a_report_on_a_bare_proposal_can_be_composed():
    bare = f.Facts(
        "DP300", "New", "/modifications/DP300/", "White", "0.1", False, date(2026, 11, 20), MP087.contact, MP087.office
    )
    document = compose(bare)
    assert sentence(document, "summary.closing") == (
        "The path for DP300 has not been decided yet. No implementation date has been proposed yet."
    )
    assert sentence(document, "implementation.approach.date") == "No implementation approach has been proposed yet."
    assert sentence(document, "conclusions.sub-committees.none") == "No Sub-Committee has been asked for its view yet."


def closing(**changes) -> str:
    return sentence(of(**changes), "summary.closing")


def test_the_closing_sentence_of_each_outcome():
    on = date(2019, 10, 11)
    halted = replace(MP087.window, state=f.WindowState.OBJECTED, objections=1)
    implemented = (replace(MP087.implementations[0], actual_on=date(2019, 11, 4)),)
    assert closing(implementations=implemented).endswith("and was implemented on 4 November 2019.")
    assert closing(implementations=()).endswith("; its implementation date has not been set yet.")
    assert closing(window=halted).endswith("is halted, and the Panel must choose another path for it.")
    rejected = f.Decision(f.Outcome.REJECTED, "Authority", on)
    assert closing(decision=rejected) == "MP087 was rejected by the Authority on 11 October 2019."
    withdrawn = f.Decision(f.Outcome.WITHDRAWN, "Proposer", on)
    assert closing(decision=withdrawn) == "MP087 was withdrawn on 11 October 2019."


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f.Path.AUTHORITY_LED, "an Authority-Led Modification Proposal"),
        (f.Path.AUTHORITY_DETERMINED, "an Authority-Determined Modification Proposal"),
        (f.Path.SELF_GOVERNANCE, "a Self-Governance Modification Proposal"),
        (f.Path.FAST_TRACK, "a Fast-Track Modification Proposal"),
    ],
)
def test_every_path_has_its_name(path, name):
    assert f"is being progressed as {name} and" in closing(path=path, decision=None, window=None)
    decided = f.Decision(f.Outcome.APPROVED, "Authority", date(2020, 1, 10))
    assert sentence(of(path=path, decision=decided), "conclusions.decision.made") == (
        f"The Authority approved MP087 as {name} on 10 January 2020."
    )


class TestObjections:
    def after(self, state, count=0):
        window = replace(MP087.window, state=state, objections=count)
        return of(window=window)

    def test_without_one_the_decision_is_final(self):
        assert sentence(self.after(f.WindowState.UNOPPOSED), "conclusions.panel.objections") == (
            "No Party objected in the 15 working days allowed, which ended at 17:00 on 1 November 2019. "
            "The Panel’s decision is final, and the change will be implemented on 4 November 2019."
        )

    @pytest.mark.parametrize(
        ("count", "words"), [(1, "One objection was received"), (2, "Two objections were received")]
    )
    def test_with_one_implementation_is_halted(self, count, words):
        document = self.after(f.WindowState.OBJECTED, count)
        assert sentence(document, "conclusions.panel.objections").startswith(words)
        assert "Recommended implementation approach" in headings(document)
        assert sentence(document, "implementation.approach.date").startswith("Implementation is halted")


def test_the_bodies_that_named_points_are_listed_once():
    points = (f.Point("One.", False, (SSC, CSC)), f.Point("Two.", False, (SSC,)))
    words = sentence(of(benefits=points, drawbacks=points), "conclusions.points.named")
    assert words == "The SSC and the CSC have identified the following benefits and drawbacks of implementing MP087:"


def test_pairs_of_categories_go_by_their_common_name():
    both = tuple(f.PartyImpact(cell, f.Direction.NEUTRAL) for cell in f.Cell)
    assert sentence(of(party_impacts=both), "summary.effect").startswith(
        "Supplier Parties, Network Parties, Other SEC Parties and the DCC will be impacted."
    )


def test_conclusions_of_later_stages_stand_only_where_the_record_holds_them():
    voted = b.ChangeBoard(votes=(APPROVED,), met_on=APPROVED.closed_on)
    added = set(headings(of(working_group="<p>Yes.</p>", consultation="<p>Four.</p>", change_board=voted)))
    assert added - set(mp087.HEADINGS) == {"Working Group views", "Consultation responses", "Change Board’s vote"}


def test_a_figure_that_no_text_names_comes_after_the_issue_and_a_missing_one_is_owned_up_to():
    hub = f.Figure(1, "hub.png", "A hub", "A hub between two meters")
    assert stated(of(figures=(hub,)))["background.issue.text.figure-1"].caption == "A hub"
    missing = of(issue="<p>See [[figure: 2]] and [[Figure: 2]].</p>")
    assert stated(missing)["background.issue.text"].html == "<p>See Figure 2 and Figure 2.</p>"
    assert sentence(missing, "background.issue.text.figure-2") == "Figure 2 has not been supplied."


def test_an_implementation_in_parts_has_a_paragraph_for_each():
    parts = (
        f.Implementation(part="Part 1", planned_on=date(2027, 2, 25)),
        f.Implementation(part="Part 2", planned_on=date(2027, 6, 24)),
    )
    document = of(implementations=parts)
    assert sentence(document, "implementation.approach.part-2.date").startswith("Part 2: The approved")
    assert "on 25 February 2027 and 24 June 2027." in sentence(document, "summary.closing")
