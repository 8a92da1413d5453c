"""The guide: how a change is made, drawn and told from the lifecycle table itself."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals import lifecyclemap
from secmods.pages import diagram


@require_safe
def guide(request):
    """What there is to read about the process and its record."""
    return render(request, "secmods/guide.html")


@require_safe
def lifecycle(request):
    """Every state and every move, with the proposals that the reader may see at each stage now."""
    process = lifecyclemap.drawn_up(request.user)
    context = {"process": process, "diagram": diagram.draw(process)}
    return render(request, "secmods/lifecycle.html", context)
