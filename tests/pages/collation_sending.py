"""What a person would send to every address at which submitted texts are tagged, kept back and published. All who may see
the consultation may know that there is such a page; it is SECAS's alone."""

from collections.abc import Callable

from audit import clock
from consultations import actions
from consultations.models import Consultation, Enclosure, Tag
from tests.consultations import asked
from tests.pages.body_sending import SECAS, Form, Scene

WORDS = "Ask Kim Dell of it."


def _over(scene: Scene) -> Consultation:
    if "said" not in scene.made:
        row = asked.consultation(days=-2)
        scene.made["said"] = asked.submission(row, answers=[(1, "disagree", WORDS)])
        scene.made["consultation"] = row
    return scene.made["consultation"]


def _text(step: str) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        of = _over(scene)
        return {"pk": of.pk, "place": f"a{scene.made['said'].answers.get().pk}", "step": step}

    return prepare


def _tag(step: str) -> Callable[[Scene], dict]:
    def prepare(scene: Scene) -> dict:
        place = _text("tag")(scene)["place"]
        actions.tag_text(consultation=_over(scene), by=scene.by, place=place, put=["Costs", "Timing"])
        return {"pk": _over(scene).pk, "tag": Tag.objects.get(name="Costs").pk, "step": step}

    return prepare


def _redacted(scene: Scene) -> dict:
    given = {"consultation": _over(scene), "by": scene.by, "place": _text("redact")(scene)["place"]}
    return {"pk": _over(scene).pk, "redaction": actions.redact_text(**given, quote="Kim Dell", reason="A name").pk}


def _with_a_file(scene: Scene) -> dict:
    response = _over(scene).responses.get()
    fields = {"kind": "attachment", "title": "Figures", "filename": "figures.pdf", "size": 1, "at": clock.now()}
    file = Enclosure.objects.create(response=response, by=scene.by, **fields)
    scene.made["said"].enclosures.add(file)
    return {"pk": _over(scene).pk, "file": file.pk}


def _held_back(scene: Scene) -> dict:
    where = _with_a_file(scene)
    file = Enclosure.objects.get(pk=where["file"])
    actions.hold_file_back(consultation=_over(scene), by=scene.by, enclosure=file, reason="A name")
    return where


def _ready(scene: Scene) -> dict:
    return {"pk": _over(scene).pk}


def _published(scene: Scene) -> dict:
    actions.publish_responses(consultation=_over(scene), by=scene.by)
    return _ready(scene)


def _other_tag(scene: Scene) -> dict:
    return {"into": Tag.objects.get(name="Timing").pk}


def _form(name: str, prepare: Callable, enter: Callable = lambda scene: {}) -> Form:
    return Form(f"consultations:collation_{name}", prepare, enter, SECAS)


COLLATION = [
    _form("text_step", _text("tag"), lambda s: {"new": "Costs"}),
    _form("text_step", _text("redact"), lambda s: {"quote": "Kim Dell", "reason": "A name", "step": "do"}),
    _form("tag_step", _tag("rename"), lambda s: {"name": "Prices"}),
    _form("tag_step", _tag("merge"), _other_tag),
    _form("lift", _redacted, lambda s: {"reason": "She agreed.", "step": "do"}),
    _form("hold_file", _with_a_file, lambda s: {"reason": "A name", "step": "do"}),
    _form("give_file", _held_back, lambda s: {"reason": "She agreed.", "step": "do"}),
    _form("publish", _ready),
    _form("take_back", _published, lambda s: {"reason": "A name was left in.", "step": "do"}),
]
