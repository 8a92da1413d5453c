"""What each part of a split proposal takes over: the legal text of each solution, with its edits and its version."""

from legaltext.models import Edit
from legaltext.queries import drafts_of
from proposals.actions.copying import Copies


def hand_down_texts(copies: Copies) -> None:
    drafts = copies.write(drafts_of(copies.parent), "solution")
    copies.write(Edit.objects.filter(draft__in=drafts), "draft")
