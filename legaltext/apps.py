from django.apps import AppConfig


class LegaltextConfig(AppConfig):
    name = "legaltext"

    def ready(self):
        from audit import events
        from legaltext import asked, requirements  # noqa: F401  (registers itself)
        from legaltext.heirlooms import hand_down_texts
        from proposals.ports import COPIED, Tab, add_tab, hand_down

        events.declare(
            clause_entered="Clause entered",
            legal_draft_based="Legal text based on a version of the SEC",
            legal_text_saved="Legal text changed",
            legal_draft_finished="Legal text finished",
        )
        asked.register()
        hand_down("legal_texts", COPIED, "The legal text of each solution, with every edit", hand_down_texts)
        add_tab(Tab("legal", "Legal text", "legaltext:draft", 50))
