"""The tabs of a proposal, for every reader (issue part 4; domain §2.5; design §4; look.md)."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from proposals import actions, ports
from proposals.models import Objective, Proposal, ProposalUpdate
from tests import factories as make
from tests.proposals.states import fresh, implemented
from tests.reading import all_words, at, by_class, crowd, links, parsed, sections, words

pytestmark = pytest.mark.django_db

TABS = ["", "problem-statement/", "problem-statement/compare/", "documents/", "history/"]


@pytest.fixture(scope="module")
def by(module_db):
    return make.analyst(name="Ann Archer")


@pytest.fixture
def mp087(approved):
    return fresh(approved)


@pytest.fixture(scope="module")
def approved(by):
    """Approved as Fast-Track on 11 October 2019, with the facts of the source paper's summary."""
    with clock.set_to(datetime(2019, 10, 21, 9, tzinfo=UTC)):
        proposal = make.fast_tracked(
            by=by, number=87, title="A correction", raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11)
        )
        impacts = [{"category": c} for c in ("large_supplier", "small_supplier", "dcc")]
        actions.save_solution(
            proposal=proposal, by=by, secas_days=2, dcc_cost="none", party_cost="none",
            rows=actions.SolutionRows(impacts=impacts),
        )  # fmt: skip
        actions.post_update(proposal=proposal, by=by, text="Raised.", on=date(2019, 8, 20))
        actions.post_update(proposal=proposal, by=by, text="Approved.", on=date(2019, 10, 11))
    return proposal


@pytest.fixture
def in_october():
    with clock.set_to(datetime(2019, 10, 21, 9, tzinfo=UTC)):
        yield


# Every tab


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_the_header_one_h1_and_marks_itself(client, mp087, in_october, tab):
    response = client.get(at("MP087", tab))
    assert all_words(response, "h1") == ["MP087 A correction"]
    assert by_class(response, "former") == ["Formerly DP087"]
    assert by_class(response, "lead-words") == [
        "The Panel approved this on 11 October 2019 as a Fast-Track Modification Proposal. "
        "Parties may object until Friday 1 November 2019 at 17:00 – 9 working days left."
    ]
    steps = [words(li) for li in next(e for e in parsed(response).iter("ol") if e.get("class") == "stepper").iter("li")]
    assert steps == [
        "Submitted (done) 20 Aug 2019",
        "Development (done) 20 Aug 2019",
        "Decision (current) 11 Oct 2019",
        "Pending implementation (to come)",
        "Implemented (to come)",
    ]
    current = [words(a) for a in parsed(response).iter("a") if a.get("aria-current") == "page"]
    expected = "Problem statement" if tab.startswith("problem") else tab.strip("/").capitalize() or "Overview"
    assert expected in current


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("old", ["DP087", "mp087", "MP87"])
def test_an_old_address_moves_for_good_to_todays_on_every_tab(client, mp087, tab, old):
    response = client.get(at(old, tab) + "?a=1")
    assert (response.status_code, response["Location"]) == (301, at("MP087", tab) + "?a=1")


@pytest.mark.parametrize("slug", ["MP999", "MP", "nonsense", "MP99999999999999999999", "submission-999999"])
@pytest.mark.parametrize("tab", TABS)
def test_a_number_that_does_not_exist_is_a_page_with_a_search(client, slug, tab):
    response = client.get(at(slug, tab))
    assert response.status_code == 404
    text = response.content.decode()
    assert "<h1>There is nothing at this address</h1>" in text
    assert 'action="/modifications/"' in text


@pytest.mark.parametrize("tab", TABS)
def test_what_is_not_for_the_reader_is_as_if_it_were_not_there(client, mp087, by, tab):
    actions.save_details(proposal=mp087, by=by, classification="amber")
    client.force_login(by)
    assert by_class(client.get(at("MP087", tab)), "classification-banner") != []
    client.force_login(make.party())
    assert client.get(at("MP087", tab)).status_code == 404


@pytest.mark.parametrize("tab", ["", "problem-statement/", "documents/", "history/"])
def test_a_proposal_of_the_earlier_register_has_its_tabs_too(client, by, tab):
    actions.enter_legacy(
        by=by, number=18, title="Old settings", summary="What it was.", proposer=by, on=date(2018, 6, 28),
        sec_version="5.20", proposer_organisation=make.OrganisationFactory(),
    )  # fmt: skip
    assert all_words(client.get(at("SECMP0018", tab)), "h1") == ["SECMP0018 Old settings"]


# Overview


def test_the_overview_answers_the_registers_questions(client, mp087, in_october):
    found = sections(client.get(at("MP087")))
    assert list(found) == [
        "summary",
        "issue",
        "solution",
        "impacts",
        "documents-affected",
        "costs",
        "points",
        "objectives",
        "implementation",
        "windows",
        "timeline",
    ]
    assert "Latest update, 11 October 2019 Approved." in found["summary"]
    assert "One clause did not follow when the other was changed." in found["issue"]
    assert "The clause will follow." in found["solution"]
    assert found["documents-affected"].endswith("Section G ‘Security’ changes G3.20")
    assert found["costs"] == (
        "What does it cost? DCC No costs SECAS 2 days of effort, about £1,200 SEC Parties No costs"
    )
    assert found["points"] == "What speaks for it and against it? Benefits None named. Drawbacks None named."
    assert "Planned for Monday 4 November 2019" in found["implementation"]


