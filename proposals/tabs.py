"""The tabs of the proposal page that this app owns. Other apps add theirs when they start."""

from proposals.ports import Tab, add_tab
from proposals.rules import has_refinement, may_manage

add_tab(Tab("overview", "Overview", "proposals:overview", 10))
add_tab(Tab("problem", "Problem statement", "proposals:statement", 20))
add_tab(Tab("refinement", "Refinement", "proposals:refinement", 25, has_refinement))
add_tab(Tab("timetable", "Timetable", "proposals:timetable", 30))
add_tab(Tab("documents", "Documents", "proposals:documents", 60))
add_tab(
    Tab(
        "readiness",
        "Readiness",
        "proposals:readiness",
        80,
        shown=lambda proposal, user: may_manage.test(user, proposal) and not proposal.is_finished,
    )
)
add_tab(Tab("history", "History", "proposals:history", 90))
