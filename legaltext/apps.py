from django.apps import AppConfig


class LegaltextConfig(AppConfig):
    name = "legaltext"

    def ready(self):
        from audit import events
        from legaltext import requirements  # noqa: F401  (registers itself)
        from proposals.ports import Tab, add_tab

        events.declare(
            clause_entered="Clause entered",
            legal_draft_based="Legal text based on a version of the SEC",
            legal_text_saved="Legal text changed",
            legal_draft_finished="Legal text finished",
        )
        add_tab(Tab("legal", "Legal text", "legaltext:draft", 50))
