"""``manage.py check`` fails where the lifecycle table and what the apps registered do not fit together."""

from django.core.checks import Error, register

from audit import events
from proposals import ports
from proposals.actions import ACTS
from proposals.lifecycle import ENTRIES, MOVES


@register()
def lifecycle_is_wired(app_configs, **kwargs):
    named = {key for row in MOVES.values() for key in row.requires}
    started = {key for row in MOVES.values() for key in row.starts}
    people_make = {row.key for row in MOVES.values() if not row.by_time}
    return [
        *_gaps("requirement", named, set(ports.requirements), "proposals.E001"),
        *_gaps("consequence", started, set(ports.consequences), "proposals.E002"),
        *_wordless(named, started),
        *_gaps("act", people_make, set(ACTS), "proposals.E003"),
        *[
            Error(f"The move “{key}” has no event declared.", id="proposals.E004")
            for key in (*MOVES, *ENTRIES)
            if not events.is_declared(f"proposal_{key}")
        ],
    ]


def _wordless(named: set[str], started: set[str]) -> list[Error]:
    """The map of the process says in words what every step needs and starts."""
    needs = {key: ports.requirement_words.get(key) for key in named & set(ports.requirements)}
    follows = {key: ports.consequences[key].words for key in started & set(ports.consequences)}
    return [
        Error(f"The {what} “{key}” has no words for the map of the process.", id="proposals.E005")
        for what, words in (("requirement", needs), ("consequence", follows))
        for key in sorted(key for key, text in words.items() if not text)
    ]


def _gaps(what: str, named: set[str], registered: set[str], code: str) -> list[Error]:
    missing = [
        Error(f"The lifecycle names the {what} “{key}”, which no app provides.", id=code)
        for key in sorted(named - registered)
    ]
    idle = [
        Error(f"The {what} “{key}” is provided but no move names it.", id=code) for key in sorted(registered - named)
    ]
    return missing + idle
