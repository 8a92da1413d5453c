from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "papers"

    def ready(self):
        from audit import events
        from jobs import registry
        from papers import dependants, listing, tasks  # noqa: F401  (two register themselves)
        from proposals.ports import ANEW, Tab, add_tab, hand_down
        from proposals.rules import may_manage

        add_tab(
            Tab("report", "Report", "papers:workshop", 55, shown=lambda proposal, user: may_manage.test(user, proposal))
        )
        hand_down("reports", ANEW, "The Modification Report")
        registry.register("render_paper", tasks.render, "Making the file")
        events.declare(
            paper_drafted="Report drafted",
            paper_issued="Report issued",
            paper_taken_down="Report taken down",
            glossary_chosen="Glossary of the report changed",
            glossary_term_entered="Glossary term entered",
            boilerplate_changed="Repeated words of papers changed",
        )
