"""What a person would send to every address at which points are made and settled. All who may see the consultation may
know that there is such a page; it is SECAS's alone."""

from collections.abc import Callable

from consultations import actions
from consultations.actions import Source
from consultations.models import Consultation, Kind, PointMade
from consultations.points.places import passages
from legaltext import actions as legal
from tests import factories as make
from tests.consultations import asked
from tests.pages.body_sending import SECAS, Form, Scene

WHY = {"reason": "New facts.", "step": "do"}


def _over(scene: Scene) -> Consultation:
    """It is over: an answer, a comment on a clause that is held, general comments; about a proposal with a draft."""
    if "over" not in scene.made:
        _hold_clause(scene)
        row = asked.consultation(kind=Kind.INFORMATION, proposal=scene.proposal, days=-2)
        asked.submission(
            row,
            answers=[(1, "disagree", "Too few testers.")],
            clauses=[("Z9.9", "replace", "30 seconds", "one second")],
            general_comments="We welcome it.",
        )
        scene.made["over"] = row
    return scene.made["over"]


def _hold_clause(scene: Scene) -> None:
    version = make.SecVersionFactory()
    document = make.SecDocumentFactory(code="Section Z")
    text = "A response is sent within 30 seconds."
    legal.enter_clause(by=scene.by, document=document, version=version, number="Z9.9", text=text)
    legal.draft_against(proposal=scene.proposal, by=scene.by, version=version)


def _keys(scene: Scene) -> list[str]:
    return [place.key for place in passages(_over(scene))]


def _point(scene: Scene, *at: int) -> PointMade:
    sources = [Source(_keys(scene)[place]) for place in at or (0,)]
    count = PointMade.objects.count()
    return actions.extract_point(consultation=_over(scene), by=scene.by, text=f"Point {count}.", sources=sources)


def _of_consultation(scene: Scene) -> dict:
    return {"pk": _over(scene).pk}


def _at_point(*at: int) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        scene.made["point"] = _point(scene, *at)
        return _of_consultation(scene) | {"number": scene.made["point"].number}

    return prepare


def _settled(scene: Scene) -> dict:
    arguments = _at_point()(scene)
    actions.settle_point(point=scene.made["point"], by=scene.by, disposition="noted")
    return arguments


def _published(scene: Scene) -> dict:
    arguments = _settled(scene)
    actions.publish_points(consultation=_over(scene), by=scene.by)
    return arguments


def _source(scene: Scene) -> dict:
    arguments = _at_point(0, 2)(scene)
    return arguments | {"source": scene.made["point"].sources.last().pk}


def _marked(scene: Scene) -> dict:
    key = _keys(scene)[0]
    actions.mark_no_point(consultation=_over(scene), by=scene.by, places=[key], reason="It agrees.")
    return _of_consultation(scene) | {"key": key}


def _one_open(scene: Scene) -> dict:
    _at_point()(scene)
    return _of_consultation(scene)


def _one_settled(scene: Scene) -> dict:
    _settled(scene)
    return _of_consultation(scene)


def _form(name: str, prepare: Callable, enter: Callable = lambda scene: {}, **more) -> Form:
    return Form(f"consultations:{name}", prepare, enter, SECAS, **more)


POINTS = [
    _form("new_point", _of_consultation, lambda s: {"place": _keys(s)[0], "text": "More testers."}, opens=False),
    _form("no_point", _of_consultation, lambda s: {"place": _keys(s)[0], "reason": "It agrees."}, opens=False),
    _form("unmark", _marked, opens=False),
    _form("remove_source", _source, opens=False),
    _form("settle_point", _at_point(), lambda s: {"disposition": "rejected", "reply": "No."}),
    _form(
        "settle_points",
        _one_open,
        lambda s: {"points": [s.made["point"].pk], "disposition": "noted", "step": "do"},
    ),
    _form("publish_points", _one_settled),
    _form("adopt_point", _at_point(1), lambda s: {"step": "do"}),
    _form("reword_point", _at_point(), lambda s: {"text": "Many more testers."}),
    _form("reopen_point", _settled, lambda s: WHY),
    _form("drop_point", _at_point(), lambda s: WHY),
    _form("take_point_back", _published, lambda s: WHY),
]
