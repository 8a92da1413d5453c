"""Finding by words, and only what the reader may read (design §3, search)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from proposals import actions
from proposals.indexing import index, once
from proposals.models import ProposalUpdate
from tests import factories as make
from tests.reading import found

pytestmark = pytest.mark.django_db


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


def test_a_submission_is_found_by_its_own_people_only():
    proposal = make.submission(title="Thermometers in hallways")
    assert found("thermometers") == []
    assert found("thermometers", proposal.proposer) == [proposal.reference]


def test_put_off_to_the_end_of_many_acts_the_index_holds_what_the_last_of_them_wrote():
    by = make.analyst()
    proposal = make.draft_proposal(by=by, title="Basalt")
    with once():
        for title in ("Gneiss", "Schist"):
            actions.save_details(proposal=proposal, by=by, title=title)
        assert found("basalt") == [proposal.reference]
    assert (found("basalt"), found("gneiss"), found("schist")) == ([], [], [proposal.reference])