def test_the_overview_says_what_speaks_for_and_against_and_who_said_so(client, mp087, by):
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    objective = Objective.objects.get(set="general", letter="g")
    rows = actions.SolutionRows(
        points={"benefit": [{"text": "Clear duties.", "named_by": [ssc]}], "drawback": [{"text": "Work for SECAS."}]},
        objectives=[{"objective": objective, "effect": "better", "rationale": "The code is clearer."}],
    )
    actions.save_solution(proposal=mp087, by=by, rows=rows)
    found = sections(client.get(at("MP087")))
    assert found["points"] == (
        "What speaks for it and against it? Benefits Clear duties. Named by the Proposer, the SSC "
        "Drawbacks Work for SECAS. Named by the Proposer"
    )
    assert found["objectives"].endswith(
        "Objective (g) The Proposer believes that MP087 better facilitates it. The code is clearer."
    )


def test_the_six_cells_are_those_of_the_report(client, mp087):
    assert by_class(client.get(at("MP087")), "impacted") == [
        "✓ Large Suppliers : impacted",
        "✓ Small Suppliers : impacted",
        "✓ DCC : impacted",
    ]
    assert by_class(client.get(at("MP087")), "not-impacted") == [
        "– Electricity Network Operators : not impacted",
        "– Gas Network Operators : not impacted",
        "– Other SEC Parties : not impacted",
    ]


def test_the_timeline_runs_from_what_is_planned_to_the_submission(client, mp087, in_october):
    response = client.get(at("MP087"))
    events = zip(by_class(response, "timeline-date"), by_class(response, "timeline-title"), strict=True)
    assert list(events) == [
        ("4 November 2019", "Implementation planned"),
        ("1 November 2019", "Objection window closes at 17:00"),
        ("11 October 2019", "Approved by the Panel as Fast-Track"),
        ("20 August 2019", "Problem agreed by the Change Sub-Committee"),
        ("20 August 2019", "Raised"),
        ("20 August 2019", "Problem statement submitted"),
    ]


def test_at_a_glance_names_people_dates_path_and_who_determined_it(client, mp087, in_october):
    company = mp087.proposer_organisation
    # Beside those of the implementation and of the window.
    assert by_class(client.get(at("MP087")), "summary-row")[-5:] == [
        f"Proposer {mp087.proposer.name} {company.name} (Large Supplier)",
        "Lead Analyst Ann Archer",
        "Raised 20 August 2019",
        "Implementation 4 November 2019",
        "Path Fast-Track Determined by the Panel on 11 October 2019",
    ]


def test_a_range_of_costs_is_given_and_what_is_unknown_is_said(client, by):
    proposal = make.ready_for_fast_track(by=by, number=88)
    actions.save_solution(proposal=proposal, by=by, dcc_cost="known", dcc_cost_min=15_000_000, dcc_cost_max=20_050_000)
    found = sections(client.get(at("DP088")))
    assert found["costs"] == (
        "What does it cost? DCC £150,000 to £200,500 SECAS Not yet known SEC Parties Not yet known"
    )


def test_a_draft_says_what_is_still_to_come_instead_of_showing_nothing(client):
    make.draft_proposal(number=88)
    found = sections(client.get(at("DP088")))
    assert "A solution is worked out once the Change Sub-Committee has agreed" in found["solution"]
    assert "Not yet assessed." in found["impacts"]
    assert "No part of the SEC is named yet." in found["documents-affected"]
    assert "No date yet." in found["implementation"]


def test_relations_are_read_from_both_ends_by_those_who_may_read_the_other(client, by, mp087):
    other = make.draft_proposal(by=by, number=131, title="The other")
    actions.relate(proposal=other, by=by, kind="caused_by", to=mp087)
    assert sections(client.get(at("DP131")))["related"] == "Related proposals DP131 arises from MP087 ‘A correction’"
    assert sections(client.get(at("MP087")))["related"] == "Related proposals MP087 gave rise to DP131 ‘The other’"
    actions.save_details(proposal=other, by=by, classification="amber")
    assert "related" not in sections(client.get(at("MP087")))


def test_an_update_that_is_not_for_the_reader_is_not_shown(client, by, mp087):
    ProposalUpdate.objects.create(
        proposal=mp087, on=date(2019, 10, 12), text="In confidence.", by=by, classification="amber"
    )
    assert "Latest update, 11 October 2019" in sections(client.get(at("MP087")))["summary"]
    client.force_login(by)
    assert "Latest update, 12 October 2019 In confidence." in sections(client.get(at("MP087")))["summary"]


