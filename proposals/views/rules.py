"""The rules of the process, for anybody to read."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit import clock
from proposals.rulebook import deciders, limits


@require_safe
def rules_in_force(request):
    context = {"on": clock.today(), "limits": limits(), "deciders": deciders()}
    return render(request, "proposals/rules.html", context)
