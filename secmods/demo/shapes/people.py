"""Who there is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    key: str
    name: str
    short_name: str
    category: str
    is_party: bool
    voting_group: str = ""


@dataclass(frozen=True)
class Person:
    key: str
    email: str
    name: str
    job_title: str
    organisation: str
    affiliation: str = "CONTRIBUTOR"
    roles: tuple[str, ...] = ()
    telephone: str = ""
    demo: str = ""
    active: bool = True


@dataclass(frozen=True)
class People:
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
