import rules

from accounts.rules import is_analyst, is_signed_in


@rules.predicate
def sits_on_it(user, committee) -> bool:
    return committee is not None and committee.pk in user.committee_ids


may_record_view = is_analyst | (is_signed_in & sits_on_it)


@rules.predicate
def sits_somewhere(user, proposal) -> bool:
    return bool(user.committee_ids)


may_record_some_view = is_analyst | (is_signed_in & sits_somewhere)
