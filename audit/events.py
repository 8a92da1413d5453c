"""The vocabulary of the chain: every action that an act may record, with the words people read for it."""

_labels: dict[str, str] = {}


def declare(**labels: str) -> None:
    """Register actions: ``declare(proposal_raised="Draft Proposal raised")``. Each name has one meaning, for ever."""
    for name, label in labels.items():
        if _labels.setdefault(name, label) != label:
            raise ValueError(f"The event “{name}” is declared twice with different words.")


def label(action: str) -> str:
    return _labels.get(action, action.replace("_", " ").capitalize())


def is_declared(action: str) -> bool:
    return action in _labels


def declared() -> dict[str, str]:
    return dict(_labels)
