"""Who is writing a response: somebody who acts for an organisation, or a guest who was invited. The same pages serve
both; what differs is where they stand, and that a guest writes alone and so holds no part."""

from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from accounts.models import Organisation, User
from consultations import rules
from consultations.models import Consultation, Invitation, Response


@dataclass(frozen=True)
class Writer:
    """``by`` is what acts are called with: the user, or the guest's invitation. ``pages``: the name that the addresses
    of these pages begin with, ``keys`` what stands in each of them, ``query`` what follows."""

    by: User | Invitation
    consultation: Consultation
    organisation: Organisation | None
    pages: str
    keys: tuple = ()
    query: str = ""
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def is_guest(self) -> bool:
        return isinstance(self.by, Invitation)

    @property
    def user(self) -> User | None:
        return None if self.is_guest else self.by

    @property
    def whose(self) -> str:
        return str(self.organisation) if self.organisation else self.by.name

    @property
    def may_sign_off(self) -> bool:
        return self.response is not None and rules.may_sign_off.test(self.by, self.response)

    @cached_property
    def response(self) -> Response | None:
        """What they have begun, and not withdrawn."""
        return responses_of(self.by, self.consultation, self.organisation).first()

    def url(self, page: str = "", *args) -> str:
        name = f"consultations:{self.pages}_{page}" if page else f"consultations:{self.pages}"
        return f"{reverse(name, args=[*self.keys, *args])}{self.query}"


def responses_of(by: User | Invitation, consultation: Consultation, organisation: Organisation | None):
    standing = Response.objects.standing().filter(consultation=consultation)
    standing = standing.select_related("organisation", "general_by", "headed_by", "ready_by", "started_by")
    if isinstance(by, Invitation):
        return standing.filter(invitation=by)
    return standing.filter(organisation=organisation)


def for_guest(invitation: Invitation, *, pages: str, keys: tuple) -> Writer:
    """``pages`` and ``keys``: how the addresses of a guest's pages are named, and what they hold."""
    return Writer(invitation, invitation.consultation, invitation.organisation, pages, keys)


def for_member(user: User, consultation: Consultation, organisation: Organisation, among: list[Organisation]) -> Writer:
    """``among``: all those for which this person could answer; the address says for which where there are several."""
    query = f"?for={organisation.pk}" if len(among) > 1 else ""
    return Writer(user, consultation, organisation, "respond", (consultation.pk,), query, among)
