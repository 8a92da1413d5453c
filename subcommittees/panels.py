"""What else the page of a meeting shows. Whoever has something to show there registers a panel, with a template of its
own: ``subcommittees/panels/<key>.html``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Panel:
    key: str
    label: str
    sort: int
    function: Callable


@dataclass(frozen=True)
class ShownPanel:
    key: str
    label: str
    html: str


panels: dict[str, Panel] = {}


def meeting_panel(key: str, label: str, sort: int):
    """Register the decorated ``function(request, meeting)``: the context of the panel, or None where this reader is
    shown none. The template finds ``meeting`` and ``user`` beside it; its headings begin at h3."""

    def register(function):
        panels[key] = Panel(key, label, sort, function)
        return function

    return register


def panels_of(request, meeting) -> list[ShownPanel]:
    found = []
    for panel in sorted(panels.values(), key=lambda panel: panel.sort):
        context = panel.function(request, meeting)
        if context is not None:
            html = render_to_string(
                f"subcommittees/panels/{panel.key}.html", {"meeting": meeting, **context}, request=request
            )
            found.append(ShownPanel(panel.key, panel.label, html))
    return found
