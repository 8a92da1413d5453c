from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request):
    """What has been checked and what has not, in plain words."""
    return render(request, "secmods/accessibility.html")
