"""Sorting people and organisations without any database collation: a stored, folded key."""

import unicodedata


def folded(name: str) -> str:
    """Lower case without accents, a leading “the” dropped: “The Éclair” sorts as “eclair”."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()
    return plain.removeprefix("the ")
