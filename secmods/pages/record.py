"""How the record is kept: the chain's size and head, day by day, so that anybody can hold a witness of it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import ChainHead, Checkpoint

SHOWN = 60


@require_safe
def record(request):
    head = ChainHead.objects.first() or ChainHead()
    return render(request, "secmods/record.html", {"head": head, "checkpoints": Checkpoint.objects.all()[:SHOWN]})
