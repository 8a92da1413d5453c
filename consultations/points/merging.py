"""Points that went into others. A chain ends at the point that is answered; it never comes back to where it was."""


def end_of(pk: int, into: dict[int, int]) -> int:
    """Where ``pk`` ends; ``into``: by the key of a point the key of the one it went into."""
    seen = {pk}
    while (follows := into.get(pk)) is not None and follows not in seen:
        seen.add(follows)
        pk = follows
    return pk


def makes_a_circle(pk: int, target: int, into: dict[int, int]) -> bool:
    """Whether ``pk`` could not go into ``target`` without coming back to itself."""
    return target == pk or end_of(target, into) == pk


def into_of(points) -> dict[int, int]:
    return {point.pk: point.merged_with_id for point in points if point.merged_with_id}
