from django.apps import AppConfig


class SubcommitteesConfig(AppConfig):
    name = "subcommittees"

    def ready(self):
        from audit import events
        from proposals.ports import COPIED, READ, Tab, add_tab, hand_down
        from subcommittees import dependants, desk, requirements  # noqa: F401  (they register themselves)
        from subcommittees.heirlooms import hand_down_views
        from subcommittees.resolutions import has_number

        events.declare(view_recorded="View recorded")
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
        hand_down("views", COPIED, "The views of bodies and organisations, with earlier versions", hand_down_views)
        add_tab(Tab("views", "Views", "subcommittees:views", 40))
        hand_down("resolutions", READ, "What bodies were asked about it and resolved")
        add_tab(Tab("decisions", "Decisions", "subcommittees:decisions", 42, shown=has_number))
