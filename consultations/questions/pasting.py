"""Questions out of a text that somebody pastes: one on each line, or numbered."""

import re

NUMBERED = re.compile(r"\s*(?:question\s+|q\s*)?\d{1,3}\s*[.):]\s+(?=\S)", re.IGNORECASE)
BULLET = re.compile(r"\s*[-•*–]\s+(?=\S)")


def questions_in(text: str) -> list[str]:
    """Where the first line bears a number, a question goes on until the next number; otherwise each line is one.
    Numbers and bullets are not part of it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and NUMBERED.match(lines[0]):
        return _numbered(lines)
    return [BULLET.sub("", line, count=1).strip() for line in lines]


def _numbered(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if mark := NUMBERED.match(line):
            found.append(line[mark.end() :].strip())
        else:
            found[-1] += f" {line.strip()}"
    return found
