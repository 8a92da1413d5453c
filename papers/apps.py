from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "papers"

    def ready(self):
        from audit import events
        from jobs import registry
        from papers import tasks

        registry.register("render_paper", tasks.render, "Making the file")
        events.declare(
            paper_drafted="Report drafted",
            paper_issued="Report issued",
            glossary_chosen="Glossary of the report changed",
            glossary_term_entered="Glossary term entered",
        )
