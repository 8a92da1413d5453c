"""Before responses are published: where a respondent who is not to be named is named by its own words."""

import re

from consultations.collation.page import url_of
from consultations.models import Consultation, Submission
from consultations.points.places import MODELS, Place, rows_of
from consultations.shown import as_pattern, redacted, texts, words_of

SHORTEST = 4  # letters of a name; less stands in any text


def names_left(consultation: Consultation, user) -> list[tuple[Place, str]]:
    """Each text that waits to be published and names its respondent to others although that was not to be, with where
    it stands. Six queries."""
    found = []
    waits = {"held_back": True} if consultation.responses_published_at else {}
    for kind in MODELS:
        of = "" if MODELS[kind] is Submission else "submission__"
        unnamed = {f"{of}{name}": value for name, value in {"consents": False, "confidential": False, **waits}.items()}
        unnamed |= {"confidential": False} if of else {}
        for text in texts(rows_of(consultation, kind).filter(**unnamed), user):
            read = " ".join(redacted(words, text.holding) for words in words_of(text.row))
            if any(_stands_in(read, name) for name in _names(text.submission)):
                place = Place(kind, text.row)
                found.append((place, url_of(consultation, place)))
    return found


def _stands_in(read: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){as_pattern(name)}(?!\w)", read, re.IGNORECASE))


def _names(submission: Submission) -> set[str]:
    response = submission.response
    organisation = response.organisation
    names = {
        response.person_name,
        submission.signed_by,
        *((organisation.name, organisation.short_name) if organisation else ()),
    }
    return {name for name in names if len(name) >= SHORTEST}
