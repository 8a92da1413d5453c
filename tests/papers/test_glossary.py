"""Acronyms: those used are listed, those unknown or of two meanings are handed back."""

from dataclasses import replace

import pytest

from papers import facts as f
from papers.glossary import find
from papers.modification_report import compose
from tests.papers.reports import KNOWN_TERMS, MP087

GLOSSARY = f.Glossary(known=KNOWN_TERMS)


def found(issue: str, glossary: f.Glossary = GLOSSARY):
    return find(compose(replace(MP087, issue=f"<p>{issue}</p>")), glossary)


def listed(issue: str, glossary: f.Glossary = GLOSSARY) -> set[str]:
    return {term.acronym for term in found(issue, glossary).terms} - {term.acronym for term in found("").terms}


@pytest.mark.parametrize(
    ("words", "acronyms"),
    [
        ("GBCS", {"GBCS"}),
        ("several MAPs agree", {"MAP"}),
        ("a MAP’s duty", {"MAP"}),
        ("the SMKI PMA met", {"SMKI", "SMKI PMA"}),
        ("DUIS4.0", {"DUIS"}),
        ("a roadMAP", set()),
    ],
)
def test_known_acronyms_are_found_in_their_forms(words, acronyms):
    assert listed(words) == acronyms


def test_a_generation_belongs_to_its_acronym():
    plain = replace(MP087, summary="", solution="", benefits=None)
    document = compose(replace(plain, issue="<p>Only SMETS2+ Devices.</p>"))
    assert "SMETS" in {term.acronym for term in find(document, GLOSSARY).terms}


def test_unknown_acronyms_are_handed_back_once_and_references_are_not_acronyms():
    words = "ARO and AROs, MP087, DP075, SECMP0018, SECP_69_1406_11, Appendix AD, G3.20, EC3M 4AJ, stage II"
    assert found(words).unknown == ("ARO",)


def test_an_acronym_of_two_meanings_waits_for_a_choice():
    undecided = found("a MAM")
    assert undecided.ambiguous == ("MAM",)
    assert "MAM" not in {term.acronym for term in undecided.terms}
    meant = f.Term("MAM", "Meter Asset Manager")
    settled = found("a MAM", replace(GLOSSARY, chosen=(meant,)))
    assert settled.ambiguous == ()
    assert meant in settled.terms


def test_additions_are_listed_though_never_used_and_an_unknown_addition_is_handed_back():
    extended = replace(GLOSSARY, added=("TABASC", "NOPE"))
    assert listed("", extended) == {"TABASC"}
    assert found("", extended).unknown == ("NOPE",)


def test_footnotes_count_and_blocks_do_not_run_together():
    assert listed("Text[[note: as GBCS says]]") == {"GBCS"}
    assert listed("the MAP</p><p>GBCS") == {"MAP", "GBCS"}


def test_legal_text_does_not_count():
    assert listed("") == set()
    lines = (replace(MP087.legal_text.documents[0].changes[0].lines[0], label="GBCS"),)
    change = replace(MP087.legal_text.documents[0].changes[0], lines=lines)
    legal_text = replace(MP087.legal_text, documents=(replace(MP087.legal_text.documents[0], changes=(change,)),))
    document = compose(replace(MP087, legal_text=legal_text))
    assert "GBCS" not in {term.acronym for term in find(document, GLOSSARY).terms}
