"""Typed reading of the environment: every wrong value gets one plain sentence that names the variable."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
SHORTEST_KEY = 50


class Environment:
    """Reads one mapping of variables; an empty variable counts as one that is not set."""

    def __init__(self, values: Mapping[str, str]):
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def required(self, name: str, why: str) -> str:
        if value := self.text(name):
            return value
        raise ImproperlyConfigured(f"{name} is not set. {why}")

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value in YES | NO:
            return value in YES
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be on or off.")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if value.isascii() and value.isdigit() and least <= int(value) <= most:
            return int(value)
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from {least} to {most}.")

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value in choices:
            return value
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")

    def listing(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        parts = [part.strip() for part in self.text(name).split(",")]
        return [part for part in parts if part] or list(default)

    def folder(self, name: str, default: Path) -> Path:
        """The folder's absolute path; a relative one is taken from the top of the checkout."""
        path = (ROOT / Path(self.text(name, str(default))).expanduser()).resolve()
        if path.exists() and not path.is_dir():
            raise ImproperlyConfigured(f"{name} is {str(path)!r}, which is a file; it must be a folder.")
        return path

    def address(self, name: str, schemes: tuple[str, ...], default: str = "") -> str:
        value = self.text(name, default)
        if value and urlsplit(value).scheme not in schemes:
            shown = ", ".join(f"{scheme}://" for scheme in schemes)
            raise ImproperlyConfigured(f"{name} must be an address that begins with one of {shown}.")
        return value

    def secret(self, name: str) -> str:
        value = self.text(name)
        if value and len(value) < SHORTEST_KEY:
            raise ImproperlyConfigured(
                f"{name} has {len(value)} characters; it must have at least {SHORTEST_KEY}, chosen at random."
            )
        return value


DATABASE_SCHEMES = ("postgres", "postgresql")
REDIS_SCHEMES = ("redis", "rediss", "redis+socket")


def home(values: Mapping[str, str] = os.environ) -> Path:
    return Environment(values).folder("SECMODS_HOME", ROOT / ".local")
