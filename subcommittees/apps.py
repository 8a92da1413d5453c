from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from audit import events
        from bodies.listeners import when_a_meeting_changes
        from jobs import registry
        from proposals.ports import COPIED, READ, Tab, add_tab, hand_down, own
        from subcommittees import (  # noqa: F401  (they register themselves)
            balloting,
            decisionpanels,
            dependants,
            desk,
            meetingdesk,
            panelballots,
            requirements,
            tasks,
        )
        from subcommittees.heirlooms import hand_down_views
        from subcommittees.resolutions import has_number
        from subcommittees.sittings import nothing_stands_on_it

        # Meetings and their agendas
        events.declare(
            item_put_on_agenda="Item put on an agenda",
            item_changed="Item of an agenda changed",
            item_reordered="Agenda reordered",
            reference_fixed="Number and paper reference fixed",
            item_taken_off="Item taken off an agenda",
            item_carried_over="Item carried over to a later meeting",
            attendance_recorded="Attendance recorded",
            attendance_answered="A member said whether they come",
            conflict_declared="Interest declared",
            conflict_withdrawn="Declared interest taken back",
            meeting_held="Meeting held",
            meeting_reopened="Meeting no longer recorded as held",
        )
        when_a_meeting_changes(nothing_stands_on_it)

        # Views
        events.declare(
            view_asked="View asked for",
            view_due_changed="Due date of a view changed",
            view_request_withdrawn="Request for a view withdrawn",
            view_recorded="View recorded",
            view_chased="View chased",
            view_reminded="Reminder of a view sent",
            position_posted="Position of a member posted",
            late_after_minutes="Tried after the minutes were approved",
            verbal_update_owed="Verbal update promised",
            verbal_update_given="Verbal update given",
            verbal_update_corrected="Verbal update put right",
            verbal_update_dropped="Verbal update dropped",
            interest_marked="Interest of a body marked",
        )
        hand_down("views", COPIED, "The views of bodies and organisations, and what they were asked", hand_down_views)
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
        registry.register("remind_views", tasks.remind_view, "Reminding of a view that is due")
        registry.register_sweep("view_reminders", tasks.queue_reminders, seconds=600)

        # Ballots of the Change Board
        events.declare(
            ballot_opened="Ballot opened",
            ballot_reminded="Reminded of the close of a ballot",
            ballot_closed="Ballot closed",
            ballot_void="Ballot declared void",
            vote_cast="Vote cast",
            vote_refused="Vote not taken",
            counting_rule_changed="Rule by which votes are counted changed",
            counting_rule_corrected="Rule by which votes are to be counted put right",
            counting_rule_taken_back="Rule by which votes were to be counted taken back",
        )
        hand_down("ballots", READ, "Ballots of the Change Board")
        own("ballot", where=balloting.votes_by_ballot)
        add_tab(Tab("ballot", "Ballot", "subcommittees:proposal_ballots", 45, balloting.has_ballot_tab))
        registry.register("settle_ballot", tasks.settle, "Closing ballots whose end has come")
        registry.register("remind_of_ballot", tasks.remind_ballot, "Reminding of ballots that close")
        registry.register_sweep("due_ballots", tasks.queue_due_ballots, seconds=10)

        # What bodies are asked and resolve, their minutes and actions
        events.declare(
            recommendation_made="Recommendation added",
            recommendation_edited="Recommendation changed",
            recommendation_moved="Recommendation put in another place",
            recommendation_dropped="Recommendation dropped",
            item_decided="Resolved by a body",
            resolution_corrected="Resolution put right",
            minute_written="Item minuted",
            minute_corrected="Approved minute corrected",
            minutes_circulated="Minutes sent round",
            minute_commented="Minutes commented on",
            minute_comment_withdrawn="Comment on minutes withdrawn",
            minute_comment_answered="Comment on minutes answered",
            minutes_approved="Minutes approved",
            minutes_approval_taken_back="Approval of minutes taken back",
            action_undertaken="Action undertaken",
            action_closed="Action closed",
            action_reopened="Action opened again",
            action_changed="Action changed",
        )
        hand_down("resolutions", READ, "What bodies were asked about it and resolved")
        add_tab(Tab("decisions", "Decisions", "subcommittees:decisions", 42, shown=has_number))
