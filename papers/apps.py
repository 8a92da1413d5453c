from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "papers"

    def ready(self):
        from bodies.listeners import when_a_meeting_changes
        from jobs import registry
        from papers import (  # noqa: F401  (some register themselves)
            agendas,
            dependants,
            desk,
            events,
            listing,
            meetingpanel,
            packing,
            tasks,
            wanted,
        )
        from papers.consultation import offered  # noqa: F401
        from papers.sittings import issued_under_its_number
        from papers.word import files as word_files
        from proposals.ports import ANEW, Tab, add_tab, hand_down
        from proposals.rules import may_manage
        from subcommittees.ports import PaperSource, add_papers

        add_tab(
            Tab("report", "Report", "papers:workshop", 55, shown=lambda proposal, user: may_manage.test(user, proposal))
        )
        add_papers(
            "papers", PaperSource(agendas.of_items, agendas.begin, agendas.listed, agendas.minutes, agendas.minutes_url)
        )
        when_a_meeting_changes(issued_under_its_number)
        hand_down("reports", ANEW, "The Modification Report")
        registry.register("render_paper", tasks.render, "Making the file")
        registry.register("compose_paper", wanted.compose, "Composing a paper")
        registry.register("issue_paper", wanted.issue, "Issuing a paper")
        registry.register("render_pack", packing.render, "Making the pack")
        registry.register("print_word_file", word_files.render, "Printing a Word file")
        events.declare()
