"""What SECAS would send to the pages on which it runs consultations."""

from tests.consultations.running import after, opened, prepared
from tests.pages.body_sending import DO, ROLES, SECAS, WHY, Form, Scene


def _prepared(scene: Scene) -> dict:
    return {"pk": prepared(scene.by, title="Prepared").pk}


def _opened(scene: Scene) -> dict:
    return {"pk": opened(scene.by, title="Open").pk}


UNSEEN = dict.fromkeys(ROLES - SECAS, 404)  # what is prepared is there for SECAS alone
CONSULTATIONS = [
    Form("consultations:prepare", lambda s: {}, lambda s: {"kind": "code_wide", "title": "A consultation"}, SECAS),
    Form("consultations:change_consultation", _prepared, lambda s: {"title": "Another title"}, SECAS, otherwise=UNSEEN),
    Form("consultations:open", _prepared, lambda s: DO, SECAS, otherwise=UNSEEN),
    Form("consultations:extend", _opened, lambda s: {"closes_on": f"{after(30)}", **WHY}, SECAS),
    Form("consultations:take_back", _opened, lambda s: WHY, SECAS),
]
