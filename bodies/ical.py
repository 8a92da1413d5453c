"""The little of iCalendar (RFC 5545) that a feed of days and hours needs: properties, escaped and folded as it asks."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

LONGEST = 75  # octets in a line
ESCAPED = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"))

Properties = Iterable[tuple[str, str]]


def calendar(name: str, events: Iterable[Properties]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//secmods//EN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{text(name)}")
    for event in events:
        lines += ["BEGIN:VEVENT", *(f"{key}:{value}" for key, value in event), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def text(value: str) -> str:
    for plain, written in ESCAPED:
        value = value.replace(plain, written)
    return value


def when(key: str, value: date | datetime) -> tuple[str, str]:
    """“DTSTART”: an instant, in UTC, or a whole day."""
    if isinstance(value, datetime):
        return key, f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{key};VALUE=DATE", f"{value:%Y%m%d}"


def folded(line: str) -> bytes:
    """Long lines go on, after a blank, on the next; no character is cut in two."""
    parts, part = [], b""
    for character in line:
        written = character.encode()
        if len(part) + len(written) > LONGEST:
            parts.append(part)
            part = b" "
        part += written
    return b"\r\n".join([*parts, part]) + b"\r\n"
