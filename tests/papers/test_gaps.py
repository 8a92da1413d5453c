"""What is not known yet is told before a report is issued."""

from dataclasses import fields, replace

import pytest
from django.urls import reverse

from papers import facts as f
from papers.gaps import gaps
from papers.gather import Edition, gather
from papers.models import Paper
from tests import factories as make
from tests.papers.reports import MP087
from tests.papers.test_from_record import PANEL_DAY

UNKNOWN = {
    "summary": "",
    "issue": "",
    "do_nothing": "",
    "solution": "",
    "legal_text": None,
    "party_impacts": None,
    "dcc_systems": None,
    "documents": None,
    "other_codes": None,
    "greenhouse_gas": None,
    "dcc_cost": None,
    "secas": None,
    "party_costs": None,
    "implementations": (),
    "benefits": None,
    "objectives": None,
    "views": (),
}


def test_a_whole_report_has_no_gaps():
    assert gaps(MP087) == []


@pytest.mark.parametrize("name", UNKNOWN)
def test_each_unknown_fact_is_one_gap(name):
    assert name in {field.name for field in fields(MP087)}
    assert len(gaps(replace(MP087, **{name: UNKNOWN[name]}))) == 1


OWN = {field.name: getattr(MP087, field.name) for field in fields(f.Worked)}
ALTERNATIVE = f.Alternative(2, "By guidance", "<p>Leave it.</p>", "Kestrel", **OWN)
# What an Alternative does not have of its own: the matter, the plan, the parts of the SEC but by its text, the views.
OF_THE_PROPOSAL = {"summary", "issue", "do_nothing", "documents", "implementations", "views"}


def test_a_whole_alternative_has_no_gaps():
    assert gaps(replace(MP087, alternatives=(ALTERNATIVE,))) == []


@pytest.mark.parametrize("name", sorted(UNKNOWN.keys() - OF_THE_PROPOSAL))
def test_each_unknown_fact_of_an_alternative_is_one_gap_that_names_it(name):
    unknown = {"text" if name == "solution" else name: UNKNOWN[name]}
    (gap,) = gaps(replace(MP087, alternatives=(replace(ALTERNATIVE, **unknown),)))
    assert gap.words.startswith("Alternative 2: the ")
    address = reverse(gap.mend, args=["MP087", *gap.about]).removeprefix("/modifications/MP087/")
    assert address.startswith(("alternatives/2/edit/", "legal-text/alternative-2/"))


@pytest.mark.django_db
def test_the_page_before_issue_names_what_is_missing_with_a_link_to_mend_it(client):
    by = make.analyst()
    proposal = make.agreed_proposal(by=by)
    client.force_login(by)
    page = client.get(f"/modifications/{proposal.slug}/report/issue/").content.decode()
    back = f"next=%2Fmodifications%2F{proposal.slug}%2Freport%2F"
    assert f'<a href="/modifications/{proposal.slug}/edit/costs/?{back}">The DCC costs</a>' in page
    facts = gather(Paper(proposal=proposal), Edition("", False, PANEL_DAY))
    assert [gap.words for gap in gaps(facts)][:2] == ["The summary", "The solution"]