def test_next_steps_and_edit_links_are_for_those_who_may(client, by):
    make.ready_for_fast_track(by=by, number=88)
    client.force_login(by)
    response = client.get(at("DP088"))
    assert [label.split(" Ready")[0] for label in by_class(response, "move-label")] == [
        "Record that the Proposer wishes to proceed",
        "Convert and send to Refinement",
        "Convert and send to the Report Phase",
        "Convert and send the report to consultation",
        "Record that the Panel returned it to Development",
        "Approve as Fast-Track",
        "Ask for urgency",
        "Place on hold",
        "Record that the Authority took it into a Significant Code Review",
        "Record that the Authority exempted it from a Significant Code Review",
        "Give notice of withdrawal",
    ]
    assert links(response)["Edit the solution"] == at("DP088", "edit/solution/")
    client.force_login(make.party())
    response = client.get(at("DP088"))
    assert by_class(response, "move-label") == []
    assert [url for url in links(response).values() if url and "/edit/" in url] == []


# Documents


def attach(proposal, by, name="letter.txt", content=b"Dear all", **fields):
    return actions.attach(proposal=proposal, by=by, upload=SimpleUploadedFile(name, content), **fields)


def test_files_show_kind_version_date_size_and_hash_with_older_versions_folded(client, by, mp087):
    first = attach(mp087, by, title="Letter", kind="letter", dated=date(2019, 9, 1))
    second = attach(mp087, by, content=b"Dear all again", replaces=first, dated=date(2019, 9, 2))
    page = parsed(client.get(at("MP087", "documents/")))
    files = next(s for s in page.iter("section") if s.get("aria-labelledby") == "files")
    assert words(files) == (
        f"Files Letter Letter version 2 2 Sep 2019 letter.txt, 14 bytes SHA-256 {second.sha256[:12]} "
        f"1 earlier version of Letter Letter Letter version 1 1 Sep 2019 letter.txt, 8 bytes SHA-256 {first.sha256[:12]}"
    )
    assert words(next(files.iter("details")).find("ul")).startswith("Letter Letter version 1")


def test_a_file_that_is_not_for_the_reader_is_not_listed(client, by, mp087):
    attach(mp087, by, title="Public")
    attach(mp087, by, title="For Parties", classification="green")
    assert by_class(client.get(at("MP087", "documents/")), "document-title") == ["Public"]
    client.force_login(make.party())
    assert sorted(by_class(client.get(at("MP087", "documents/")), "document-title")) == ["For Parties Green", "Public"]


def test_other_apps_list_their_documents_newest_first(client, mp087, monkeypatch):
    def source(proposal, user):
        pdf = ports.DocumentFormat("PDF", "/a.pdf", "214 KB")
        assert proposal == mp087
        yield ports.DocumentRow("Old paper", "Paper", "0.9", date(2019, 1, 1), "/old/")
        yield ports.DocumentRow("New paper", "Paper", "1.0", date(2019, 2, 1), "/new/", [pdf])

    monkeypatch.setattr(ports, "document_sources", {"test": source})
    found = sections(client.get(at("MP087", "documents/")))
    assert found["papers"] == (
        "Papers New paper Paper version 1.0 1 Feb 2019 PDF of New paper, version 1.0 (214 KB) "
        "Old paper Paper version 0.9 1 Jan 2019"
    )


def test_only_secas_is_offered_to_add_files(client, by, mp087):
    client.force_login(by)
    form = next(f for f in parsed(client.get(at("MP087", "documents/"))).iter("form") if f.get("enctype"))
    assert (form.get("action"), form.get("method")) == (at("MP087", "documents/add/"), "post")
    client.force_login(make.party())
    assert [f for f in parsed(client.get(at("MP087", "documents/"))).iter("form") if f.get("enctype")] == []


def test_steps_that_are_all_unusual_are_not_folded_away(client, by):
    """After implementation there is a review to record, and no urgency, hold or withdrawal."""
    proposal = implemented(by, number=88)
    client.force_login(by)
    page = client.get(proposal.get_absolute_url())
    (label,) = by_class(page, "move-label")
    assert label.split(" Ready")[0] == "Record a post-implementation review"
    assert "Other steps" not in page.content.decode()


# Figures to hold


@pytest.mark.parametrize("size", [3, 300])
@pytest.mark.parametrize(
    "tab, anybody, analyst",
    [("", 5, 9), ("problem-statement/", 6, 8), ("documents/", 6, 8), ("history/", 8, 10)],
)
def test_the_number_of_queries_does_not_grow(client, by, size, tab, anybody, analyst):
    proposal = make.ready_for_fast_track(by=by, number=88)
    crowd(size - 1, proposal)
    for other in Proposal.objects.exclude(pk=proposal.pk)[:size]:
        actions.relate(proposal=proposal, by=by, kind="related_to", to=other)
    counts = []
    for user in (None, by):
        if user:
            client.force_login(user)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at("DP088", tab)).status_code == 200
        counts.append(len(asked))
    assert counts == [anybody, analyst]
