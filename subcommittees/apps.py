from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from bodies.listeners import when_a_meeting_changes
        from jobs import registry
        from proposals.ports import COPIED, READ, Tab, add_tab, hand_down, own
        from subcommittees import (  # noqa: F401  (they register themselves)
            balloting,
            decisionpanels,
            dependants,
            desk,
            events,
            meetingdesk,
            panelballots,
            requirements,
            tasks,
        )
        from subcommittees.heirlooms import hand_down_views
        from subcommittees.resolutions import has_number
        from subcommittees.sittings import rests_on_it

        events.declare()
        when_a_meeting_changes(rests_on_it)

        # Views
        hand_down("views", COPIED, "The views of bodies and organisations, and what they were asked", hand_down_views)
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
        registry.register("remind_views", tasks.remind_view, "Reminding of a view that is due")
        registry.register_sweep("view_reminders", tasks.queue_reminders, seconds=600)

        # Ballots of the Change Board
        hand_down("ballots", READ, "Ballots of the Change Board")
        own("ballot", where=balloting.votes_by_ballot)
        add_tab(Tab("ballot", "Ballot", "subcommittees:proposal_ballots", 45, balloting.has_ballot_tab))
        registry.register("settle_ballot", tasks.settle, "Closing ballots whose end has come")
        registry.register("remind_of_ballot", tasks.remind_ballot, "Reminding of ballots that close")
        registry.register_sweep("due_ballots", tasks.queue_due_ballots, seconds=10)

        # What bodies are asked and resolve, their minutes and actions
        hand_down("resolutions", READ, "What bodies were asked about it and resolved")
        add_tab(Tab("decisions", "Decisions", "subcommittees:decisions", 42, shown=has_number))
