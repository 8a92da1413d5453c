"""How long a text of a response may be."""

from audit.acts import Refused

MOST = 60_000


def check_length(text: str, field: str = "text") -> str:
    if len(text) > MOST:
        raise Refused(
            f"A text may have {MOST:,} characters, some ten thousand words; this one has {len(text):,}. It was not "
            f"saved. Shorten it, or attach it as a file.",
            field,
        )
    return text
