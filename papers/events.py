"""What becomes of papers, as the chain names it, with the words people read for each."""

from audit import events

OF_PAPERS = {
    "word_file_supplied": "Word file supplied",
    "paper_supplied": "Paper supplied as a file",
    "pack_composed": "Pack put together",
    "pack_issued": "Pack issued",
    "paper_drafted": "Paper drafted",
    "paper_issued": "Paper issued",
    "paper_taken_down": "Paper taken down",
    "paper_words_changed": "Words added to a paper",
    "glossary_chosen": "Glossary of a paper changed",
    "glossary_term_entered": "Glossary term entered",
    "glossary_term_retired": "Glossary term retired",
    "boilerplate_taken_back": "Repeated words of papers taken back",
    "boilerplate_changed": "Repeated words of papers changed",
}


def declare() -> None:
    events.declare(**OF_PAPERS)
