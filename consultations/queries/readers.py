"""Who a reader is, as the querysets of this app ask it; a stranger is nobody."""

from django.db.models import Q

from audit import clock


def is_analyst(user) -> bool:
    return getattr(user, "is_authenticated", False) and user.is_analyst


def organisations(user) -> list[int]:
    """The keys of the organisations that the reader acts for today."""
    return [o.pk for o in user.organisations] if getattr(user, "is_authenticated", False) else []


def is_guest(user) -> bool:
    """The reader is an invitation, by which somebody without an account came."""
    return getattr(user, "is_guest", False)


def own(user, path: str = "organisation") -> Q:
    """What belongs to an organisation that the reader acts for today, or to one that has been merged into it; of a
    guest what was written by their invitation. ``path``: to the organisation of the response."""
    if is_guest(user):
        return Q(**{f"{path.removesuffix('organisation')}invitation": user})
    keys = organisations(user)
    merged = {f"{path}__merged_into__in": keys, f"{path}__merged_on__lte": clock.today()}
    return Q(**{f"{path}__in": keys}) | Q(**merged)


def read_on(proposal, at: str = "proposal") -> Q:
    """What is about the proposal; of a part of a split one also what is about the proposal it is a part of, which it
    reads on."""
    own = Q(**{at: proposal})
    whole = Q(**{f"{at}__number": proposal.number, f"{at}__suffix": ""})
    return own | whole if proposal.suffix else own
