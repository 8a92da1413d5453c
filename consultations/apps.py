"""What industry says: comments and questions on Draft Proposals, and what SECAS answers."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self):
        from audit import events
        from consultations import desk, requirements  # noqa: F401  (they register themselves)
        from proposals.ports import READ, Tab, add_tab, hand_down

        events.declare(
            comment_received="Comment received",
            comment_changed="Comment changed",
            comment_withdrawn="Comment withdrawn",
            comment_sorted="Stance or readers of a comment put right",
            comments_published="Comments published",
            comment_publication_taken_back="Publication of a comment taken back",
            answer_written="Answer drafted",
            answers_published="Answers published",
            answer_taken_back="Answer taken back",
            feedback_summarised="Feedback summed up",
        )
        # A comment stays one row, so that whoever made it withdraws it once, and it is gone from every part.
        hand_down("comments", READ, "Comments on the problem, with answers and summaries")
        add_tab(Tab("comments", "Comments", "consultations:comments", 35, shown=lambda p, user: p.number is not None))
