"""What a reader may do about Refinement, and the links that lead there."""

from dataclasses import dataclass

from django.urls import reverse

from proposals import rules
from proposals.models import Proposal


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    about: str = ""  # for those who hear the page: which of several things it is about


@dataclass(frozen=True)
class May:
    """What ``user`` may do on this proposal: asked once for the page."""

    refine: bool
    set_areas: bool
    go_on: bool
    dcc: bool
    raise_alternative: bool
    put_right: bool

    @classmethod
    def of(cls, proposal: Proposal, user) -> "May":
        manages, refining = rules.may_manage.test(user, proposal), rules.may_be_refined(proposal)
        return cls(
            refine=manages and refining,
            set_areas=manages and rules.may_set_areas(proposal),
            go_on=manages and not proposal.is_finished,
            dcc=not proposal.is_finished and rules.may_act_for_the_dcc.test(user, proposal),
            raise_alternative=refining and rules.may_raise_alternative.test(user, proposal),
            put_right=manages,
        )


def links(may: bool, *links: Link) -> list[Link]:
    return list(links) if may else []


def offered(name: str, proposal: Proposal, key, about: str, steps) -> list[Link]:
    """``steps``: (step, label, whether it may be taken) at the address of that name."""
    return [
        Link(label, reverse(f"proposals:{name}", args=[proposal.slug, key, step]), about)
        for step, label, allowed in steps
        if allowed
    ]
