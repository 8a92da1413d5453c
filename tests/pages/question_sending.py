"""What a person would send to every address at which questions are put together. To all but SECAS there is no such
page."""

from collections.abc import Callable

from consultations import actions
from consultations.models import Asks, Consultation, Kind, Question, QuestionSet
from tests.consultations import asked
from tests.pages.body_sending import ROLES, SECAS, Form, Scene

NO_PAGE = dict.fromkeys(ROLES - SECAS - {"anonymous"}, 404)


def _set(scene: Scene) -> QuestionSet:
    """A reusable one of three questions."""
    if "set" not in scene.made:
        made = actions.make_set(by=scene.by, title="Three questions", kind=Kind.CODE_WIDE)
        actions.add_questions(of=made, by=scene.by, text="First?\nSecond?\nThird?", asks=Asks.AGREEMENT)
        scene.made["set"] = made
    scene.made["set"].refresh_from_db()
    return scene.made["set"]


def _consultation(scene: Scene) -> Consultation:
    if "consultation" not in scene.made:
        scene.made["consultation"] = asked.consultation("First?", "Second?", "Third?")
    return scene.made["consultation"]


def _of_set(scene: Scene) -> dict:
    return {"pk": _set(scene).pk}


def _retired(scene: Scene) -> dict:
    return {"pk": actions.retire_set(of=_set(scene), by=scene.by).pk}


def _third(scene: Scene) -> Question:
    return _set(scene).questions.get(number=3)


def _of_third(scene: Scene) -> dict:
    return {"pk": _set(scene).pk, "question": _third(scene).pk}


def _asked_second(scene: Scene) -> dict:
    own = _consultation(scene).questions
    return {"pk": own.pk, "question": own.questions.get(number=2).pk}


def _withdrawn_second(scene: Scene) -> dict:
    arguments = _asked_second(scene)
    question = Question.objects.get(pk=arguments["question"])
    actions.withdraw_question(question=question, by=scene.by, reason="Asked twice.")
    return arguments


def _led(scene: Scene) -> dict:
    """The third question already depends on the first."""
    first = _set(scene).questions.get(number=1)
    actions.set_condition(question=_third(scene), by=scene.by, only_if=first, answers=["agree"])
    return _of_third(scene)


def _version(scene: Scene) -> dict:
    return {"version": _set(scene).version}


def _source(scene: Scene) -> dict:
    return {"from_set": QuestionSet.objects.get(kind=Kind.REPORT, reusable=True).pk}


def _form(name: str, prepare: Callable, enter: Callable = lambda scene: {}, **more) -> Form:
    return Form(f"consultations:{name}", prepare, enter, SECAS, otherwise=NO_PAGE, **more)


QUESTIONS = [
    _form("new_set", lambda s: {}, lambda s: {"title": "Other questions", "kind": "mrc"}),
    _form("rename_set", _of_set, lambda s: {"title": "Some questions"}),
    _form("retire_set", _of_set, opens=False),
    _form("take_set_up", _retired, opens=False),
    _form("add_question", _of_set, lambda s: {"text": "Fourth?", "asks": "agree"}),
    _form("paste_questions", _of_set, lambda s: {"text": "Fourth?\nFifth?", "asks": "text"}),
    _form("copy_set", _of_set, _source),
    _form("arrange_questions", _of_set, lambda s: {"move": f"{_third(s).pk}:1", **_version(s)}, opens=False),
    _form("arrange_questions", _of_set, lambda s: {"copy": f"{_third(s).pk}", **_version(s)}, opens=False),
    _form("change_question", _of_third, lambda s: {"text": "Other?"}),
    _form("question_condition", _led, lambda s: {"answers": ["disagree"]}),
    _form("delete_question", _of_third),
    _form("withdraw_question", _asked_second, lambda s: {"reason": "Asked twice."}),
    _form("put_question_back", _withdrawn_second, opens=False),
    _form("correct_question", _asked_second, lambda s: {"text": "Other?", "why": "It was meant so."}),
]
