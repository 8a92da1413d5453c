"""The head of a draft: for whom it speaks, where it stands, who may read it; and that it is ready to be signed off."""

from datetime import datetime

from accounts.models import Organisation
from audit.acts import Refused, act, current, nothing_changed, unrecorded
from consultations.actions.drafted import Stands, hold, make_way, person
from consultations.drafts import parts
from consultations.models import Invitation, Position, Response
from proposals import ports

LENGTHS = {
    "others": ("Others that it speaks for", Response._meta.get_field("others").max_length),
    "confidential_because": ("The reason", Response._meta.get_field("confidential_because").max_length),
}


@act
def save_head(
    *,
    response: Response,
    by,
    parties: list[Organisation] = (),
    others: str = "",
    position: str = "",
    confidential: bool = False,
    confidential_because: str = "",
    consents: bool = False,
    expected: int | None = None,
    seen_at: datetime | None = None,
) -> Response:
    """What does not hold for the reason of confidence where nothing is confidential is kept all the same: it is typed
    before the box is ticked as often as after."""
    unrecorded()
    response = hold(response, by)
    values = {
        "others": others.strip(),
        "position": position,
        "confidential": confidential,
        "confidential_because": confidential_because.strip(),
        "consents": consents,
    }
    _check_head(response, values, parties)
    new = values | {"parties": sorted(party.pk for party in parties)}
    was = parts.said_in_head(response)
    if new == was:
        return response
    now = Stands(parts.HEAD, was, response.version, response.headed_by, response.headed_at)
    make_way(response, now, new, by, expected, seen_at)
    return _write_head(response, values, parties, by)


def _check_head(response: Response, values: dict, parties: list[Organisation]) -> None:
    if values["position"] and values["position"] not in Position.values:
        raise Refused("Choose one of the positions listed.", "position")
    for name, (label, most) in LENGTHS.items():
        if len(values[name]) > most:
            raise Refused(f"{label}: at most {most} characters; this has {len(values[name])}.", name)
    if response.organisation_id in {party.pk for party in parties}:
        raise Refused(f"{response.organisation.named} is the respondent: choose only others.", "parties")


def _write_head(response: Response, values: dict, parties, by) -> Response:
    for name, value in values.items():
        setattr(response, name, value)
    response.version += 1
    response.headed_by, response.headed_at = person(by), current().at
    response.save(update_fields=[*values, "version", "headed_by", "headed_at"])
    response.parties.set(parties)
    return response


@act
def make_ready(*, response: Response, by) -> Response:
    """Those who may sign it off are told, once. It can still be written in."""
    unrecorded()
    response = hold(response, by)
    if isinstance(by, Invitation):
        raise Refused("You sign off what you write yourself: go on to “Sign off and submit”.")
    if response.ready_for_sign_off_at:
        nothing_changed()
        return response
    response.ready_for_sign_off_at, response.ready_by = current().at, person(by)
    response.save(update_fields=["ready_for_sign_off_at", "ready_by"])
    ports.notices["response_ready"](response, by=by)
    return response


@act
def take_ready_back(*, response: Response, by) -> Response:
    unrecorded()
    response = hold(response, by)
    response.ready_for_sign_off_at, response.ready_by = None, None
    response.save(update_fields=["ready_for_sign_off_at", "ready_by"])
    return response
