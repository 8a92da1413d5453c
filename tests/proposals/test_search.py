"""Finding by reference, by place in the SEC and by words, and only what the reader may read (design §3, search)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from proposals import actions
from proposals.indexing import index, once
from proposals.models import Proposal, ProposalUpdate
from proposals.queries import search
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(text, user=None):
    user = user or AnonymousUser()
    return sorted(p.reference for p in search(Proposal.objects.visible_to(user), text, user))


def named(by, proposal, document, locator):
    code, title = document
    row = {"document": make.SecDocumentFactory(code=code, title=title), "locator": locator}
    actions.save_sec_references(proposal=proposal, by=by, references=[row])


SECTION_G, SECTION_F = ("Section G", "Security"), ("Section F", "Smart Metering System Requirements")


@pytest.fixture
def register():
    """MP087 on G3.20, DP131 that arises from SECMP0018, DP132 on G30.1."""
    by = make.analyst()
    mp087 = make.ready_for_fast_track(by=by, number=87, title="Obligation to arrange")
    actions.convert_to_refinement(proposal=mp087, by=by, words="Converted.")
    legacy = actions.enter_legacy(
        by=by, number=18, title="Standard electricity meters", summary="An earlier change.", proposer=make.UserFactory(),
        proposer_organisation=make.OrganisationFactory(), on=date(2018, 6, 28), sec_version="5.20",
    )  # fmt: skip
    dp131 = make.draft_proposal(by=by, number=131, title="Events of twin element meters")
    actions.relate(proposal=dp131, by=by, kind="caused_by", to=legacy)
    dp132 = make.draft_proposal(by=by, number=132, title="Thermometers in hallways")
    named(by, dp132, SECTION_G, "G30.1")
    return by


@pytest.mark.parametrize(
    "text, expected",
    [
        ("MP087", ["MP087"]),
        ("MP87", ["MP087"]),
        ("mp087", ["MP087"]),
        ("087", ["MP087"]),
        ("87", ["MP087"]),
        ("DP087", ["MP087"]),
        (" mp 87 ", ["MP087"]),
        ("SECMP0018", ["DP131", "SECMP0018"]),
        ("0018", ["DP131", "SECMP0018"]),
        ("18", ["DP131", "SECMP0018"]),
        ("DP131", ["DP131"]),
        ("MP087 DP131", ["DP131", "MP087"]),
        ("G3", ["MP087"]),
        ("g3.20", ["MP087"]),
        ("Section G3.20", ["MP087"]),
        ("G3.2", []),
        ("G30", ["DP132"]),
        ("G30.1", ["DP132"]),
        ("Section G", ["DP132", "MP087"]),
        ("thermometer", ["DP132"]),
        ("thermometers hallway", ["DP132"]),
        ("hallway -thermometers", []),
        ("MP999", []),
        ("", []),
        ("   ", []),
        ("!?%_\\'\"", []),
    ],
)
def test_what_people_type_finds_what_they_mean(register, text, expected):
    assert found(text) == expected


def test_words_of_every_text_find_the_proposal():
    by = make.analyst()
    company = make.OrganisationFactory(name="Kestrelwood Power Limited", short_name="Kestrelwood")
    user = make.UserFactory(name="Philippa Oddershaw")
    from accounts.models import Affiliation

    Affiliation.objects.create(user=user, organisation=company, kind="submitter", starts=make.LONG_AGO)
    proposal = make.agreed_proposal(by=by, proposer=user, title="Quartz crystals", issue="As submitted: feldspar.")
    actions.save_details(proposal=proposal, by=by, summary="All about granite.")
    actions.revise_problem_statement(
        proposal=proposal,
        by=by,
        texts={"issue": "<p>Basalt</p>", "do_nothing": "<p>Gneiss</p>", "sec_context": "<p>Schist</p>"},
    )
    actions.save_solution(proposal=proposal, by=by, text="<p>Marble</p>", parties_narrative="<p>Slate</p>")
    actions.post_update(proposal=proposal, by=by, text="Obsidian was discussed.")
    words = [
        "quartz",
        "granite",
        "basalt",
        "gneiss",
        "schist",
        "marble",
        "slate",
        "obsidian",
        "Kestrelwood",
        "Oddershaw",
        "Security",
    ]
    assert [word for word in words if found(word) != [proposal.reference]] == []
    assert found("feldspar") == []  # the first version has been worked over


@pytest.mark.parametrize(
    "words, text",
    [
        ("It says ‘quartz’ here.", "quartz"),
        ("The Parties’ “feldspar”", "feldspar"),
        ("granite–basalt", "basalt"),
        ("Ein ÉCLAIR", "éclair"),
        ("Ein Éclair", "eclair"),
        ("plain quartz", "“quartz”"),
    ],
)
def test_neither_quotation_marks_nor_accents_nor_dashes_hide_a_word(words, text):
    proposal = make.draft_proposal(title=words)
    assert found(text) == [proposal.reference]


def test_an_amber_update_is_found_by_secas_and_by_nobody_else():
    by = make.analyst()
    proposal = make.draft_proposal(by=by)
    for word, classification in (("basalt", "white"), ("gneiss", "green"), ("schist", "amber"), ("marble", "red")):
        ProposalUpdate.objects.create(
            proposal=proposal, on=proposal.raised_on, text=word, classification=classification
        )
    index(proposal)
    who = {
        "public": AnonymousUser(),
        "signed in": make.UserFactory(),
        "party": make.party(),
        "secas": by,
        "authority": make.authority(),
    }
    finds = {
        role: {word for word in ("basalt", "gneiss", "schist", "marble") if found(word, user)}
        for role, user in who.items()
    }
    assert finds == {
        "public": {"basalt"},
        "signed in": {"basalt"},
        "party": {"basalt", "gneiss"},
        "secas": {"basalt", "gneiss", "schist"},
        "authority": {"basalt", "gneiss", "schist"},
    }


@pytest.mark.parametrize("text", ["thermometers", "DP132", "G30", "132"])
def test_what_is_not_for_the_public_is_not_found_by_it(register, text):
    proposal = Proposal.objects.get(number=132)
    assert found(text) == ["DP132"]
    actions.save_details(proposal=proposal, by=register, classification="amber")
    assert found(text) == []
    assert found(text, register) == ["DP132"]


def test_a_relation_to_what_one_may_not_read_finds_nothing(register):
    legacy = Proposal.objects.get(number=18)
    actions.save_details(proposal=legacy, by=register, classification="amber")
    assert found("SECMP0018") == []
    assert found("SECMP0018", register) == ["DP131", "SECMP0018"]


def test_a_submission_is_found_by_its_own_people_only():
    proposal = make.submission(title="Thermometers in hallways")
    assert found("thermometers") == []
    assert found("thermometers", proposal.proposer) == [proposal.reference]


def test_searching_asks_one_query_however_much_is_typed(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        found("MP087 SECMP0018 G3.20 Section G thermometers hallway 131")


def test_put_off_to_the_end_of_many_acts_the_index_holds_what_the_last_of_them_wrote():
    by = make.analyst()
    proposal = make.draft_proposal(by=by, title="Basalt")
    with once():
        for title in ("Gneiss", "Schist"):
            actions.save_details(proposal=proposal, by=by, title=title)
        assert found("basalt") == [proposal.reference]
    assert (found("basalt"), found("gneiss"), found("schist")) == ([], [], [proposal.reference])
